/** Hashes of JSON: SHA-256, hexadecimal, of the text with sorted keys, so that key order never matters. */
import { createHash } from 'node:crypto';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import type { Change } from '../model/plan.ts';

/** The live canonical values of the managed fields: what a plan saw, and what apply must still find. */
export function fingerprintOf(liveManaged: JsonObject): string {
  return hashJson(liveManaged);
}

/** The same change planned twice has the same digest, whatever else was merged meanwhile: no sources, times or fingerprints in it. */
export function digestOfChanges(id: string, changes: readonly Change[]): string {
  return hashJson({ id, changes: changes.map(({ path, before, after }) => ({ path, before, after })) });
}

export function hashJson(value: JsonValue): string {
  return createHash('sha256').update(sortedJson(value)).digest('hex');
}

/** JSON text with the keys of every object in code-unit order. */
export function sortedJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${sortedJson(item)}`).join(',')}}`;
}
