import type { Excerpt, Place } from './diagnostic.ts';
import { type KeysInUse, maskKeys } from './secrets.ts';

/** Where a value of a parsed file stands, and the source line for a diagnostic. */
export interface Spot extends Place {
  readonly excerpt: Excerpt;
}

/**
 * Positions in one parsed YAML file, by JSON Pointer. `value` and `key` fall back to the nearest parent that has a
 * position, so every pointer gives a place; the root pointer is `''`.
 */
export interface Places {
  /** The file as read, without a byte order mark. */
  readonly text: string;
  /** The value's own place; of a mapping, its first line. */
  value(path: string): Spot;
  /** The place of the key that names the value; of a list item, the item's own. */
  key(path: string): Spot;
  /** The value exactly as written (`007`, `yes`), or null where it is not one plain scalar; '' where nothing stands behind the key. */
  source(path: string): string | null;
  /** The nth (from 0) time that `part` stands in the value as written; the value's place where it is written otherwise. */
  within(path: string, part: string, nth: number): Spot;
  /** A stretch of the text, in UTF-16 units. */
  at(offset: number, length: number): Spot;
  /** Lets go of what takes room: places that are asked for later take another look at the text. */
  forget(): void;
}

/** The longest excerpt, in UTF-16 units: longer lines are cut around the caret. */
const EXCERPT_LENGTH = 160;
const EXCERPT_BEFORE_CARET = 80;

/** The text of one file and the places in it. Lines end with LF; a CR before it belongs to the line's end. */
export class SourceText {
  readonly file: string;
  readonly text: string;
  readonly #keyInUse: KeysInUse;
  readonly #masked = new Map<number, string>();
  #starts: readonly number[] | null = null;

  /** `file` is relative to the working directory, with `/`; `keyInUse` is masked in excerpts like all that has the shape of a key. */
  constructor(file: string, text: string, keyInUse: KeysInUse = null) {
    this.#keyInUse = keyInUse;
    this.file = file;
    this.text = text;
  }

  /** Lets go of what was found out about the text. */
  forget(): void {
    this.#starts = null;
    this.#masked.clear();
  }

  /** The place of a stretch of the text, in UTF-16 units; what lies outside the text is moved to its nearest end. */
  spot(offset: number, length: number): Spot {
    const within = Math.max(0, Math.min(offset, this.text.length));
    const line = this.#lineAt(within);
    const text = this.#maskedLine(line);
    const column = Math.min(within - (this.#lineStarts()[line] ?? 0), text.length);
    return { file: this.file, line: line + 1, column: column + 1, excerpt: cutExcerpt(text, column, length) };
  }

  #lineStarts(): readonly number[] {
    if (this.#starts !== null) return this.#starts;
    const starts = [0];
    for (let end = this.text.indexOf('\n'); end !== -1; end = this.text.indexOf('\n', end + 1)) starts.push(end + 1);
    this.#starts = starts;
    return starts;
  }

  /** The line that holds the offset, counted from 0, by halving. */
  #lineAt(offset: number): number {
    const starts = this.#lineStarts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The line without its end, keys masked: an excerpt must never show one. Kept, since many problems may share a line. */
  #maskedLine(line: number): string {
    const known = this.#masked.get(line);
    if (known !== undefined) return known;
    const starts = this.#lineStarts();
    const end = (starts[line + 1] ?? this.text.length + 1) - 1;
    const text = this.text.slice(starts[line] ?? 0, this.text[end - 1] === '\r' ? end - 1 : end);
    const masked = maskKeys(text, this.#keyInUse);
    this.#masked.set(line, masked);
    return masked;
  }
}

/** `column` counts from 0 here, from 1 in the excerpt. */
function cutExcerpt(line: string, column: number, length: number): Excerpt {
  const caret = Math.max(1, Math.min(length, line.length - column));
  if (line.length <= EXCERPT_LENGTH) return { text: line, column: column + 1, length: caret };
  const start = Math.max(0, column - EXCERPT_BEFORE_CARET);
  const end = Math.min(line.length, start + EXCERPT_LENGTH);
  const before = start > 0 ? '…' : '';
  const text = `${before}${line.slice(start, end)}${end < line.length ? '…' : ''}`;
  return { text, column: before.length + column - start + 1, length: Math.min(caret, Math.max(1, end - column)) };
}
