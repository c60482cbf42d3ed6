/**
 * Whether a write did what was meant, and nothing else: the managed fields are as the files say, and what was not
 * managed is as the GET just before showed it. What the canonical form forgives is no alteration.
 */
import { isBookkeeping, isRoutingKey } from '../model/fields.ts';
import { isJsonObject, type JsonObject, type JsonValue, pointer } from '../model/json.ts';
import type { Mismatch } from '../model/outcome.ts';
import { editedVersion, type LivePersona } from '../model/persona.ts';
import { rowIdentity } from '../plan/body.ts';
import { canonicalField } from '../plan/canonical.ts';
import { compareManaged, planeOn } from '../plan/compare.ts';
import { sortedJson } from '../plan/fingerprint.ts';
import { desiredManaged, liveManaged, managesSetting } from '../plan/managed.ts';

export interface Verification {
  readonly mismatches: readonly Mismatch[];
  /** JSON Pointers of unmanaged fields that the service added by itself. */
  readonly added: readonly string[];
}

/** `before` is the persona as read just before the write, `after` as the service showed it afterwards. */
export function verifyWrite(set: JsonObject, before: LivePersona, after: LivePersona): Verification {
  const moved = unmanagedChanges(set, before, after);
  return {
    mismatches: [...managedMismatches(set, after), ...moved.filter((change) => change.sent !== null)],
    added: moved.filter((change) => change.sent === null).map((change) => change.path),
  };
}

/** The managed fields that are not as the files say; empty when the persona is as desired. */
export function managedMismatches(set: JsonObject, live: LivePersona): Mismatch[] {
  const context = { planeOf: planeOn(live), sourcesOf: () => [] };
  return compareManaged(liveManaged(live, set), desiredManaged(set), context).map((change) => ({
    path: change.path,
    field: 'managed',
    sent: change.after,
    came_back: change.before,
  }));
}

/** Every unmanaged setting of a persona, by the JSON Pointer under which a report names it. */
function unmanagedSettings(set: JsonObject, live: LivePersona): Map<string, JsonValue> {
  const settings = new Map<string, JsonValue>();
  for (const part of [live.root, editedVersion(live)]) {
    for (const [name, value] of Object.entries(part)) {
      if (name === 'call_config' && isJsonObject(value)) addCallSettings(settings, set, value);
      else if (!isBookkeeping(name) && !Object.hasOwn(set, name)) settings.set(pointer(name), value);
      if (name === 'pathway_conditions') addRowExtras(settings, set, rowsOf(value));
    }
  }
  return settings;
}

function addCallSettings(settings: Map<string, JsonValue>, set: JsonObject, config: JsonObject): void {
  for (const [key, value] of Object.entries(config)) {
    if (!managesSetting(set, key)) settings.set(pointer('call_config', key), value);
  }
}

/**
 * Keys of a routing row that nobody documents are kept by the write, so they are looked at even where routing is
 * managed; not those of rows that the file takes away.
 */
function addRowExtras(settings: Map<string, JsonValue>, set: JsonObject, rows: readonly JsonObject[]): void {
  const isManaged = Object.hasOwn(set, 'pathway_conditions');
  const wanted = countIdentities(rowsOf(set.pathway_conditions));
  const seen = new Map<string, number>();
  for (const row of rows) {
    const identity = rowIdentity(row);
    const nth = (seen.get(identity) ?? 0) + 1;
    seen.set(identity, nth);
    if (isManaged && nth > (wanted.get(identity) ?? 0)) continue;
    for (const [key, value] of Object.entries(row)) {
      if (!isRoutingKey(key)) settings.set(pointer('pathway_conditions', `${identity} ${nth}`, key), value);
    }
  }
}

function countIdentities(rows: readonly JsonObject[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const identity of rows.map(rowIdentity)) counts.set(identity, (counts.get(identity) ?? 0) + 1);
  return counts;
}

function rowsOf(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function unmanagedChanges(set: JsonObject, before: LivePersona, after: LivePersona): Mismatch[] {
  const [old, now] = [unmanagedSettings(set, before), unmanagedSettings(set, after)];
  const paths = [...new Set([...old.keys(), ...now.keys()])];
  return paths.flatMap((path) => {
    const sent = comparable(path, old.get(path));
    const cameBack = comparable(path, now.get(path));
    if (sortedJson(sent) === sortedJson(cameBack)) return [];
    return [{ path, field: 'unmanaged', sent, came_back: cameBack } as const];
  });
}

/** Known fields in their canonical form, all others as they are; `/call_config/x` is no field's name and so counts as unknown. */
function comparable(path: string, value: JsonValue | undefined): JsonValue {
  return canonicalField(path.slice(1), value ?? null);
}
