import { type Diagnostic, diagnosticAt, quoted } from '../model/diagnostic.ts';
import type { Spot } from '../model/places.ts';
import { plainLineEnds } from './text-ends.ts';
import { countBefore, findReferences, type Reference, unescapeReferences } from './values.ts';

/**
 * One text with its values filled in. `spotOf` gives the place of the nth (from 0) time that a part stands in the text
 * as it was written; `key` is the persona's.
 */
export function resolveText(
  text: string,
  spotOf: (part: string, nth: number) => Spot,
  key: string,
): { readonly text: string; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics = findReferences(text).map((reference) => {
    const spot = spotOf(reference.written, countBefore(text, reference.written, reference.index));
    return diagnosticAt(spot, { code: 'unknown_value', ...wordsFor(reference), key });
  });
  return { text: unescapeReferences(plainLineEnds(text)), diagnostics };
}

function wordsFor({ name, written }: Reference): { readonly summary: string; readonly hint: string } {
  if (name === null) {
    const summary = `A value begins here with \`${OPENING}\`, but no name and \`}\` follow.`;
    return { summary, hint: `For a literal \`${OPENING}\`, write \`$${OPENING}\`.` };
  }
  const summary = `There is no value named ${quoted(name)}.`;
  return {
    summary,
    hint: `For the literal text, write \`$${written}\`; for a variable of the call, write {{${name}}}.`,
  };
}

const OPENING = '${';
