/** What callers do not hear yet, and on which numbers they would. */
import { commandFor } from '../model/command-line.ts';
import type { Outcome } from '../model/outcome.ts';
import { visible } from './visible.ts';
import { count, fieldLabel } from './words.ts';

interface OnAir {
  readonly key: string;
  readonly not_on_air: readonly string[];
}

/** How they are put on air. */
export interface OnAirWays {
  /** What every command needs that is advised, such as `--config FILE`. */
  readonly options: readonly string[];
  /** Whether this run promotes: then the way is told where it did not. */
  readonly promotes: boolean;
  /** The command for it, where a plain promote would not do: it ships only what the files say. */
  readonly onAir?: string;
}

/** More keys than this are not named one by one. */
const MOST_KEYS = 5;

/** `3 changes are not on air yet`, with the fields; no line when production is the draft. */
export function onAirLine(personas: readonly OnAir[], { options, promotes, onAir }: OnAirWays): string[] {
  const waiting = onePerKey(personas.filter((persona) => persona.not_on_air.length > 0));
  const number = waiting.reduce((sum, persona) => sum + persona.not_on_air.length, 0);
  if (number === 0) return [];
  const names = waiting.map(({ key, not_on_air: paths }) => `${visible(key)} (${paths.map(fieldLabel).join(', ')})`);
  const verb = number === 1 ? 'is' : 'are';
  const keys = waiting.length > MOST_KEYS ? [] : waiting.map(({ key }) => key);
  const way = promotes
    ? ':'
    : `; callers hear ${number === 1 ? 'it' : 'them'} after: ${onAir ?? commandFor('promote', keys, options)}`;
  return [`${count(number, 'change')} ${verb} not on air yet${way}`, ...names.map((name) => `  ${name}`)];
}

/**
 * The same for the outcomes of a run. A draft that it could not make as asked would not be promoted: where promote did
 * not come with the run, that persona's own line says what to do first.
 */
export function outcomesOnAirLine(outcomes: readonly (OnAir & Pick<Outcome, 'status'>)[], ways: OnAirWays): string[] {
  const isAsAsked = ({ status }: Pick<Outcome, 'status'>): boolean => status === 'applied' || status === 'unchanged';
  return onAirLine(ways.promotes ? outcomes : outcomes.filter(isAsAsked), ways);
}

export function phoneLine(personas: readonly { key: string; inbound_numbers: readonly string[] }[]): string[] {
  const answering = onePerKey(personas.filter((persona) => persona.inbound_numbers.length > 0));
  if (answering.length === 0) return [];
  return [
    'Phone numbers they answer:',
    ...answering.map((persona) => `  ${visible(persona.key)}: ${persona.inbound_numbers.map(visible).join(', ')}`),
  ];
}

/** A persona that was updated and promoted stands in a report twice. */
function onePerKey<P extends { readonly key: string }>(personas: readonly P[]): P[] {
  return [...new Map(personas.map((persona) => [persona.key, persona])).values()];
}
