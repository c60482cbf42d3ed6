import { type Diagnostic, diagnosticAt, quoted } from '../model/diagnostic.ts';
import type { Spot } from '../model/places.ts';
import { plainLineEnds } from './text-ends.ts';
import { findReferences, type Reference, unescapeReferences } from './values.ts';

/** A `${` that names no value. Its place is looked for only where it is told, since a file may hold half a million. */
export interface UnknownValue {
  readonly reference: Reference;
  readonly spot: () => Spot;
}

/** One text with its values filled in. `spotOf` gives the place of a `${` in the file. */
export function resolveText(
  text: string,
  spotOf: (reference: Reference) => Spot,
): { readonly text: string; readonly unknown: readonly UnknownValue[] } {
  const unknown = findReferences(text).map((reference) => ({ reference, spot: () => spotOf(reference) }));
  return { text: unescapeReferences(plainLineEnds(text)), unknown };
}

const MOST_UNKNOWN = 20;

/** The unknown values of one file: the first 20, and how many there are beside them. `key` is the persona's. */
export function explainUnknownValues(unknown: readonly UnknownValue[], key: string): Diagnostic[] {
  const told = unknown
    .slice(0, MOST_UNKNOWN)
    .map(({ reference, spot }) => diagnosticAt(spot(), { code: 'unknown_value', ...wordsFor(reference), key }));
  const next = unknown[MOST_UNKNOWN];
  if (next === undefined) return told;
  const more = unknown.length - MOST_UNKNOWN;
  const summary = `From here on, ${more} more ${more === 1 ? 'value that is' : 'values that are'} not known ${more === 1 ? 'stands' : 'stand'} in this file.`;
  return [...told, diagnosticAt(next.spot(), { code: 'unknown_value', summary, hint: MORE_HINT, key })];
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

const MORE_HINT = `Where the text is meant literally, write \`$${OPENING}\` for each \`${OPENING}\`.`;
