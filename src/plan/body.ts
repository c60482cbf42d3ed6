/**
 * The body of a PATCH, made at the moment of writing from a planned step and the live persona as it is now.
 *
 * It holds `name` (which the service requires in every body; the live one unless it changes) and every changed
 * top-level field, nothing else. The service replaces whole values, so what a file does not manage inside a changed
 * value is taken from live: other keys of `call_config`, and keys of routing rows that nobody knows. A known key that a
 * row lacks is empty: a version's row may lack one, and the live row's must not stand in for it.
 */
import { fieldNamed, isRoutingKey } from '../model/fields.ts';
import { isJsonObject, type JsonObject, type JsonValue, objectFrom, ownValue } from '../model/json.ts';
import { editedVersion, type LivePersona, liveName } from '../model/persona.ts';
import type { Change } from '../model/plan.ts';
import { canonicalField, canonicalRow } from './canonical.ts';
import { fieldOf } from './compare.ts';

export function buildBody(
  step: { readonly set: JsonObject; readonly changes: readonly Pick<Change, 'path'>[] },
  live: LivePersona,
): JsonObject {
  const changed = [...new Set(step.changes.map(fieldOf))];
  const entries = changed.map((name) => [name, wireValue(name, ownValue(step.set, name) ?? null, live)] as const);
  return objectFrom([['name', liveName(live)], ...entries]);
}

/** The file's own value as the service wants it: an empty set or list is `[]`, empty text is null. */
function wireValue(name: string, value: JsonValue, live: LivePersona): JsonValue {
  const kind = fieldNamed(name)?.kind;
  if (kind === 'object') return overlayCallConfig(value, live);
  const isEmpty = canonicalField(name, value) === null;
  if (kind === 'set') return isEmpty ? [] : value;
  if (kind === 'list') return isEmpty ? [] : overlayRows(value, live);
  return isEmpty ? null : value;
}

function overlayCallConfig(managed: JsonValue, live: LivePersona): JsonValue {
  if (!isJsonObject(managed)) return managed;
  const present = ownValue(editedVersion(live), 'call_config') ?? null;
  return objectFrom([...(isJsonObject(present) ? Object.entries(present) : []), ...Object.entries(managed)]);
}

function overlayRows(rows: JsonValue, live: LivePersona): JsonValue {
  if (!Array.isArray(rows)) return rows;
  const present = ownValue(editedVersion(live), 'pathway_conditions');
  const unused = rowsByIdentity(present);
  return rows.map((row: JsonValue) => {
    if (!isJsonObject(row)) return row;
    const match = unused.get(rowIdentity(row))?.pop() ?? {};
    const kept = Object.entries(match).filter(([key]) => !isRoutingKey(key) && !Object.hasOwn(row, key));
    return objectFrom([...Object.entries(row), ...kept]);
  });
}

/** The rows of each identity, the first one last, to be taken from the end: thousands of rows must not each be compared with all. */
export function rowsByIdentity(rows: JsonValue | undefined): Map<string, JsonObject[]> {
  const found = new Map<string, JsonObject[]>();
  const living = Array.isArray(rows) ? rows.filter(isJsonObject) : [];
  for (const row of living.toReversed()) {
    const identity = rowIdentity(row);
    const same = found.get(identity);
    if (same === undefined) found.set(identity, [row]);
    else same.push(row);
  }
  return found;
}

/** Rows have no id: the same pathway under the same name is the same row. */
export function rowIdentity(row: JsonObject): string {
  const known = canonicalRow(row);
  return isJsonObject(known) ? JSON.stringify([known.pathway_id, known.name]) : '';
}
