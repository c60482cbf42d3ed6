/** What callers do not hear yet, and on which numbers they would. */
import { visible } from './visible.ts';
import { count, fieldLabel } from './words.ts';

interface OnAir {
  readonly key: string;
  readonly not_on_air: readonly string[];
}

/** `3 changes are not on air yet`, with the fields; no line when production is the draft. */
export function onAirLine(personas: readonly OnAir[]): string[] {
  const waiting = personas.filter((persona) => persona.not_on_air.length > 0);
  const number = waiting.reduce((sum, persona) => sum + persona.not_on_air.length, 0);
  if (number === 0) return [];
  const names = waiting.map(({ key, not_on_air: paths }) => `${visible(key)} (${paths.map(fieldLabel).join(', ')})`);
  const verb = number === 1 ? 'is' : 'are';
  return [
    `${count(number, 'change')} ${verb} not on air yet: callers hear ${number === 1 ? 'it' : 'them'} when the draft is promoted in the dashboard.`,
    ...names.map((name) => `  ${name}`),
  ];
}

export function phoneLine(personas: readonly { key: string; inbound_numbers: readonly string[] }[]): string[] {
  const answering = personas.filter((persona) => persona.inbound_numbers.length > 0);
  if (answering.length === 0) return [];
  return [
    'Phone numbers they answer:',
    ...answering.map((persona) => `  ${visible(persona.key)}: ${persona.inbound_numbers.map(visible).join(', ')}`),
  ];
}
