import { type Diagnostic, orderDiagnostics } from '../model/diagnostic.ts';
import { NO_ALLOWED_FIELDS } from '../model/fields.ts';
import type { JsonValue } from '../model/json.ts';
import type { Places } from '../model/places.ts';
import { explainProblems } from './explain.ts';
import { findSchemaProblems } from './schema.ts';

/** Judges an environment's file of ids and values. Sorted by line and column. */
export function validateEnvironment(value: JsonValue, places: Places): readonly Diagnostic[] {
  const problems = findSchemaProblems('environment', value);
  return orderDiagnostics(
    explainProblems(problems, { value, places, key: null, allowed: NO_ALLOWED_FIELDS, document: 'environment' }),
  );
}
