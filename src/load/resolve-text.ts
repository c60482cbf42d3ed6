import { type Diagnostic, diagnosticAt, quoted } from '../model/diagnostic.ts';
import type { EnvironmentValue } from '../model/environment.ts';
import type { JsonValue } from '../model/json.ts';
import { nearestName } from '../model/nearest.ts';
import type { Spot } from '../model/places.ts';
import { plainLineEnds } from './text-ends.ts';
import { fillReferences, findReferences, type Reference, wholeReference } from './values.ts';

/** By name; null without an environment. */
export type Values = ReadonlyMap<string, EnvironmentValue> | null;

/** A `${` that gives no text. Its place is looked for only where it is told, since a file may hold half a million. */
export interface BadReference {
  readonly reference: Reference;
  readonly spot: () => Spot;
}

export interface ResolvedText {
  readonly text: string;
  readonly bad: readonly BadReference[];
  /** The names of the values that stand in it, each once. */
  readonly used: readonly string[];
}

/** Whether nothing is to be filled in, and the line ends are plain. */
export function isTextAsWritten(text: string): boolean {
  return !text.includes(OPENING) && plainLineEnds(text) === text;
}

/** One text with its values filled in. `spotOf` gives the place of a `${` in the file. */
export function resolveText(text: string, values: Values, spotOf: (reference: Reference) => Spot): ResolvedText {
  if (!text.includes(OPENING)) return { text: plainLineEnds(text), bad: [], used: [] };
  const textOf = (name: string): string | null => values?.get(name)?.text ?? null;
  const references = findReferences(text);
  return {
    text: fillReferences(plainLineEnds(text), textOf),
    bad: references
      .filter(({ name }) => name === null || textOf(name) === null)
      .map((reference) => ({ reference, spot: () => spotOf(reference) })),
    used: namesIn(references, values),
  };
}

/** The same for a text that may be one whole `${name}` and then takes the value with its type. */
export function resolveValue(
  text: string,
  values: Values,
  spotOf: (reference: Reference) => Spot,
): Omit<ResolvedText, 'text'> & { readonly value: JsonValue } {
  if (!text.includes(OPENING)) return { value: plainLineEnds(text), bad: [], used: [] };
  const whole = wholeReference(text);
  const found = whole === null ? undefined : values?.get(whole);
  if (whole !== null && found !== undefined) return { value: found.value, bad: [], used: [whole] };
  const { text: value, ...rest } = resolveText(text, values, spotOf);
  return { value, ...rest };
}

function namesIn(references: readonly Reference[], values: Values): string[] {
  const names = references.flatMap(({ name }) => (name !== null && values?.has(name) === true ? [name] : []));
  return [...new Set(names)];
}

const MOST_TOLD = 20;

interface KnownValues {
  readonly values: Values;
  readonly valuesUnread?: boolean;
}

/** Whether the name may have a value that could not be read. */
export function isUnread({ name }: Reference, { values, valuesUnread = false }: KnownValues): boolean {
  return valuesUnread && name !== null && values?.has(name) !== true;
}

/** The bad references of one file: the first 20, and how many there are beside them. `key` is the persona's. */
export function explainBadReferences(all: readonly BadReference[], known: KnownValues, key: string): Diagnostic[] {
  const { values } = known;
  const bad = all.filter(({ reference }) => !isUnread(reference, known));
  const told = bad
    .slice(0, MOST_TOLD)
    .map(({ reference, spot }) => diagnosticAt(spot(), { code: 'unknown_value', ...wordsFor(reference, values), key }));
  const next = bad[MOST_TOLD];
  if (next === undefined) return told;
  const more = bad.length - MOST_TOLD;
  const summary = `From here on, ${more} more ${more === 1 ? 'value that is' : 'values that are'} not known ${more === 1 ? 'stands' : 'stand'} in this file.`;
  return [...told, diagnosticAt(next.spot(), { code: 'unknown_value', summary, hint: MORE_HINT, key })];
}

function wordsFor({ name, written }: Reference, values: Values): { readonly summary: string; readonly hint: string } {
  if (name === null) {
    const summary = `A value begins here with \`${OPENING}\`, but no name and \`}\` follow.`;
    return { summary, hint: `For a literal \`${OPENING}\`, write \`$${OPENING}\`.` };
  }
  const known = values?.get(name);
  if (known !== undefined) return wordsForShape(name, known);
  const summary = `There is no value named ${quoted(name)}.`;
  const nearest = nearestName(name, values?.keys() ?? []);
  const literally = `For the literal text, write \`$${written}\`; for a variable of the call, write {{${name}}}.`;
  if (values === null) return { summary, hint: literally };
  const meant = nearest === null ? '' : `Did you mean \`\${${nearest}}\`? `;
  return { summary, hint: `${meant}Add it to \`values\` in the environment’s file. ${literally}` };
}

function wordsForShape(name: string, { value, place }: EnvironmentValue): { summary: string; hint: string } {
  const what = value === null ? 'null' : Array.isArray(value) ? 'a list' : 'a mapping';
  return {
    summary: `The value ${quoted(name)} is ${what}, which cannot stand within a text.`,
    hint: `Let it be all that stands here, or make it a text in ${place.file}, line ${place.line}.`,
  };
}

const OPENING = '${';

const MORE_HINT = `Where the text is meant literally, write \`$${OPENING}\` for each \`${OPENING}\`.`;
