import type { Diagnostic } from '../model/diagnostic.ts';
import type { ResolvedPersona } from '../model/persona.ts';
import { findUnusual } from './rules/advice.ts';
import { findHiddenCharacters } from './rules/hidden-characters.ts';
import { findUnmanageable } from './rules/unmanageable.ts';

/** What a schema cannot say of one persona: rules on resolved values. Linear in the size of the file. */
export function checkPersona(persona: ResolvedPersona): readonly Diagnostic[] {
  return [...findUnmanageable(persona), ...findHiddenCharacters(persona), ...findUnusual(persona)];
}
