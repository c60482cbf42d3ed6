/** Bindings whose persona file is gone: the live persona is left as it is, and nobody should wonder why. */
import { commandFor } from '../model/command-line.ts';
import { type Diagnostic, diagnosticAt, quoted } from '../model/diagnostic.ts';
import type { StrayBinding } from '../model/environment.ts';
import { deletedAt, inboundNumbers, type LivePersona } from '../model/persona.ts';

/** `live` is null where it is gone, or could not be read. */
export interface ReadStray extends StrayBinding {
  readonly live: LivePersona | null;
  /** Whether it is known to be gone. */
  readonly gone: boolean;
}

/** A warning each, at the line of the binding. `options` are those that advice needs. */
export function explainStrays(strays: readonly ReadStray[], options: readonly string[]): Diagnostic[] {
  return strays.map((stray) => explainStray(stray, whatIsLive(stray), options));
}

function explainStray({ key, id, spot }: StrayBinding, what: string, options: readonly string[]): Diagnostic {
  const renamed = `if it was renamed: ${commandFor('bind', ['NEW_KEY', id], options)}`;
  return diagnosticAt(spot, {
    severity: 'warning',
    code: 'binding_without_file',
    summary: `The persona file of ${quoted(key)} is gone, and persona ${id} is bound to it; ${what}.`,
    hint: `If it is gone on purpose, delete this line; ${renamed}`,
    key,
  });
}

/** A snapshot has no phone numbers, and not every persona. */
function whatIsLive({ live, gone }: ReadStray): string {
  if (gone || (live !== null && deletedAt(live) !== null)) return 'it is not live either';
  if (live === null) return 'it is left as it is, and could not be looked at';
  if (!Object.hasOwn(live.root, 'inbound_numbers'))
    return 'it is left as it is, and which numbers it answers is not known here';
  const numbers = inboundNumbers(live);
  const answers = numbers.length === 0 ? 'it answers no number' : `it answers ${numbers.join(', ')}`;
  return `it is left as it is, and ${answers}`;
}
