import { randomUUID } from 'node:crypto';
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '../model/json.ts';
import { EMPTY_ROOT, EMPTY_VERSION, type Planes } from './wire.ts';

/** One persona in memory. The objects are never changed in place: each write makes a new record. */
export interface PersonaRecord {
  /** Every root field, without the version objects. */
  readonly root: JsonObject;
  readonly draft: JsonObject | null;
  readonly production: JsonObject | null;
  /** Former production versions. */
  readonly archived: readonly JsonObject[];
}

/** Who writes and when. */
export interface Origin {
  /** The account, `user_id`. */
  readonly userId: string;
  readonly now: Date;
}

/**
 * A new persona as `POST /v1/personas` makes it: production v1 and draft v2 with the same content.
 * `planes.root` may carry more than the documented fields, and may overrule the timestamps and the account.
 */
export function newRecord(id: string, planes: Planes, origin: Origin): PersonaRecord {
  const now = origin.now.toISOString();
  const production: JsonObject = {
    ...newVersion(id, 'production', 1, null, now),
    promoted_at: now,
    ...EMPTY_VERSION,
    ...planes.version,
  };
  const draft: JsonObject = {
    ...newVersion(id, 'draft', 2, ownValue(production, 'id') ?? null, now),
    ...EMPTY_VERSION,
    ...planes.version,
  };
  const root: JsonObject = {
    id,
    ...EMPTY_ROOT,
    created_at: now,
    updated_at: now,
    deleted_at: null,
    user_id: origin.userId,
    inbound_numbers: [],
    ...planes.root,
  };
  return linked({ root, draft, production, archived: [] });
}

/** What every version has beside its content. `number` counts from 1; `source` is the id of the version it was made from. */
export function newVersion(
  personaId: string,
  type: 'production' | 'draft',
  number: number,
  source: JsonValue,
  now: string,
): JsonObject {
  return {
    id: randomUUID(),
    persona_id: personaId,
    version_type: type,
    version_number: number,
    promoted_from_version_id: source,
    promoted_at: null,
    promoted_by: null,
    created_at: now,
    updated_at: now,
  };
}

/** The record with the root's two version ids as its versions have them. */
export function linked(record: PersonaRecord): PersonaRecord {
  const idOf = (version: JsonObject | null) => (version === null ? null : (ownValue(version, 'id') ?? null));
  const root: JsonObject = {
    ...record.root,
    current_production_version_id: idOf(record.production),
    current_draft_version_id: idOf(record.draft),
  };
  return { ...record, root };
}

/** The persona as GET shows it. */
export function wirePersona(record: PersonaRecord): JsonObject {
  return {
    ...record.root,
    current_production_version: record.production,
    current_draft_version: record.draft,
  };
}

/** Production, draft and archived versions, newest (highest number) first. */
export function versionsOf(record: PersonaRecord): readonly JsonObject[] {
  return [record.draft, record.production, ...record.archived]
    .filter(isJsonObject)
    .sort((one, other) => versionNumber(other) - versionNumber(one));
}

/** The next free version number. */
export function nextNumber(record: PersonaRecord): number {
  return Math.max(0, ...versionsOf(record).map(versionNumber)) + 1;
}

export function idOf(record: PersonaRecord): string {
  const id = ownValue(record.root, 'id');
  return typeof id === 'string' ? id : '';
}

export function isDeleted(record: PersonaRecord): boolean {
  return typeof ownValue(record.root, 'deleted_at') === 'string';
}

function versionNumber(version: JsonObject): number {
  const number = ownValue(version, 'version_number');
  return typeof number === 'number' ? number : 0;
}
