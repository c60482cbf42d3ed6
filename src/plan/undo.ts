/**
 * What takes a run back: for each field that it wrote, the value before, as personas that a plan can be made from.
 *
 * A field is put back only where it still is what that run left there. Anything else is somebody's later work, which undo
 * must not touch. Of several attempts the first knows the value before, the last what was sent.
 */
import { fieldNamed, isRoutingKey, whyReservedName, whyUnsettable } from '../model/fields.ts';
import type { JournalField, RunRecord, VersionMark } from '../model/journal.ts';
import { isJsonObject, type JsonObject, type JsonValue, objectFrom, ownValue, pointerSegments } from '../model/json.ts';
import { mayHaveWritten } from '../model/outcome.ts';
import type { DesiredPersona, LivePersona } from '../model/persona.ts';
import { type KeysInUse, redactJson } from '../model/secrets.ts';
import type { CallersHear, LeftAlone, LeftAloneReason } from '../model/undo.ts';
import { rowIdentity } from './body.ts';
import { compareManaged, fieldOf, planeOn } from './compare.ts';
import { sortedJson } from './fingerprint.ts';
import { desiredManaged, liveManaged, liveValue } from './managed.ts';

/** A persona that the run wrote, or may have written. */
export interface UndoTarget {
  readonly key: string;
  readonly id: string;
  readonly name: string;
  readonly fields: readonly WrittenField[];
}

interface WrittenField extends JournalField {
  /** What the service stored instead of what was sent, where it is known to be something else. */
  readonly stored?: JsonValue;
  /** The line of the journal, from 1. */
  readonly line: number;
}

/** The personas that the run wrote. Those of which it is certain that nothing was written are not among them. */
export function undoTargets(record: RunRecord): UndoTarget[] {
  const targets = new Map<string, { key: string; id: string; name: string; fields: Map<string, WrittenField> }>();
  for (const { key, id, name, fields, line } of record.writes) {
    const outcome = record.outcomes.findLast((one) => one.id === id && one.key === key && one.action !== 'promote');
    if (outcome !== undefined && !mayHaveWritten(outcome)) continue;
    const target = targets.get(id) ?? { key, id, name, fields: new Map() };
    targets.set(id, target);
    for (const field of fields) {
      const first = target.fields.get(field.path);
      const stored = outcome?.stored.find((one) => one.path === field.path);
      const known = first === undefined ? { ...field, line } : { ...first, sent: field.sent };
      target.fields.set(field.path, stored === undefined ? known : { ...known, stored: stored.value });
    }
  }
  return [...targets.values()].map((target) => ({ ...target, fields: [...target.fields.values()] }));
}

/** A persona that the run promoted, or may have promoted: undo does not change production. */
export interface PromotedPersona {
  readonly key: string;
  readonly id: string;
  /** What callers heard before; null where nothing was promoted yet. */
  readonly production: VersionMark | null;
}

export function promotedBy({ promotes, outcomes }: RunRecord): PromotedPersona[] {
  const ids = [...new Set(promotes.map(({ id }) => id))];
  return ids.flatMap((id) => {
    const outcome = outcomes.findLast((one) => one.id === id && one.action === 'promote');
    const first = promotes.find((one) => one.id === id);
    if (first === undefined || (outcome !== undefined && !mayHaveWritten(outcome))) return [];
    const { key, production } = first;
    return [{ key, id, production: production === null ? null : markOf(production) }];
  });
}

function markOf({ version_id, version_number }: VersionMark): VersionMark {
  return { version_id, version_number };
}

/** Personas that the run made, or may have made: undo deletes nothing. Those of which it is certain that none was made are not among them. */
export function createdBy(record: RunRecord): LeftAlone[] {
  const keys = [...new Set(record.creates.map(({ key }) => key))];
  return keys.flatMap((key) => {
    const outcome = record.outcomes.findLast((one) => one.key === key);
    if (outcome !== undefined && !mayHaveWritten(outcome)) return [];
    return [{ key, id: outcome?.id ?? null, path: '', reason: 'created' as const }];
  });
}

export interface Restoration {
  /** Its `set` holds the values before; empty where nothing may be put back. */
  readonly desired: DesiredPersona;
  readonly leftAlone: readonly LeftAlone[];
  /** What callers hear of the draft fields that are put back. */
  readonly heard: readonly CallersHear[];
}

