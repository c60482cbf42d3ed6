/**
 * Two canonical documents, cut to managed fields → the changes between them.
 *
 * fast-json-patch finds what differs; its operations, applied to live in emitted order, give desired (a law that the
 * tests hold). They go deep into lists (`/tags/3`), which nobody wants to read, so they only tell *which* fields differ:
 * each field is one change with its whole value before and after. A key of `call_config` is a field of its own.
 */

import type { Operation } from 'fast-json-patch';
import jsonPatch from 'fast-json-patch';
import { compareText } from '../model/compare-text.ts';
import type { Place } from '../model/diagnostic.ts';
import { CALL_SETTINGS, FIELDS, fieldNamed, type Plane } from '../model/fields.ts';
import { isJsonObject, type JsonObject, type JsonValue, ownValue, pointer, pointerSegments } from '../model/json.ts';
import { NO_ORIGIN } from '../model/origin.ts';
import type { LivePersona } from '../model/persona.ts';
import type { Change, ChangeKind } from '../model/plan.ts';

/** What turns `live` into `desired`, as JSON Patch operations (RFC 6902). Empty when they are equal. */
export function patchBetween(live: JsonObject, desired: JsonObject): readonly Operation[] {
  return jsonPatch.compare(live, desired);
}

export interface ChangeContext {
  readonly planeOf: (field: string) => Plane;
  readonly sourcesOf: (path: string) => readonly Place[];
}

/** One change a field, in schema order. */
export function compareManaged(live: JsonObject, desired: JsonObject, context: ChangeContext): Change[] {
  const paths = new Set(patchBetween(live, desired).map((operation) => fieldPath(operation.path, live, desired)));
  return [...paths].sort(byFieldOrder).map((path) => {
    const before = valueAt(live, path);
    const after = valueAt(desired, path);
    const field = pointerSegments(path)[0] ?? '';
    return {
      path,
      kind: changeKind(before, after),
      plane: context.planeOf(field),
      before,
      after,
      sources: context.sourcesOf(path),
      ...NO_ORIGIN,
    };
  });
}

/**
 * The plane a field lives on. A field that the table does not know counts as immediate, the more careful reading,
 * unless the service shows it on the version.
 */
export function planeOn(live: LivePersona): (field: string) => Plane {
  return (name) => {
    const known = fieldNamed(name);
    if (known !== undefined) return known.plane;
    const version = live.draft ?? live.production;
    return version !== null && Object.hasOwn(version, name) && !Object.hasOwn(live.root, name) ? 'draft' : 'immediate';
  };
}

/** Where the file's value of a change stands: the setting's own place, else its field's. */
export function sourcesIn(sources: ReadonlyMap<string, readonly Place[]>, path: string): readonly Place[] {
  return sources.get(path) ?? sources.get(pointer(fieldOf({ path }))) ?? [];
}

/** The top-level field of a change: `/call_config/voice` → `call_config`. */
export function fieldOf(change: { readonly path: string }): string {
  return pointerSegments(change.path)[0] ?? '';
}

function changeKind(before: JsonValue, after: JsonValue): ChangeKind {
  if (before === null) return 'add';
  return after === null ? 'remove' : 'replace';
}

/** An operation's path → the path of the field it lies in. */
function fieldPath(path: string, live: JsonObject, desired: JsonObject): string {
  const [field = '', key] = pointerSegments(path);
  const bothObjects = isJsonObject(ownValue(live, field)) && isJsonObject(ownValue(desired, field));
  return field === 'call_config' && key !== undefined && bothObjects ? pointer(field, key) : pointer(field);
}

function valueAt(document: JsonObject, path: string): JsonValue {
  const [field = '', key] = pointerSegments(path);
  const value = ownValue(document, field) ?? null;
  if (key === undefined) return value;
  return isJsonObject(value) ? (ownValue(value, key) ?? null) : null;
}

const FIELD_ORDER: readonly string[] = FIELDS.flatMap((field) =>
  field.name === 'call_config'
    ? [pointer('call_config'), ...CALL_SETTINGS.map((setting) => pointer('call_config', setting.name))]
    : [pointer(field.name)],
);

/** Schema order; keys that the schema does not know come after their siblings, by name. */
function byFieldOrder(a: string, b: string): number {
  return rank(a) - rank(b) || compareText(a, b);
}

function rank(path: string): number {
  const known = FIELD_ORDER.indexOf(path);
  if (known !== -1) return known;
  const lastSetting = FIELD_ORDER.findLastIndex((item) => item.startsWith('/call_config/'));
  return path.startsWith('/call_config/') ? lastSetting + 0.5 : FIELD_ORDER.length;
}
