/** Hashes of JSON: SHA-256, hexadecimal, of the text with sorted keys, so that key order never matters. */
import { createHash } from 'node:crypto';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import { perObject } from '../model/per-object.ts';
import type { Change } from '../model/plan.ts';

/** The live canonical values of the managed fields: what a plan saw, and what apply must still find. */
export const fingerprintOf: (liveManaged: JsonObject) => string = perObject(hashJson);

/** The same change planned twice has the same digest, whatever else was merged meanwhile: no sources, times or fingerprints in it. */
export function digestOfChanges(id: string, changes: readonly Change[]): string {
  return hashJson({ id, changes: changes.map(({ path, before, after }) => ({ path, before, after })) });
}

export function hashJson(value: unknown): string {
  return createHash('sha256').update(sortedJson(value)).digest('hex');
}

/**
 * JSON text with the keys of every object in code-unit order; of what is no JSON, as JSON.stringify tells plain data.
 * Loops, since each plan hashes every live value.
 */
export function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return sortedList(value);
  return isJsonObject(value) ? sortedObject(value) : JSON.stringify(value);
}

function sortedList(items: readonly unknown[]): string {
  let text = '';
  for (const item of items) text += `${text === '' ? '' : ','}${sortedJson(item)}`;
  return `[${text}]`;
}

function sortedObject(object: JsonObject): string {
  let text = '';
  for (const key of Object.keys(object).sort()) {
    const item = object[key];
    if (item !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${sortedJson(item)}`;
  }
  return `{${text}}`;
}