/** `place`: the journal, as sources name it. */
export function restorePersona(
  target: UndoTarget,
  live: LivePersona,
  { place, keyInUse }: { readonly place: string; readonly keyInUse: KeysInUse },
): Restoration {
  const { key, id, name } = target;
  const judged = target.fields.map((field) => ({ field, why: whyLeftAlone(field, live, keyInUse) }));
  const restored = judged.flatMap(({ field, why }) => (why === null ? [field] : []));
  const sources = restored.map(({ path, line }) => [path, [{ file: place, line, column: 1 }]] as const);
  return {
    desired: { key, file: place, id, name, set: setOf(restored, live), sources: new Map(sources) },
    leftAlone: judged.flatMap(({ field, why }) => (why === null ? [] : [{ key, id, path: field.path, reason: why }])),
    heard: restored.flatMap((field) => callersHear(key, field, live)),
  };
}

function whyLeftAlone(field: WrittenField, live: LivePersona, keyInUse: KeysInUse): LeftAloneReason | null {
  if (field.redacted || holdsKey(oldValue(field), keyInUse)) return 'redacted';
  if (!isSettable(field.path)) return 'unsettable';
  const asLeft = [field.sent, ...(field.stored === undefined ? [] : [field.stored]), oldValue(field)];
  return asLeft.some((value) => isLive(field.path, value, live)) ? null : 'changed_since';
}

function holdsKey(value: JsonValue, keyInUse: KeysInUse): boolean {
  return sortedJson(redactJson(value, keyInUse)) !== sortedJson(value);
}

/** A journal may come from elsewhere: what no file could set, it cannot either. */
function isSettable(path: string): boolean {
  const [name = '', key, ...rest] = pointerSegments(path);
  if (rest.length > 0) return false;
  if (key !== undefined) return name === 'call_config' && whyReservedName(key) === null;
  return fieldNamed(name) !== undefined || whyUnsettable(name) === null;
}

/** Null clears what was not there. */
function oldValue({ before = null }: JournalField): JsonValue {
  return before;
}

function setOf(fields: readonly JournalField[], live: LivePersona): JsonObject {
  return fields.reduce<JsonObject>((set, field) => {
    const [name = ''] = pointerSegments(field.path);
    const old = oldValue(field);
    const value = fieldNamed(name)?.kind === 'list' ? cutLivingRows(old, liveValue(live, name)) : old;
    return withValue(set, field.path, value);
  }, {});
}

/**
 * A row that is live keeps what is live of the keys that no file can set: they are shown nowhere, so a later edit of them
 * would be overwritten unseen. Only a row that is gone comes back whole.
 */
function cutLivingRows(rows: JsonValue, live: JsonValue | undefined): JsonValue {
  if (!Array.isArray(rows)) return rows;
  const unused = Array.isArray(live) ? live.filter(isJsonObject).map(rowIdentity) : [];
  return rows.map((row: JsonValue) => {
    if (!isJsonObject(row)) return row;
    const at = unused.indexOf(rowIdentity(row));
    if (at === -1) return row;
    unused.splice(at, 1);
    return objectFrom(Object.entries(row).filter(([key]) => isRoutingKey(key)));
  });
}

function withValue(set: JsonObject, path: string, value: JsonValue): JsonObject {
  const [name = '', key] = pointerSegments(path);
  if (key === undefined) return objectFrom([...Object.entries(set), [name, value]]);
  const inner = ownValue(set, name);
  const config = objectFrom([...(isJsonObject(inner) ? Object.entries(inner) : []), [key, value]]);
  return objectFrom([...Object.entries(set), [name, config]]);
}

/** Whether the live field equals the value, in canonical form. */
function isLive(path: string, value: JsonValue, live: LivePersona): boolean {
  const set = withValue({}, path, value);
  const context = { planeOf: planeOn(live), sourcesOf: () => [] };
  return compareManaged(liveManaged(live, set), desiredManaged(set), context).length === 0;
}

/** Only what is on the draft can be undone without callers noticing, and only there is it told. */
function callersHear(key: string, field: WrittenField, live: LivePersona): CallersHear[] {
  if (live.draft === null || planeOn(live)(fieldOf(field)) !== 'draft') return [];
  const onAir = { ...live, draft: null };
  const { path } = field;
  if (isLive(path, oldValue(field), onAir)) return [{ key, path, callers_hear: 'old' }];
  return [{ key, path, callers_hear: isLive(path, field.sent, onAir) ? 'undone' : 'other' }];
}
