/** The wire shape of a persona → a LivePersona. Everything the service sent is kept; only what the program needs is checked. */
import { isJsonObject, type JsonObject, type JsonValue, objectFrom, ownValue } from '../model/json.ts';
import type { LivePersona } from '../model/persona.ts';

const DRAFT = 'current_draft_version';
const PRODUCTION = 'current_production_version';

/** Null for anything that is no complete persona: without a text `id`, or without either version. */
export function parsePersona(data: JsonValue): LivePersona | null {
  if (!isJsonObject(data)) return null;
  const id = ownValue(data, 'id');
  const draft = versionIn(data, DRAFT);
  const production = versionIn(data, PRODUCTION);
  if (typeof id !== 'string' || (draft === null && production === null)) return null;
  const root = objectFrom(Object.entries(data).filter(([key]) => key !== DRAFT && key !== PRODUCTION));
  return { id, root, draft, production };
}

function versionIn(data: JsonObject, key: string): JsonObject | null {
  const version = ownValue(data, key);
  return isJsonObject(version) ? version : null;
}
