import type { Diagnostic } from '../model/diagnostic.ts';
import { orderDiagnostics } from '../model/diagnostic.ts';
import type { ResolvedPersona } from '../model/persona.ts';
import { findUnusual } from './rules/advice.ts';
import { findDuplicates } from './rules/duplicates.ts';
import { findHiddenCharacters } from './rules/hidden-characters.ts';
import { findUnmanageable } from './rules/unmanageable.ts';

/**
 * What a schema cannot say: rules on resolved values, and between personas. Linear in the size of the files.
 * Sorted by file, line and column.
 */
export function checkPersonas(personas: readonly ResolvedPersona[]): readonly Diagnostic[] {
  const alone = personas.flatMap((persona) => [
    ...findUnmanageable(persona),
    ...findHiddenCharacters(persona),
    ...findUnusual(persona),
  ]);
  return orderDiagnostics([...alone, ...findDuplicates(personas)]);
}
