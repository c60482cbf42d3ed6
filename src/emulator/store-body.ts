import { fieldNamed } from '../model/fields.ts';
import { isJsonObject, type JsonObject, type JsonValue, objectFrom, ownValue } from '../model/json.ts';
import { wrongBody } from './check.ts';
import type { Problem } from './envelope.ts';
import { wrongRequest } from './problems.ts';
import { linked, type PersonaRecord } from './record.ts';
import type { Variants } from './variants.ts';
import { isSetByService, type Planes, splitPlanes } from './wire.ts';

/** What of a body is stored, and in which form: the variants' say on dropped fields, nulls, texts and numbers. */
export function shapeBody(body: JsonObject, variants: Variants): JsonObject {
  const stored = Object.entries(body).filter(([name, value]) => isStored(name, value, variants));
  return objectFrom(stored.map(([name, value]) => [name, shapeField(name, value, variants)]));
}

/** Why a body is refused with 400, else null. */
export function refusal(body: JsonObject, variants: Variants): Problem | null {
  const problem = wrongBody(body);
  if (problem !== null) return wrongRequest(problem);
  const unknown = variants.unknownKeys === 'refused' ? Object.keys(body).find(isUnknown) : undefined;
  return unknown === undefined ? null : wrongRequest(`${unknown} is not a field of a persona`);
}

/** What a PATCH writes to which plane; `call_config` merged with the live one or not. */
export function shapePatch(record: PersonaRecord, body: JsonObject, variants: Variants): Planes {
  const { root, version } = splitPlanes(shapeBody(body, variants));
  const sent = ownValue(version, 'call_config');
  const live = ownValue(record.draft ?? record.production ?? {}, 'call_config');
  if (variants.callConfig === 'replace' || !isJsonObject(live) || !isJsonObject(sent)) return { root, version };
  return { root, version: { ...version, call_config: { ...live, ...sent } } };
}

/** The record after a promote, where the service does not carry every field over, or does not say where it came from. */
export function shapePromote(before: PersonaRecord, after: PersonaRecord, variants: Variants): PersonaRecord {
  const kept = variants.promoteDrops.map((name) => [name, ownValue(before.production ?? {}, name) ?? null] as const);
  const origin: JsonObject = variants.promotedFrom === 'none' ? { promoted_from_version_id: null } : {};
  return linked({ ...after, production: { ...after.production, ...objectFrom(kept), ...origin } });
}

function isStored(name: string, value: JsonValue, variants: Variants): boolean {
  if (isSetByService(name) || variants.drop.includes(name)) return false;
  if (value === null && variants.nulls === 'ignored') return false;
  return variants.unknownKeys === 'stored' || !isUnknown(name);
}

function isUnknown(name: string): boolean {
  return fieldNamed(name) === undefined && !isSetByService(name);
}

function shapeField(name: string, sent: JsonValue, variants: Variants): JsonValue {
  const value = variants.text === 'trimmed' ? trimTexts(sent) : sent;
  if (name === 'call_config' && isJsonObject(value)) return shapeCallConfig(value, variants);
  if (variants.empty === 'null' && isEmpty(value)) return null;
  if (name === 'pathway_conditions' && Array.isArray(value) && variants.pathwayVersion === 'number') {
    return value.map(numberVersion);
  }
  return value;
}

function shapeCallConfig(settings: JsonObject, variants: Variants): JsonObject {
  return objectFrom(
    Object.entries(settings).filter(
      ([name, value]) =>
        !variants.drop.includes(`call_config.${name}`) && (value !== null || variants.nulls === 'stored'),
    ),
  );
}

function trimTexts(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value)) return value.map(trimTexts);
  if (!isJsonObject(value)) return value;
  return objectFrom(Object.entries(value).map(([key, item]) => [key, trimTexts(item)]));
}

function isEmpty(value: JsonValue): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}

function numberVersion(row: JsonValue): JsonValue {
  if (!isJsonObject(row)) return row;
  const version = ownValue(row, 'pathway_version');
  return typeof version === 'string' && /^\d+$/.test(version) ? { ...row, pathway_version: Number(version) } : row;
}
