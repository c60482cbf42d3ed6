/**
 * What a version holds that is no bookkeeping: the six documented fields in canonical form, and every field that the
 * service's pages do not list, as it stands. Two versions are equal when these are.
 */
import { FIELDS, fieldNamed, isVersionBookkeeping } from '../model/fields.ts';
import { type JsonObject, type JsonValue, objectFrom, ownValue } from '../model/json.ts';
import type { Change } from '../model/plan.ts';
import type { Version } from '../model/version.ts';
import { canonicalField } from './canonical.ts';
import { compareManaged } from './compare.ts';

/** The documented fields that belong to a version: `call_config`, the two prompts, tools, knowledge bases, routing. */
export const VERSION_FIELDS: readonly string[] = FIELDS.filter(({ plane }) => plane === 'draft').map(
  ({ name }) => name,
);

/** An undocumented field without a value counts as absent. */
export function versionContent(version: Version): JsonObject {
  const documented = VERSION_FIELDS.map((name) => [name, canonicalField(name, ownValue(version, name))] as const);
  const others = Object.entries(version)
    .filter(([name]) => fieldNamed(name) === undefined && !isVersionBookkeeping(name))
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
