/** The file that says which live persona a persona file manages, and the id written into it. */
import { realpath } from 'node:fs/promises';
import { type WritePlace, writeAll } from '../files/write-all.ts';
import { isInside } from '../load/paths.ts';
import { readText } from '../load/read.ts';
import { renameBoundKey, setBoundIds, setOwnId } from './set-id.ts';

/** `environment`: ids by key. `persona`: the persona file's own `id`. */
export interface IdFile {
  readonly kind: 'environment' | 'persona';
  /** Absolute. */
  readonly path: string;
  /** Relative to the working directory, with `/`. */
  readonly file: string;
}

export interface IdToWrite {
  readonly key: string;
  readonly id: string;
  /** A key that is bound to the id and has no file any more: its line becomes the one of `key`. */
  readonly insteadOf?: string;
}

/** Why the id could not be written, as the end of a sentence, or null. */
export async function writeId(place: IdFile, wanted: IdToWrite, where: WritePlace): Promise<string | null> {
  const { path, kind } = place;
  const real = await realpath(path).catch(() => null);
  if (real === null && kind === 'persona') return 'the persona file is not there';
  if (!isInside(real ?? path, where.root)) return 'it lies outside of the project';
  const read = real === null ? ({ ok: true, text: '' } as const) : await readText(path);
  if (!read.ok) return 'it cannot be read';
  const text = editedText(read.text, kind, wanted);
  if (text === null) return 'its text cannot be edited safely';
  if (text === read.text) return null;
  const written = await writeAll([{ path, before: real === null ? null : read.text, after: text }], where);
  return written.ok ? null : written.why;
}

/** Whether the file has this very id for this key. */
export async function hasId({ path, kind }: IdFile, wanted: IdToWrite): Promise<boolean> {
  const read = await readText(path);
  return read.ok && editedText(read.text, kind, wanted) === read.text;
}

function editedText(text: string, kind: IdFile['kind'], { key, id, insteadOf }: IdToWrite): string | null {
  if (kind === 'persona') return setOwnId(text, id);
  return insteadOf === undefined ? setBoundIds(text, new Map([[key, id]])) : renameBoundKey(text, insteadOf, key);
}

/** One after the other: several personas share a file. */
export class IdWriter {
  readonly #where: WritePlace;
  #last: Promise<string | null> = Promise.resolve(null);

  constructor(where: WritePlace) {
    this.#where = where;
  }

  write(place: IdFile, wanted: IdToWrite): Promise<string | null> {
    this.#last = this.#last.then(() => writeId(place, wanted, this.#where));
    return this.#last;
  }
}
