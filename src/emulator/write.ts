import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '../model/json.ts';
import { idOf, linked, newVersion, nextNumber, type Origin, type PersonaRecord } from './record.ts';
import { EMPTY_VERSION, isSetByService, type Planes, pick, splitPlanes } from './wire.ts';

/** The writes, each from record to record. Every write moves `updated_at`, and never backwards. */

/** Root fields are live at once; version fields land on the draft, which is made from production where there is none. */
export function writeFields(record: PersonaRecord, planes: Planes, origin: Origin): PersonaRecord {
  const root: JsonObject = { ...touched(record.root, origin.now), ...planes.root };
  if (Object.keys(planes.version).length === 0) return { ...record, root };
  const draft: JsonObject = { ...touched(record.draft ?? draftOf(record, origin), origin.now), ...planes.version };
  return linked({ ...record, root, draft });
}

/**
 * An edit exactly as given: flat fields, and the objects `root`, `draft` and `production` laid over these parts.
 * Nothing is checked or left out.
 */
export function editRecord(record: PersonaRecord, body: JsonObject, origin: Origin): PersonaRecord {
  const planes = splitPlanes(pick(body, (key) => !EDIT_PARTS.has(key)));
  const root = { ...planes.root, ...objectIn(body, 'root') };
  const version = { ...planes.version, ...objectIn(body, 'draft') };
  const edited = writeFields(record, { root, version }, origin);
  const over = objectIn(body, 'production');
  return over === undefined ? edited : linked({ ...edited, production: { ...edited.production, ...over } });
}

const EDIT_PARTS: ReadonlySet<string> = new Set(['root', 'draft', 'production']);

function objectIn(body: JsonObject, part: string): JsonObject | undefined {
  const value = ownValue(body, part);
  return isJsonObject(value) ? value : undefined;
}

/**
 * The draft's content becomes a new production version with the next free number; the old one is archived and the
 * draft stays as it is. Source: the page "Promote Persona Version".
 */
export function promoteDraft(record: PersonaRecord, draft: JsonObject, origin: Origin): PersonaRecord {
  const root = touched(record.root, origin.now);
  const now = textOf(root, 'updated_at');
  const id = ownValue(draft, 'id') ?? null;
  const production: JsonObject = {
    ...draft,
    ...newVersion(idOf(record), 'production', nextNumber(record), id, now),
    promoted_at: now,
    promoted_by: ownValue(record.root, 'user_id') ?? origin.userId,
  };
  const archived = record.production === null ? [] : [{ ...record.production, version_type: 'archived' }];
  return linked({ root, draft, production, archived: [...archived, ...record.archived] });
}

export function markDeleted(record: PersonaRecord, origin: Origin): PersonaRecord {
  const root = touched(record.root, origin.now);
  return { ...record, root: { ...root, deleted_at: textOf(root, 'updated_at'), inbound_numbers: [] } };
}

export function writeNumbers(record: PersonaRecord, numbers: readonly JsonValue[], origin: Origin): PersonaRecord {
  return { ...record, root: { ...touched(record.root, origin.now), inbound_numbers: numbers } };
}

/** The object with `updated_at` at `now`, or a millisecond after the last one where the clock has not moved past it. */
export function touched(object: JsonObject, now: Date): JsonObject {
  const last = Date.parse(textOf(object, 'updated_at'));
  const time = Number.isNaN(last) ? now.getTime() : Math.max(now.getTime(), last + 1);
  return { ...object, updated_at: new Date(time).toISOString() };
}

function draftOf(record: PersonaRecord, origin: Origin): JsonObject {
  const source = record.production;
  const content = isJsonObject(source) ? pick(source, (name) => !isSetByService(name)) : {};
  const sourceId = source === null ? null : (ownValue(source, 'id') ?? null);
  const now = origin.now.toISOString();
  const number = nextNumber(record);
  return { ...newVersion(idOf(record), 'draft', number, sourceId, now), ...EMPTY_VERSION, ...content };
}

function textOf(object: JsonObject, key: string): string {
  const value = ownValue(object, key);
  return typeof value === 'string' ? value : '';
}
