/** The live personas without a file, each with the command that gives it one. */
import { commandFor } from '../model/command-line.ts';
import type { UnmanagedPersona } from '../model/drift.ts';
import type { Style } from './style.ts';
import { visible } from './visible.ts';
import { count } from './words.ts';

/** Null where they were not asked for: no line at all. */
export function unmanagedLines(
  unmanaged: readonly UnmanagedPersona[] | null,
  { options }: { readonly options: readonly string[] },
  style: Style,
): string[] {
  if (unmanaged === null) return [];
  if (unmanaged.length === 0) return ['Every live persona has a file.'];
  const verb = unmanaged.length === 1 ? 'has' : 'have';
  return [
    '',
    style.yellow(`${count(unmanaged.length, 'live persona')} ${verb} no file:`),
    ...unmanaged.map((persona) => `  ${personaLine(persona, options, style)}`),
    ...(unmanaged.length === 1
      ? []
      : [`To bring all of them into files: ${commandFor('pull', [], ['--all', ...options])}`]),
  ];
}

function personaLine(
  { id, name, inbound_numbers: numbers }: UnmanagedPersona,
  options: readonly string[],
  style: Style,
): string {
  const answers = numbers.length === 0 ? '' : `, answers ${numbers.map(visible).join(', ')}`;
  return `${style.bold(`"${visible(name)}"`)}${answers}: ${visible(commandFor('pull', [id], options))}`;
}
