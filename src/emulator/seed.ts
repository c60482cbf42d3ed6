import { messageOf } from '../errors.ts';
import { parseExactJson } from '../model/exact-json.ts';
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '../model/json.ts';
import type { DesiredPersona } from '../model/persona.ts';
import { wrongFields } from './check.ts';
import { listedThings, type Things, wrongThings } from './things.ts';
import { splitPlanes } from './wire.ts';

/**
 * One persona to begin with, in one of two forms:
 *
 * - as GET shows it (it has `current_draft_version` or `current_production_version`): kept exactly, ids included;
 * - flat, like a PATCH body: `name` and any wire fields, of which version fields and keys that no page names stand in
 *   both versions. What is left out is null or empty; without `id` it gets a new one. Beside them may stand the root's
 *   `tags`, `inbound_numbers`, `user_id`, `*_at`, and four objects: `root` and `draft` (fields of these alone),
 *   `production` (what callers hear differently); `draft` or `production` null: there is none.
 *
 * Either may have `archived`: former production versions, as a list of version fields.
 */
export interface SeedPersona extends JsonObject {
  readonly name: string;
}

/** Live personas that equal the files in every managed field. Unmanaged fields get believable values of their own. */
export function seedFromDesired(personas: readonly DesiredPersona[]): SeedPersona[] {
  return personas.map(({ id, name, set }) => {
    const { root, version } = splitPlanes(set);
    const managed = ownValue(set, 'call_config');
    const settings = managed === null ? null : { ...USUAL_SETTINGS, ...(isJsonObject(managed) ? managed : {}) };
    return { ...usualFields(name), ...root, ...version, call_config: settings, ...(id === null ? {} : { id }), name };
  });
}

const USUAL_SETTINGS: JsonObject = {
  voice: 'Karl',
  language: 'en-US',
  background: 'office',
  record: false,
  max_duration: 20,
  wait_for_greeting: true,
  interruption_threshold: 400,
  background_track: 'low',
};

function usualFields(name: string): JsonObject {
  return {
    role: 'Phone agent',
    description: `Answers the phone as ${name}`,
    tags: ['seeded'],
    orchestration_prompt: 'Stay with one topic at a time and sum up before you end the call.',
    personality_prompt: `You are ${name}. Speak calmly and keep every answer short.`,
    webhook: 'https://hooks.example.com/calls',
  };
}

export type ParsedSeed =
  | { readonly ok: true; readonly seed: SeedPersona[]; readonly things: Partial<Things> }
  | { readonly ok: false; readonly message: string };

/**
 * Reads a seed file: JSON, a bare list or `{personas: […]}`, `{data: […]}`, or one GET answer `{data: {…}}`; beside the
 * list may stand `references` (things.ts).
 * The message of a bad one names the item by its index (from 0).
 */
export function parseSeed(text: string): ParsedSeed {
  const read = readItems(text);
  if (typeof read === 'string') return { ok: false, message: read };
  const { items, references } = read;
  const wrong = references === undefined ? null : wrongThings(references);
  if (wrong !== null) return { ok: false, message: wrong };
  const seed: SeedPersona[] = [];
  for (const [index, item] of items.entries()) {
    if (!isSeedPersona(item)) return { ok: false, message: `item ${index}: must be an object with a name` };
    const problem = wrongSeed(item) ?? repeatedId(item, seed);
    if (problem !== null) return { ok: false, message: `item ${index} (${item.name}): ${problem}` };
    seed.push(item);
  }
  return { ok: true, seed, things: listedThings(references) };
}

interface Items {
  readonly items: readonly JsonValue[];
  readonly references: JsonValue | undefined;
}

/** The items of a seed file, or what is wrong with the file as a whole. */
function readItems(text: string): Items | string {
  let json: JsonValue;
  try {
    json = parseExactJson(text);
  } catch (error) {
    return `not JSON: ${messageOf(error)}`;
  }
  const found = isJsonObject(json) ? (ownValue(json, 'personas') ?? ownValue(json, 'data')) : json;
  const references = isJsonObject(json) ? ownValue(json, 'references') : undefined;
  if (Array.isArray(found)) return { items: found, references };
  return isJsonObject(found)
    ? { items: [found], references }
    : 'expected a list of personas, or an object with `personas` or `data`';
}

function isSeedPersona(item: JsonValue): item is SeedPersona {
  if (!isJsonObject(item)) return false;
  const name = ownValue(item, 'name');
  return typeof name === 'string' && name.trim() !== '';
}

const NESTED = ['root', 'draft', 'production', 'current_draft_version', 'current_production_version'];

function wrongSeed(item: SeedPersona): string | null {
  const id = ownValue(item, 'id');
  if (id !== undefined && !(typeof id === 'string' && /^[A-Za-z0-9-]{1,64}$/.test(id))) {
    return 'id must be 1 to 64 letters, digits or hyphens';
  }
  for (const key of NESTED) {
    const nested = ownValue(item, key);
    if (nested === undefined || nested === null) continue;
    if (!isJsonObject(nested)) return `${key} must be an object or null`;
    const problem = wrongFields(nested);
    if (problem !== null) return `${key}: ${problem}`;
  }
  const archived = ownValue(item, 'archived') ?? [];
  if (!Array.isArray(archived) || !archived.every(isJsonObject)) return 'archived must be a list of versions';
  return wrongFields(item);
}

function repeatedId(item: SeedPersona, before: readonly SeedPersona[]): string | null {
  const id = ownValue(item, 'id');
  const first = id === undefined ? -1 : before.findIndex((other) => ownValue(other, 'id') === id);
  return first === -1 ? null : `its id is also that of item ${first}`;
}
