import { type Diagnostic, orderDiagnostics } from '../model/diagnostic.ts';
import { NO_ALLOWED_FIELDS } from '../model/fields.ts';
import type { JsonValue } from '../model/json.ts';
import type { Places } from '../model/places.ts';
import { explainProblems } from './explain.ts';
import { findSchemaProblems } from './schema.ts';

/** Judges a config file. Sorted by line and column. */
export function validateConfig(value: JsonValue, places: Places): readonly Diagnostic[] {
  const problems = findSchemaProblems('config', value);
  return orderDiagnostics(
    explainProblems(problems, { value, places, key: null, allowed: NO_ALLOWED_FIELDS, document: 'config' }),
  );
}
