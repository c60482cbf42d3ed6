import { FIELDS, fieldNamed } from '../model/fields.ts';
import { type JsonObject, type JsonValue, objectFrom } from '../model/json.ts';

/** Which keys of a persona stand where. Source: the field lists of the pages "Get Persona" and "Update Persona". */

/** A new persona's root fields before anything is said about them. */
export const EMPTY_ROOT: JsonObject = { name: '', role: null, description: null, tags: [], image_url: null };

/** A new version's fields before anything is said about them. */
export const EMPTY_VERSION: JsonObject = {
  orchestration_prompt: null,
  personality_prompt: null,
  pathway_conditions: null,
  kb_ids: [],
  call_config: null,
  default_tools: [],
};

const SET_BY_SERVICE: ReadonlySet<string> = new Set([
  'id',
  'user_id',
  'inbound_numbers',
  'current_production_version',
  'current_production_version_id',
  'current_draft_version',
  'current_draft_version_id',
  'persona_id',
  'version_type',
  'version_number',
  'promoted_from_version_id',
  'promoted_by',
]);

/** Keys that a client cannot set: the service keeps them itself and ignores them in a body. */
export function isSetByService(name: string): boolean {
  return SET_BY_SERVICE.has(name) || name.endsWith('_at');
}

export interface Planes {
  readonly root: JsonObject;
  readonly version: JsonObject;
}

/** Parts a flat body into root fields and version fields. Keys that no page names count as version fields. */
export function splitPlanes(body: JsonObject): Planes {
  const isRoot = (name: string) => fieldNamed(name)?.plane === 'immediate';
  return {
    root: pick(body, isRoot),
    version: pick(body, (name) => !isRoot(name)),
  };
}

export function pick(object: JsonObject, wanted: (name: string) => boolean): JsonObject {
  return objectFrom(Object.entries(object).filter(([name]) => wanted(name)));
}

/** The same object with the null of every documented field shown as the empty value of its kind. */
export function fillNulls(object: JsonObject): JsonObject {
  const empty = new Map<string, JsonValue>(FIELDS.map((field) => [field.name, EMPTY_OF_KIND[field.kind]]));
  return objectFrom(
    Object.entries(object).map(([name, value]) => [name, value === null ? (empty.get(name) ?? null) : value]),
  );
}

const EMPTY_OF_KIND = { text: '', prose: '', set: [], list: [], object: {} } as const;
