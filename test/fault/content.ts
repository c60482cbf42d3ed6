/** What a stored persona says, without the service's own bookkeeping, and what each may be before and after a write. */
import { fieldNamed } from '../../src/model/fields.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/model/json.ts';
import type { Member } from './situation.ts';

export interface Content {
  readonly root: JsonObject;
  readonly draft: JsonObject | null;
  readonly production: JsonObject | null;
}

/** Ids, numbers and times of versions move by themselves; `deleted_at` and `user_id` are no bookkeeping here. */
const MOVES = /^(created_at|updated_at|version_.*|promoted_.*|persona_id|current_.*)$/;

/** `snapshot` as the emulator's store gives it. */
export function contentOf(snapshot: JsonObject): Content {
  return {
    root: settings(snapshot),
    draft: versionContent(snapshot.current_draft_version),
    production: versionContent(snapshot.current_production_version),
  };
}

function versionContent(version: JsonValue | undefined): JsonObject | null {
  if (!isJsonObject(version)) return null;
  const { id: _, ...content } = settings(version);
  return content;
}

function settings(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !MOVES.test(name)));
}

/** The version that a PATCH lays its fields over. */
export function edited(content: Content): JsonObject {
  return content.draft ?? content.production ?? {};
}

/** The content with a body stored in it as it stands. */
export function written(content: Content, body: JsonObject): Content {
  const isRoot = ([name]: readonly [string, JsonValue]) => fieldNamed(name)?.plane === 'immediate';
  const fields = Object.entries(body);
  const version = fields.filter((field) => !isRoot(field));
  return {
    root: { ...content.root, ...Object.fromEntries(fields.filter(isRoot)) },
    draft: version.length === 0 ? content.draft : { ...edited(content), ...Object.fromEntries(version) },
    production: content.production,
  };
}

/** The value of a managed field as a GET of this content shows it. */
export function shownValue(content: Content, field: string): JsonValue {
  const part = fieldNamed(field)?.plane === 'immediate' ? content.root : edited(content);
  return part[field] ?? null;
}

/**
 * The body that a PATCH of these fields must have when the persona was last seen as `shown`: the file's values, laid
 * over what nobody manages.
 */
export function rightBody(member: Member, shown: Content, fields: readonly string[]): JsonObject {
  const wanted = fields.map((field) => [field, rightValue(member, shown, field)]);
  return { name: shown.root.name ?? '', ...Object.fromEntries(wanted) };
}

function rightValue(member: Member, shown: Content, field: string): JsonValue {
  const value = member.set[field] ?? null;
  const live = shownValue(shown, field);
  if (field === 'call_config' && isJsonObject(value)) return { ...(isJsonObject(live) ? live : {}), ...value };
  if (field === 'pathway_conditions' && Array.isArray(value)) return value.map((row) => overLiveRow(row, live));
  const isList = ['tags', 'kb_ids', 'default_tools', 'pathway_conditions'].includes(field);
  return value === null && isList ? [] : value;
}

function overLiveRow(row: JsonValue, live: JsonValue): JsonValue {
  if (!isJsonObject(row) || !Array.isArray(live)) return row;
  const match = live.find(
    (other: JsonValue) => isJsonObject(other) && other.pathway_id === row.pathway_id && other.name === row.name,
  );
  return { ...(isJsonObject(match) ? match : {}), ...row };
}

/** Equal as JSON, whatever the order of keys. */
export function sameJson(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  // Mostly they are equal down to the order of keys, which is cheaper to see.
  return (
    JSON.stringify(one) === JSON.stringify(other) ||
    JSON.stringify(one, withSortedKeys) === JSON.stringify(other, withSortedKeys)
  );
}

function withSortedKeys(_key: string, value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Where two contents differ, as `draft.call_config`. */
export function differencesBetween(one: Content, other: Content): string[] {
  return (['root', 'draft', 'production'] as const).flatMap((part) => {
    const [a, b] = [one[part] ?? {}, other[part] ?? {}];
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => !sameJson(a[name], b[name]));
    return names.map((name) => `${part}.${name}`);
  });
}

export function sameContent(one: Content, other: Content): boolean {
  return differencesBetween(one, other).length === 0;
}
