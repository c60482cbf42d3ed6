/**
 * What a version holds that is no bookkeeping: the six documented fields in canonical form, and every field that the
 * service's pages do not list, as it stands. Two versions are equal when these are: for what promote ships, for what is
 * *foreign* in it, for its fingerprint and its verification.
 *
 * Promote ships a version whole. So routing rows keep the keys here that no file can set: the canonical form leaves them
 * out, and what is left out would reach callers unseen.
 */
import { FIELDS, fieldNamed, isVersionBookkeeping } from '../model/fields.ts';
import { isJsonObject, type JsonObject, type JsonValue, objectFrom, ownValue } from '../model/json.ts';
import type { Change } from '../model/plan.ts';
import type { Version } from '../model/version.ts';
import { canonicalField, canonicalRow } from './canonical.ts';
import { compareManaged } from './compare.ts';

/** The documented fields that belong to a version: `call_config`, the two prompts, tools, knowledge bases, routing. */
export const VERSION_FIELDS: readonly string[] = FIELDS.filter(({ plane }) => plane === 'draft').map(
  ({ name }) => name,
);

/**
 * An undocumented field without a value counts as absent. A name that the pages list for the root alone, such as
 * `description`, is undocumented on a version.
 */
export function versionContent(version: Version): JsonObject {
  const documented = VERSION_FIELDS.map((name) => [name, documentedContent(name, ownValue(version, name))] as const);
  const others = Object.entries(version)
    .filter(([name]) => !VERSION_FIELDS.includes(name) && !isVersionBookkeeping(name))
    .map(([name, value]): [string, JsonValue] => [name, canonicalField(name, value)])
    .filter(([, value]) => value !== null);
  return objectFrom([...documented, ...others]);
}

/** The changes from one version's content to another's, in schema order, undocumented fields last. */
export function compareVersions(before: Version, after: Version): Change[] {
  return compareManaged(versionContent(before), versionContent(after), { planeOf: () => 'draft', sourcesOf: () => [] });
}

/** Whether the service sent the content at all: rows of a list may have none. */
export function hasContent(version: Version): boolean {
  return VERSION_FIELDS.some((name) => Object.hasOwn(version, name));
}

/** The value without the keys of routing rows that no file can set. */
export function withoutRowExtras(name: string, value: JsonValue): JsonValue {
  return fieldNamed(name)?.kind === 'list' ? canonicalField(name, value) : value;
}

function documentedContent(name: string, value: JsonValue | undefined): JsonValue {
  const isRows = fieldNamed(name)?.kind === 'list' && Array.isArray(value);
  return isRows ? rowsContent(value) : canonicalField(name, value);
}

function rowsContent(rows: readonly JsonValue[]): JsonValue {
  const kept = rows.map(rowContent).filter((row) => !isBlank(row));
  return kept.length === 0 ? null : kept;
}

/** The five known keys in canonical form, over all that the row has. */
function rowContent(row: JsonValue): JsonValue {
  const known = canonicalRow(row);
  if (!isJsonObject(row) || !isJsonObject(known)) return row;
  return objectFrom([...Object.entries(row), ...Object.entries(known)]);
}

/** As the dashboard leaves rows; one with a value in any other key is none of these. */
function isBlank(row: JsonValue): boolean {
  return row === null || (isJsonObject(row) && Object.values(row).every((value) => value === '' || value === null));
}
