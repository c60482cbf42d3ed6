import { randomUUID } from 'node:crypto';
import { fieldNamed } from '../model/fields.ts';
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '../model/json.ts';
import { linked, newRecord, type Origin, type PersonaRecord } from './record.ts';
import type { SeedPersona } from './seed.ts';
import type { Variants } from './variants.ts';
import { EMPTY_VERSION, isSetByService, pick } from './wire.ts';

const VERSION_OBJECTS: ReadonlySet<string> = new Set(['current_draft_version', 'current_production_version']);
const SEED_OBJECTS: ReadonlySet<string> = new Set(['id', 'root', 'draft', 'production', 'archived']);

/** The record that a seed stands for; see SeedPersona for its two forms. */
export function recordFromSeed(seed: SeedPersona, origin: Origin, variants: Variants): PersonaRecord {
  const isWhole = Object.keys(seed).some((key) => VERSION_OBJECTS.has(key));
  const record = isWhole ? recordFromWhole(seed, origin) : recordFromFlat(seed, origin);
  return variants.noDraft ? linked({ ...record, draft: null }) : record;
}

function recordFromWhole(seed: SeedPersona, origin: Origin): PersonaRecord {
  const given = pick(seed, (key) => !VERSION_OBJECTS.has(key) && key !== 'archived');
  const draft = objectOrNull(ownValue(seed, 'current_draft_version'));
  const production = objectOrNull(ownValue(seed, 'current_production_version'));
  const root: JsonObject = { ...newRecord(idOf(seed), { root: {}, version: {} }, origin).root, ...given };
  return linked({ root, draft, production, archived: archivedIn(seed) });
}

function recordFromFlat(seed: SeedPersona, origin: Origin): PersonaRecord {
  const fields = pick(seed, (key) => !SEED_OBJECTS.has(key));
  const root = { ...pick(fields, isRootKey), ...objectOrNull(ownValue(seed, 'root')) };
  const version = pick(fields, (key) => !isRootKey(key));
  const record = newRecord(idOf(seed), { root, version }, origin);
  return linked({
    ...record,
    draft: overlaid(record.draft, ownValue(seed, 'draft')),
    production: overlaid(record.production, ownValue(seed, 'production')),
    archived: archivedIn(seed),
  });
}

/** Former production versions, each with what a version has that it does not name itself. */
function archivedIn(seed: SeedPersona): JsonObject[] {
  const listed = ownValue(seed, 'archived');
  const versions = Array.isArray(listed) ? listed.filter(isJsonObject) : [];
  return versions.map((version) => ({ id: randomUUID(), ...EMPTY_VERSION, ...version, version_type: 'archived' }));
}

function isRootKey(key: string): boolean {
  return fieldNamed(key)?.plane === 'immediate' || isSetByService(key);
}

function overlaid(version: JsonObject | null, over: JsonValue | undefined): JsonObject | null {
  if (over === null) return null;
  return isJsonObject(over) ? { ...version, ...over } : version;
}

function idOf(seed: SeedPersona): string {
  const id = ownValue(seed, 'id');
  return typeof id === 'string' ? id : randomUUID();
}

function objectOrNull(value: JsonValue | undefined): JsonObject | null {
  return isJsonObject(value) ? value : null;
}
