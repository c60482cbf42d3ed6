/** One value of an environment, which stands for `${name}`. */
import { findReferences, unescapeReferences } from '../load/values.ts';
import { type Diagnostic, diagnosticAt, quoted } from '../model/diagnostic.ts';
import type { EnvironmentValue } from '../model/environment.ts';
import { isJsonObject, type JsonValue, objectFrom } from '../model/json.ts';
import type { Places } from '../model/places.ts';

/** `at` is its JSON Pointer. A `${` within a value is refused: values that use others would be hard to follow. */
export function readValue(
  value: JsonValue,
  at: string,
  places: Places,
): { readonly value: EnvironmentValue; readonly diagnostics: readonly Diagnostic[] } {
  const { file, line, column } = places.value(at);
  const plain = unescaped(value);
  return {
    value: { value: plain, text: textOf(plain, at, places), place: { file, line, column }, spot: places.key(at) },
    diagnostics: holdsReference(value) ? [diagnosticAt(places.value(at), NESTED)] : [],
  };
}

const OPENING = '${';

const NESTED = {
  code: 'unknown_value',
  summary: 'A value cannot use other values.',
  hint: `Write it out here; for a literal \`${OPENING}\`, write \`$${OPENING}\`.`,
  key: null,
} as const;

/** How it stands within a text: a number as it is written, since 1.10 is more often a version than a number. */
function textOf(value: JsonValue, at: string, places: Places): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return places.source(at) ?? String(value);
  return null;
}

function holdsReference(value: JsonValue): boolean {
  if (typeof value === 'string') return findReferences(value).length > 0;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsReference);
}

function unescaped(value: JsonValue): JsonValue {
  if (typeof value === 'string') return unescapeReferences(value);
  if (Array.isArray(value)) return value.map(unescaped);
  if (!isJsonObject(value)) return value;
  return objectFrom(Object.entries(value).map(([key, item]) => [key, unescaped(item)]));
}

/** A value in a few words, for messages. */
export function describeValue(value: JsonValue): string {
  if (Array.isArray(value)) return 'a list';
  return isJsonObject(value) ? 'a mapping' : quoted(JSON.stringify(value));
}
