/**
 * One text, number, true, false or null as YAML. Readers other than ours (editors, YAML 1.1) must read the same, so
 * only what is plainly text stands without quotes, and what cannot be seen is escaped.
 */
import type { JsonValue } from '../model/json.ts';

/** The widest line that is written where it can be helped, in characters. */
export const WIDEST_LINE = 100;

const PLAIN = /^[\p{L}_][\p{L}\p{M}\p{N} ,.;:/()_+=%'’–—…!?#@&$€-]*$/u;

/** Ids like 6b0f… begin with a digit and are text all the same. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What one of the YAML versions takes for something else than text. */
const WORDS = /^(?:true|false|null|yes|no|on|off|y|n|nan|inf)$/i;

/** Whether a text may stand without quotes. `flow`: between brackets, where a comma ends it. */
export function isPlain(text: string, flow: boolean): boolean {
  if (UUID.test(text)) return true;
  if (!PLAIN.test(text) || WORDS.test(text) || /:(?: |$)| #|\s$/.test(text)) return false;
  return !flow || !/[,?:]/.test(text);
}

/** Controls that YAML does not allow, line breaks of other systems, and characters that make text read as it is not. */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/u;

/** Whether a text can stand as lines of a block, beside what is written in escapes only. */
export function isBlockText(text: string): boolean {
  return !HIDDEN.test(text) && text.trim() !== '';
}

/** On one line; plain where it may be, else in the quotes that need no escapes, else in double quotes with escapes. */
export function inlineText(text: string, flow: boolean): string {
  if (isPlain(text, flow)) return text;
  return /["\\]/.test(text) && !text.includes("'") && isSingleLine(text) ? inSingleQuotes(text) : inDoubleQuotes(text);
}

export function inSingleQuotes(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Whether single quotes, which know no escapes, can hold it on one line. */
export function isSingleLine(text: string): boolean {
  return !HIDDEN.test(text) && !/[\n\t]/.test(text);
}

const ESCAPED = /[\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** JSON's escapes are YAML's too; JSON leaves some characters as they are that cannot be seen. */
export function inDoubleQuotes(text: string): string {
  return JSON.stringify(text).replace(
    ESCAPED,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Any value that has no parts. */
export function inlineScalar(value: Exclude<JsonValue, object> | null, flow: boolean): string {
  return typeof value === 'string' ? inlineText(value, flow) : JSON.stringify(value);
}
