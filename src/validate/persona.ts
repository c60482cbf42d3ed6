import { type Diagnostic, orderDiagnostics } from '../model/diagnostic.ts';
import type { AllowedFields } from '../model/fields.ts';
import type { JsonObject } from '../model/json.ts';
import type { Places } from '../model/places.ts';
import { explainProblems } from './explain.ts';
import { findSchemaProblems } from './schema.ts';
import { findUnwritten } from './unwritten.ts';

/**
 * Judges a persona as its file says it, before prompt files and values are filled in. `allowed` are the fields that
 * the config lets pass. Sorted by line and column.
 */
export function validatePersona(
  parsed: { readonly value: JsonObject; readonly places: Places; readonly key: string },
  allowed: AllowedFields,
): readonly Diagnostic[] {
  const problems = findSchemaProblems('persona', parsed.value);
  return orderDiagnostics([
    ...explainProblems(problems, { ...parsed, allowed, document: 'persona' }),
    ...findUnwritten(parsed, problems, allowed),
  ]);
}
