import { type Diagnostic, diagnosticAt } from '../model/diagnostic.ts';
import { type AllowedFields, CALL_SETTINGS, fieldNamed } from '../model/fields.ts';
import { isJsonObject, type JsonObject, ownValue, pointer } from '../model/json.ts';
import type { Places } from '../model/places.ts';
import { labelOf } from './label.ts';
import type { SchemaProblem } from './schema-problem.ts';

/**
 * Fields and call settings with nothing behind the colon. YAML reads that as null, which clears the live value; but it
 * is mostly a line that was left half typed. `problems` are what the schema said: no place is told twice.
 */
export function findUnwritten(
  parsed: { readonly value: JsonObject; readonly places: Places; readonly key: string },
  problems: readonly SchemaProblem[],
  allowed: AllowedFields,
): Diagnostic[] {
  const { value, places, key } = parsed;
  const settings = ownValue(value, 'call_config');
  const told = new Set(problems.map((problem) => problem.path));
  const paths = [
    ...nullsIn(value, (name) => fieldNamed(name) !== undefined || allowed.root.includes(name)),
    ...(isJsonObject(settings) ? nullsIn(settings, (name) => isSetting(name, allowed)) : []).map(
      (path) => `/call_config${path}`,
    ),
  ].filter((path) => !told.has(path) && places.source(path) === '');
  return paths.map((path) =>
    diagnosticAt(places.key(path), {
      code: 'unwritten_null',
      summary: `${labelOf(path)} has no value.`,
      hint: 'Write null to clear the field, or delete the line to leave it unmanaged.',
      key,
    }),
  );
}

function isSetting(name: string, allowed: AllowedFields): boolean {
  return CALL_SETTINGS.some((known) => known.name === name) || allowed.callConfig.includes(name);
}

/** JSON Pointers of the known keys that are null. */
function nullsIn(object: JsonObject, isKnown: (name: string) => boolean): string[] {
  return Object.keys(object)
    .filter((name) => ownValue(object, name) === null && isKnown(name))
    .map((name) => pointer(name));
}
