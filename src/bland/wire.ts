/** The wire shapes of personas and versions → ours. Everything the service sent is kept; only what the program needs is checked. */
import { isJsonObject, type JsonObject, type JsonValue, objectFrom, ownValue } from '../model/json.ts';
import type { LivePersona } from '../model/persona.ts';
import type { Version } from '../model/version.ts';

const DRAFT = 'current_draft_version';
const PRODUCTION = 'current_production_version';

/**
 * Null for anything that is no complete persona: without a text `id`, or without either version. One that says of both
 * versions that there is none (null) is complete: only archived ones are left of it.
 */
export function parsePersona(data: JsonValue): LivePersona | null {
  if (!isJsonObject(data)) return null;
  const id = ownValue(data, 'id');
  const draft = versionIn(data, DRAFT);
  const production = versionIn(data, PRODUCTION);
  const saysNone = ownValue(data, DRAFT) === null && ownValue(data, PRODUCTION) === null;
  if (typeof id !== 'string' || (draft === null && production === null && !saysNone)) return null;
  const root = objectFrom(Object.entries(data).filter(([key]) => key !== DRAFT && key !== PRODUCTION));
  return { id, root, draft, production };
}

/** Null for anything that is no version with an id of its own. */
export function parseVersion(data: JsonValue): Version | null {
  return isJsonObject(data) && idIn(data) !== null ? data : null;
}

export function idIn(data: JsonValue): string | null {
  const id = isJsonObject(data) ? ownValue(data, 'id') : undefined;
  return typeof id === 'string' && id !== '' ? id : null;
}

function versionIn(data: JsonObject, key: string): JsonObject | null {
  const version = ownValue(data, key);
  return isJsonObject(version) ? version : null;
}
