/**
 * What a version says to callers, in a form that two versions can be compared in: the documented fields in canonical form
 * and every field that no page lists, without what a version says about itself (id, number, times). "Equal", *foreign*,
 * the fingerprint of a promote and its verification all use this one form.
 *
 * Promote ships a version whole. So routing rows keep keys here that no file can set: the canonical form leaves them out,
 * and what is left out would reach callers unseen.
 */
import { FIELDS, fieldNamed, isVersionBookkeeping, ROUTING_KEYS } from '../model/fields.ts';
import { isJsonObject, type JsonObject, type JsonValue, objectFrom, ownValue } from '../model/json.ts';
import { canonicalField, canonicalRow } from './canonical.ts';
import { hashJson, sortedJson } from './fingerprint.ts';

const DOCUMENTED = FIELDS.filter((field) => field.plane === 'draft').map((field) => field.name);

/** Null, where there is no such version, has the content of an empty one. */
export function versionContent(version: JsonObject | null): JsonObject {
  const fields = version ?? {};
  const others = Object.entries(fields)
    .filter(([name]) => !DOCUMENTED.includes(name) && !isVersionBookkeeping(name))
    .map(([name, value]) => [name, canonicalField(name, value)] as const)
    .filter(([, value]) => value !== null);
  return objectFrom([...DOCUMENTED.map((name) => [name, fieldContent(fields, name)] as const), ...others]);
}

export function sameContent(one: JsonObject | null, other: JsonObject | null): boolean {
  return sortedJson(versionContent(one)) === sortedJson(versionContent(other));
}

/** What a promote was planned from. */
export function fingerprintOfContents(contents: { readonly draft: JsonObject; readonly production: JsonObject }): string {
  return hashJson({ draft: contents.draft, production: contents.production });
}

/** The value without the keys of routing rows that no file can set. */
export function withoutRowExtras(name: string, value: JsonValue): JsonValue {
  return fieldNamed(name)?.kind === 'list' ? canonicalField(name, value) : value;
}

function fieldContent(fields: JsonObject, name: string): JsonValue {
  const value = ownValue(fields, name);
  return fieldNamed(name)?.kind === 'list' && Array.isArray(value) ? rowsContent(value) : canonicalField(name, value);
}

function rowsContent(rows: readonly JsonValue[]): JsonValue {
  const kept = rows.map((row) => (isJsonObject(row) ? { ...row, ...knownCells(row) } : row)).filter((row) => !isBlank(row));
  return kept.length === 0 ? null : kept;
}

function knownCells(row: JsonObject): JsonObject {
  const cells = canonicalRow(row);
  return isJsonObject(cells) ? cells : {};
}

/** Blank in its five known keys, as the dashboard leaves rows. */
function isBlank(row: JsonValue): boolean {
  return row === null || (isJsonObject(row) && ROUTING_KEYS.every((key) => ownValue(row, key) === ''));
}
