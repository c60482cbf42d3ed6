import { quoted } from '../model/diagnostic.ts';
import type { YamlScalar } from './yaml-tree.ts';

/** What can be wrong with a value that YAML itself allows, in words. */
export interface Trouble {
  readonly summary: string;
  readonly hint: string;
}

/** Aliases in one file, and values once all are written out: generous for people, too little for a bomb. */
const MOST_ALIASES = 100;
const MOST_VALUES = 100_000;

export const TAG_TROUBLE: Trouble = {
  summary: 'This value has a type tag, which persona files cannot have.',
  hint: 'Remove the word that begins with `!`; if it is text, quote the whole text.',
};

export const DEPTH_TROUBLE: Trouble = {
  summary: 'This is nested more than 64 levels deep.',
  hint: 'Write it flatter.',
};

/** Infinity and not-a-number are no JSON, and integers beyond 2^53 would be sent with other digits. */
export function numberTrouble({ value, source }: YamlScalar): Trouble | null {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return null;
  const finite = Number.isFinite(value);
  if (finite && !Number.isInteger(value)) return null;
  const written = source ?? String(value);
  const lost = finite ? 'too large to be kept exactly' : 'not a number that can be sent';
  return {
    summary: `${quoted(written)} is ${lost}.`,
    hint: `If it is text, ${quoteIt(written)}. Else write a smaller number, in digits.`,
  };
}

/** How to quote it; what is too long for a sentence is not repeated. */
function quoteIt(written: string): string {
  return written.length > 60 ? 'put it in quotes' : `quote it: "${written}"`;
}

/**
 * `state` tells of the anchor: not there, still being read (it holds the alias), or known. `counts` are the file's
 * aliases and values so far, with this one.
 */
export function aliasTrouble(
  name: string,
  state: 'unknown' | 'open' | 'known',
  counts: { readonly aliases: number; readonly values: number },
): Trouble | null {
  const written = quoted(`*${name}`);
  if (state === 'unknown') {
    return {
      summary: `${written} repeats an anchor that is not there.`,
      hint: 'If it is text, put the whole text in quotes.',
    };
  }
  if (state === 'open') {
    return { summary: `${written} repeats the value that it stands in, without end.`, hint: 'Write the value out.' };
  }
  if (counts.aliases > MOST_ALIASES) {
    const hint = 'Write the values out, or share a prompt file.';
    return { summary: `More than ${MOST_ALIASES} aliases stand in one file.`, hint };
  }
  if (counts.values <= MOST_VALUES) return null;
  const summary = `With its aliases written out, the file holds more than ${MOST_VALUES} values.`;
  return { summary, hint: 'Use fewer anchors.' };
}
