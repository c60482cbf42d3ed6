/**
 * What counts as the same, written a second time and more simply than in `src/plan/canonical.ts`, so that a mistake there
 * does not hide itself: README, "What the service forgives is no difference".
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/model/json.ts';
import { type Content, sameJson, shownValue } from './content.ts';
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
    .map((row) =>
      ['name', 'prompt', 'pathway_id', 'pathway_version', 'start_node_id'].map((key) => plain(String(row[key] ?? ''))),
    )
    .filter((cells) => cells.some((cell) => cell !== null));
}

function plain(value: JsonValue): JsonValue {
  if (typeof value !== 'string') return value;
  const text = value.replaceAll('\r\n', '\n').replace(/[ \t\n]+$/, '');
  return text === '' ? null : text.normalize('NFC');
}
