/** Values as lines of YAML in block style. Each line is without its end, and indented. */
import { isJsonObject, isStringList, type JsonObject, type JsonValue } from '../model/json.ts';
import { inDoubleQuotes, inlineScalar, inlineText, isBlockText, isPlain, WIDEST_LINE } from './scalar.ts';

const STEP = 2;

/** `key: value`, on as many lines as it needs. `indent` is the column of the key, `prose` a prompt: a last line end is no matter. */
export function entryLines(key: string, value: JsonValue, indent: number, prose = false): string[] {
  const name = isPlain(key, true) ? key : inDoubleQuotes(key);
  const [first = '', ...rest] = valueLines(value, indent, indent + name.length + STEP, prose);
  const head = `${' '.repeat(indent)}${name}:`;
  return [first === '' ? head : `${head} ${first}`, ...rest];
}

/**
 * What stands behind `key:` or `-`, the first line without its indentation; it is empty where the value begins on the
 * next line. `indent` is the column of the key or dash, `column` where the value begins.
 */
export function valueLines(value: JsonValue, indent: number, column: number, prose: boolean): string[] {
  if (typeof value === 'string') return textLines(value, indent, column, prose);
  if (typeof value !== 'object' || value === null) return [inlineScalar(value, false)];
  return isJsonObject(value) ? mapLines(value, indent) : listLines(value, indent, column);
}

function mapLines(value: JsonObject, indent: number): string[] {
  const entries = Object.entries(value);
  if (entries.length === 0) return ['{}'];
  return ['', ...entries.flatMap(([key, item]) => entryLines(key, item, indent + STEP))];
}

function listLines(items: readonly JsonValue[], indent: number, column: number): string[] {
  const flow = flowList(items);
  if (flow !== null && column + flow.length <= WIDEST_LINE) return [flow];
  return ['', ...items.flatMap((item) => itemLines(item, indent + STEP))];
}

/** Short words on one line: `[support, tier-1]`. Null where a list is read better in lines. */
function flowList(items: readonly JsonValue[]): string | null {
  if (items.length === 0) return '[]';
  return isStringList(items) && items.every((item) => isPlain(item, true)) ? `[${items.join(', ')}]` : null;
}

/** One item of a list. `indent` is the column of its dash. */
export function itemLines(item: JsonValue, indent: number): string[] {
  const dash = `${' '.repeat(indent)}-`;
  const [first = '', ...rest] = valueLines(item, indent, indent + STEP, false);
  if (first !== '' || rest.length === 0) return [`${dash} ${first}`, ...rest];
  const [second = '', ...others] = rest;
  return [`${dash} ${second.slice(indent + STEP)}`, ...others];
}

function textLines(text: string, indent: number, column: number, prose: boolean): string[] {
  const isLong = text.includes('\n') || column + text.length > WIDEST_LINE;
  if (!isLong || !isBlockText(text) || /\s$/.test(text)) return [inlineText(text, false)];
  const shift = /^\s/.test(text) ? String(STEP) : '';
  return [`|${shift}${prose ? '' : '-'}`, ...indentLines(text, indent + STEP)];
}

/** Lines of a block. Empty ones stay empty. */
export function indentLines(text: string, indent: number): string[] {
  return text.split('\n').map((line) => (line === '' ? '' : ' '.repeat(indent) + line));
}
