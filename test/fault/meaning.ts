/**
 * What counts as the same, written a second time and more simply than in `src/plan/canonical.ts`, so that a mistake there
 * does not hide itself: README, "What the service forgives is no difference".
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/model/json.ts';
import { type Content, edited, sameJson, shownValue } from './content.ts';
import type { Member } from './situation.ts';

/** The managed fields of this member that do not mean what its file says. Empty: as desired. */
export function differingFields(member: Member, content: Content): string[] {
  return Object.entries(member.set).flatMap(([field, wanted]) => {
    const live = shownValue(content, field);
    return sameMeaning(field, wanted, cutToManaged(field, wanted, live)) ? [] : [field];
  });
}

export function isAsDesired(member: Member, content: Content): boolean {
  return content.root.deleted_at === null && differingFields(member, content).length === 0;
}

export function sameMeaning(field: string, one: JsonValue, other: JsonValue): boolean {
  return sameJson(meaning(field, one), meaning(field, other));
}

/** A file that names keys of `call_config` manages these alone; null manages the whole object. */
export function cutToManaged(field: string, wanted: JsonValue, live: JsonValue): JsonValue {
  if (field !== 'call_config' || !isJsonObject(wanted) || !isJsonObject(live)) return live;
  return Object.fromEntries(Object.entries(live).filter(([key]) => Object.hasOwn(wanted, key)));
}

const ROW_KEYS = ['name', 'prompt', 'pathway_id', 'pathway_version', 'start_node_id'];
const SETS = ['tags', 'kb_ids', 'default_tools'];

function meaning(field: string, value: JsonValue): JsonValue {
  if (field === 'call_config') return settings(isJsonObject(value) ? value : {});
  if (field === 'pathway_conditions') return rows(Array.isArray(value) ? value : []);
  if (SETS.includes(field)) return [...new Set(Array.isArray(value) ? value : [])].sort();
  return plain(value);
}

function settings(object: JsonObject): JsonValue {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) => (value === null || value === '' ? [] : [[key, plain(value)]])),
  );
}

function rows(list: readonly JsonValue[]): JsonValue {
  return list
    .filter(isJsonObject)
    .map((row) => ROW_KEYS.map((key) => plain(String(row[key] ?? ''))))
    .filter((cells) => cells.some((cell) => cell !== null));
}

function plain(value: JsonValue): JsonValue {
  if (typeof value !== 'string') return value;
  const text = value.replaceAll('\r\n', '\n').replace(/[ \t\n]+$/, '');
  return text === '' ? null : text.normalize('NFC');
}

/**
 * The unmanaged fields that were there before and are not as they were: of the root, of the version that is edited, of
 * `call_config`, and of routing rows that the file keeps. What came newly is no loss.
 */
export function unmanagedLosses(member: Member, before: Content, after: Content): string[] {
  const isUnmanaged = (name: string): boolean => !Object.hasOwn(member.set, name) && name !== 'call_config';
  const parts = [
    [before.root, after.root],
    [edited(before), edited(after)],
  ] as const;
  const fields = parts.flatMap(([old, now]) =>
    lost(old, now, (name) => isUnmanaged(name) && name !== 'user_id' && name !== 'deleted_at'),
  );
  const [oldSettings, newSettings] = [shownValue(before, 'call_config'), shownValue(after, 'call_config')];
  const managed = member.set.call_config;
  const isOther = (key: string): boolean => managed !== null && !(isJsonObject(managed) && Object.hasOwn(managed, key));
  const settings = lost(objectIn(oldSettings), objectIn(newSettings), isOther);
  return [...fields, ...settings.map((key) => `call_config.${key}`), ...lostRowKeys(member, before, after)];
}

function lost(before: JsonObject, after: JsonObject, concerns: (name: string) => boolean): string[] {
  return Object.entries(before).flatMap(([name, value]) => {
    const isKept = !concerns(name) || value === null || sameMeaning(name, value, after[name] ?? null);
    return isKept ? [] : [name];
  });
}

function lostRowKeys(member: Member, before: Content, after: Content): string[] {
  const kept = rowsIn(member.set.pathway_conditions);
  if (!Object.hasOwn(member.set, 'pathway_conditions')) return [];
  return kept.flatMap((row) => {
    const [old, now] = [rowLike(row, before), rowLike(row, after)];
    return lost(old, now, (key) => !ROW_KEYS.includes(key)).map((key) => `pathway_conditions.${key}`);
  });
}

function rowLike(row: JsonObject, content: Content): JsonObject {
  const rows = rowsIn(shownValue(content, 'pathway_conditions'));
  return rows.find((other) => other.pathway_id === row.pathway_id && other.name === row.name) ?? {};
}

function rowsIn(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function objectIn(value: JsonValue): JsonObject {
  return isJsonObject(value) ? value : {};
}
