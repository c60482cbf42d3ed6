import { isJsonObject, type JsonValue, objectFrom } from './json.ts';

/**
 * API keys in text: found in files, where they are an error, and taken out of everything that is printed or stored.
 * The shape (design §8): `org`, `sk` or `sub-sk`, then `-` or `_`, then at least 20 letters or digits.
 */

const KEY_SHAPE = /(?<![A-Za-z0-9])(?:org|sk|sub-sk)[-_][A-Za-z0-9]{20,}/g;

/** One of these stands in whatever has the shape: looking for them is twenty times as fast. */
const BEGINNINGS = ['org-', 'org_', 'sk-', 'sk_'] as const;

/** The key in use counts as a key shape from this many characters on; shorter ones (`emulator`) are no secrets. */
const SHORTEST_SECRET = 12;

/** Levels of JSON below which nothing is shown at all; answers nest five levels deep. */
const DEEPEST_JSON = 500;

const REDACTED = '[redacted]';

/** What counts as a key shape, whatever its form: the key of a run, or all that its environments name. Null where there is none. */
export type KeysInUse = string | readonly string[] | null;

/** A stretch of text, in UTF-16 units. */
export interface Stretch {
  readonly index: number;
  readonly length: number;
}

/** Where keys stand in a text: by shape, and the very keys in use. In order, never overlapping; linear time. */
export function keyShapes(text: string, keyInUse: KeysInUse): readonly Stretch[] {
  const shapes = shapesIn(text, 0);
  const own = secretsIn(keyInUse).flatMap((key) => occurrences(text, key));
  if (own.length === 0) return shapes;
  const joined = joinOverlaps(inOrder([...shapes, ...own]));
  return inOrder([...joined, ...shapesBetween(text, joined)]);
}

function shapesIn(text: string, offset: number): Stretch[] {
  const matches = BEGINNINGS.some((beginning) => text.includes(beginning)) ? [...text.matchAll(KEY_SHAPE)] : [];
  return matches.map((match) => ({ index: offset + match.index, length: match[0].length }));
}

/** A key may begin or end where another one does, which is seen only once that one is gone. */
function shapesBetween(text: string, stretches: readonly Stretch[]): Stretch[] {
  const ends = stretches.map(({ index, length }) => index + length);
  return [0, ...ends].flatMap((from, at) => shapesIn(text.slice(from, stretches[at]?.index), from));
}

function inOrder(stretches: readonly Stretch[]): Stretch[] {
  return stretches.toSorted((a, b) => a.index - b.index);
}

function secretsIn(keyInUse: KeysInUse): string[] {
  return [keyInUse ?? []].flat().filter((key) => key.length >= SHORTEST_SECRET);
}

function occurrences(text: string, part: string): Stretch[] {
  const found: Stretch[] = [];
  for (let index = text.indexOf(part); index !== -1; index = text.indexOf(part, index + part.length)) {
    found.push({ index, length: part.length });
  }
  return found;
}

function joinOverlaps(sorted: readonly Stretch[]): Stretch[] {
  const joined: Stretch[] = [];
  for (const next of sorted) {
    const last = joined.at(-1);
    if (last === undefined || next.index >= last.index + last.length) {
      joined.push(next);
    } else {
      const end = Math.max(last.index + last.length, next.index + next.length);
      joined[joined.length - 1] = { index: last.index, length: end - last.index };
    }
  }
  return joined;
}

/** The text with `[redacted]` in place of every key. */
export function redact(text: string, keyInUse: KeysInUse): string {
  return replaceKeys(text, keyInUse, () => REDACTED);
}

/** A text that is printed or written, without any key, also as JSON and HTML escape it. */
export function redactPrinted(text: string, keys: readonly string[]): string {
  return redact(text, [...new Set(keys.flatMap((key) => [key, JSON.stringify(key).slice(1, -1), inHtml(key)]))]);
}

function inHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** The text with every key as asterisks of the same length, so that columns stay right. */
export function maskKeys(text: string, keyInUse: KeysInUse): string {
  return replaceKeys(text, keyInUse, (length) => '*'.repeat(length));
}

function replaceKeys(text: string, keyInUse: KeysInUse, replacement: (length: number) => string): string {
  const shapes = keyShapes(text, keyInUse);
  if (shapes.length === 0) return text;
  let replaced = '';
  let from = 0;
  for (const { index, length } of shapes) {
    replaced += text.slice(from, index) + replacement(length);
    from = index + length;
  }
  return replaced + text.slice(from);
}

/** The value with every text redacted, the keys of objects too. What lies deeper than 500 levels is redacted whole. */
export function redactJson(value: JsonValue, keyInUse: KeysInUse): JsonValue {
  return redactLevel(value, keyInUse, 0);
}

function redactLevel(value: JsonValue, keyInUse: KeysInUse, depth: number): JsonValue {
  if (typeof value === 'string') return redact(value, keyInUse);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST_JSON) return REDACTED;
  if (!isJsonObject(value)) return value.map((item) => redactLevel(item, keyInUse, depth + 1));
  return objectFrom(
    Object.entries(value).map(([key, item]) => [redact(key, keyInUse), redactLevel(item, keyInUse, depth + 1)]),
  );
}
