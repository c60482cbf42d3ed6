import { isUtf8 } from 'node:buffer';

export type DecodeResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly place: BadBytes };

/** Where the first bytes stand that are no UTF-8; `line` and `column` from 1; `lineText` shows them as U+FFFD. */
export interface BadBytes {
  readonly line: number;
  readonly column: number;
  readonly lineText: string;
}

const LF = 10;

/** Strict UTF-8; a byte order mark at the start is dropped. */
export function decodeUtf8(bytes: Buffer): DecodeResult {
  if (isUtf8(bytes)) return { ok: true, text: new TextDecoder().decode(bytes) };
  return { ok: false, place: findBadBytes(bytes) };
}

/** LF is never part of a longer UTF-8 sequence, so the lines can be judged one by one. */
function findBadBytes(bytes: Buffer): BadBytes {
  let line = 1;
  let start = 0;
  while (start < bytes.length) {
    const newline = bytes.indexOf(LF, start);
    const end = newline === -1 ? bytes.length : newline;
    const part = bytes.subarray(start, end);
    if (!isUtf8(part)) return { line, column: badColumn(part), lineText: part.toString('utf8') };
    line += 1;
    start = end + 1;
  }
  return { line: 1, column: 1, lineText: '' };
}

/** A U+FFFD that the file really holds is not the bad one: its own bytes decode to it. */
function badColumn(part: Buffer): number {
  const text = part.toString('utf8');
  let offset = 0;
  let column = 1;
  for (const character of text) {
    const genuine = Buffer.from(character);
    if (!part.subarray(offset, offset + genuine.length).equals(genuine)) return column;
    offset += genuine.length;
    column += character.length;
  }
  return column;
}
