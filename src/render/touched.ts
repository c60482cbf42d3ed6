/** Which personas a branch touches, as text. */
import { visible } from './visible.ts';
import { count, wrapList } from './words.ts';

export interface TouchedWords {
  /** What was compared with, as it was typed. */
  readonly ref: string;
  /** The keys that are left, of so many. */
  readonly keys: readonly string[];
  readonly files: number;
}

/** Lines of at most the usual width. */
export function touchedLines({ ref, keys, files }: TouchedWords): string[] {
  if (keys.length === 0) return [nothingTouched(ref)];
  const verb = keys.length === 1 ? 'is' : 'are';
  return wrapList(
    `Of ${count(files, 'persona file')} ${keys.length} ${verb} touched since ${visible(ref)}: `,
    keys.map(visible),
  );
}

export function nothingTouched(ref: string): string {
  return `Nothing to do: no persona is touched since ${visible(ref)}.`;
}
