/**
 * JSON whose numbers survive. JavaScript reads 9007199254740993 as 9007199254740992, and what is not managed has to be
 * sent back exactly as it was read; so a number that would not survive travels as a marked text, and is written as the
 * number it was. A text that begins like a mark is marked as a text, so that nobody can pass one off as a number.
 */
import type { JsonValue } from './json.ts';

const NUMBER = '\u0000number:';
const TEXT = '\u0000text:';

/** Texts, to step over them, and numbers. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Sixteen digits in a row, an exponent of three, or what a mark begins with: without these, all survives. */
const MAY_BE_MARKED = /\d{16}|\d[eE][+-]?\d{3}|"\\u0000/;

/** Throws a SyntaxError where the text is no JSON. */
export function parseExactJson(text: string): JsonValue {
  const value: JsonValue = JSON.parse(MAY_BE_MARKED.test(text) ? text.replace(TOKEN, marked) : text);
  return value;
}

/** `indent`: spaces a level; none without it. */
export function exactJson(value: object | JsonValue, indent?: number): string {
  const text = JSON.stringify(value, null, indent);
  if (!text.includes('"\\u0000')) return text;
  const numbers = absentFrom(text);
  const unmarked = (_: string, item: unknown): unknown => (typeof item === 'string' ? unmark(item, numbers) : item);
  return JSON.stringify(value, unmarked, indent).replace(new RegExp(`"${numbers}([^"]*)"`, 'g'), '$1');
}

/** Whether a text stands for a number that JavaScript cannot hold. */
export function isMarkedNumber(value: JsonValue): boolean {
  return typeof value === 'string' && value.startsWith(NUMBER) && isLost(value.slice(NUMBER.length));
}

function isLost(digits: string): boolean {
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(digits) && !survives(digits);
}

function marked(token: string, offset: number, whole: string): string {
  if (!token.startsWith('"')) return survives(token) ? token : JSON.stringify(NUMBER + token);
  if (!token.startsWith('"\\u0000') || isKey(whole, offset + token.length)) return token;
  const text: string = JSON.parse(token);
  return isMarked(text) ? JSON.stringify(TEXT + text) : token;
}

function isKey(text: string, end: number): boolean {
  const colon = /\s*:/y;
  colon.lastIndex = end;
  return colon.test(text);
}

function isMarked(text: string): boolean {
  return text.startsWith(NUMBER) || text.startsWith(TEXT);
}

/** A number begins with `numbers` then, which stands in no other text. */
function unmark(text: string, numbers: string): string {
  if (isMarkedNumber(text)) return numbers + text.slice(NUMBER.length);
  return text.startsWith(TEXT) ? text.slice(TEXT.length) : text;
}

function absentFrom(text: string): string {
  let absent = 'number:';
  while (text.includes(absent)) absent = `#${absent}`;
  return absent;
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
