/**
 * What personas refer to: voices, knowledge bases, tools and pathways, as a seed lists them under `references`. Of a kind
 * that it does not list, the emulator has whatever the seed's personas refer to.
 */
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '../model/json.ts';
import type { SeedPersona } from './seed.ts';

export const THING_KINDS = ['voices', 'knowledge_bases', 'tools', 'pathways'] as const;
export type ThingKind = (typeof THING_KINDS)[number];

/** Rows with `id` and `name`; of a pathway also `versions`: rows with `version_number` and `nodes`, rows with `id` and `name`. */
export type Things = Readonly<Record<ThingKind, readonly JsonObject[]>>;

/** Voices that every account has. */
const CURATED: readonly JsonObject[] = [
  { id: '0f6b1c52-6c1e-4f7b-9d0e-2a5d3f9b7c11', name: 'June' },
  { id: '5c2d8e90-1b7f-4a36-8e54-7d1c0b6a4f22', name: 'Karl' },
];

export function thingsOf(listed: Partial<Things>, seed: readonly SeedPersona[]): Things {
  const versions = seed.flatMap((persona) => [
    persona,
    ...VERSIONS.map((name) => ownValue(persona, name)).filter((version) => isJsonObject(version)),
  ]);
  return {
    voices: listed.voices ?? withUsed(CURATED, versions.map(voiceOf)),
    knowledge_bases:
      listed.knowledge_bases ??
      withUsed(
        [],
        versions.flatMap((version) => textsIn(version.kb_ids)),
      ),
    tools:
      listed.tools ??
      withUsed(
        [],
        versions.flatMap((version) => textsIn(version.default_tools)),
      ),
    pathways: listed.pathways ?? pathwaysIn(versions.flatMap((version) => rowsIn(version.pathway_conditions))),
  };
}

const VERSIONS = ['draft', 'production', 'current_draft_version', 'current_production_version'];

/** What is wrong with the `references` of a seed, or null. */
export function wrongThings(value: JsonValue): string | null {
  if (!isJsonObject(value)) return 'references must be an object';
  for (const [kind, rows] of Object.entries(value)) {
    if (!THING_KINDS.some((known) => known === kind)) return `references: there is no kind ${kind}`;
    if (!Array.isArray(rows) || !rows.every((row) => isJsonObject(row) && typeof row.id === 'string'))
      return `references.${kind} must be a list of objects with an id`;
  }
  return null;
}

/** Of a seed that `wrongThings` found nothing in. */
export function listedThings(value: JsonValue | undefined): Partial<Things> {
  if (value === undefined || !isJsonObject(value)) return {};
  return Object.fromEntries(
    THING_KINDS.flatMap((kind) => (value[kind] === undefined ? [] : [[kind, rowsIn(value[kind])]])),
  );
}

function voiceOf({ call_config: settings }: JsonObject): string | null {
  const voice = isJsonObject(settings) ? ownValue(settings, 'voice') : null;
  return typeof voice === 'string' && voice !== '' ? voice : null;
}

function withUsed(known: readonly JsonObject[], used: readonly (string | null)[]): JsonObject[] {
  const ids = new Set(used.filter((id) => id !== null));
  const others = [...ids].filter((id) => !known.some((one) => one.id === id || one.name === id));
  return [...known, ...others.map((id) => ({ id, name: id }))];
}

/** Each with the versions and nodes that are named. */
function pathwaysIn(rows: readonly JsonObject[]): JsonObject[] {
  const pathways = new Map<string, Map<number, Map<string, JsonObject>>>();
  for (const row of rows) {
    const { pathway_id: pathway, start_node_id: node } = row;
    const version = numberIn(row.pathway_version);
    if (typeof pathway !== 'string' || pathway === '' || version === null) continue;
    const versions = pathways.get(pathway) ?? new Map();
    pathways.set(pathway, versions);
    const nodes = versions.get(version) ?? new Map();
    versions.set(version, nodes);
    if (typeof node === 'string') nodes.set(node, { id: node, data: { name: `Node ${node}` } });
  }
  return [...pathways].map(([id, versions]) => ({
    id,
    name: `Pathway ${id}`,
    versions: [...versions].map(([number, nodes]) => ({ version_number: number, nodes: [...nodes.values()] })),
  }));
}

/** A version is a number or its text; what stands there otherwise names none. */
function numberIn(value: JsonValue | undefined): number | null {
  const isNumber = typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value));
  return isNumber ? Number(value) : null;
}

function textsIn(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function rowsIn(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
