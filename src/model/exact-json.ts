/**
 * JSON whose numbers survive. JavaScript reads 9007199254740993 as 9007199254740992, and what is not managed has to be
 * sent back exactly as it was read; so a number that would not survive travels as a marked text, and is written as the
 * number it was.
 */
import type { JsonValue } from './json.ts';

/** No JSON text of the service begins so, save one made to. */
const MARK = '\u0000number:';

/** Texts, to step over them, and numbers. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Sixteen digits in a row, or an exponent of three: without either, every number survives. */
const MAY_BE_LOST = /\d{16}|\d[eE][+-]?\d{3}/;

const MARKED = /"\\u0000number:(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"/g;

/** Throws a SyntaxError where the text is no JSON. */
export function parseExactJson(text: string): JsonValue {
  const value: JsonValue = JSON.parse(MAY_BE_LOST.test(text) ? text.replace(TOKEN, markLost) : text);
  return value;
}

/** `indent`: spaces a level; none without it. */
export function exactJson(value: object | JsonValue, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(MARKED, '$1');
}

/** Whether a text stands for a number that JavaScript cannot hold. */
export function isMarkedNumber(value: JsonValue): boolean {
  return typeof value === 'string' && value.startsWith(MARK);
}

function markLost(token: string): string {
  return token.startsWith('"') || survives(token) ? token : JSON.stringify(MARK + token);
}

/** Whether the number means the same after it was read and written. */
function survives(token: string): boolean {
  const number = Number(token);
  return Number.isFinite(number) && plainDigits(String(number)) === plainDigits(token);
}

/** Sign, significant digits and power of ten: `1.50` and `15e-1` are one number. */
function plainDigits(token: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(token) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
