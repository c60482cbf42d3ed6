/** What personas refer to, and the names of it beside the ids of a change. */
import { isJsonObject, type JsonObject, type JsonValue, objectFrom, pointer } from '../model/json.ts';
import type { FieldChange } from '../model/plan.ts';
import { type CheckedReference, nodeName, type Reference, type ReferenceUse } from '../model/reference.ts';

/** Of a persona's managed fields. What is filled in during a call (`{{name}}`) is no id. */
export function referencesIn(set: JsonObject): ReferenceUse[] {
  return Object.entries(set).flatMap(([field, value]) => {
    switch (field) {
      case 'call_config':
        return isJsonObject(value) ? use('voice', value.voice, pointer(field, 'voice')) : [];
      case 'kb_ids':
        return itemsOf(value).flatMap((item, at) => use('knowledge_base', item, pointer(field, at)));
      case 'default_tools':
        return itemsOf(value).flatMap((item, at) => use('tool', item, pointer(field, at)));
      case 'pathway_conditions':
        return itemsOf(value).flatMap((row, at) => (isJsonObject(row) ? usesInRow(row, pointer(field, at)) : []));
      default:
        return [];
    }
  });
}

function usesInRow(row: JsonObject, path: string): ReferenceUse[] {
  const [pathway, version] = [textOf(row.pathway_id), textOf(row.pathway_version)];
  return [
    ...use('pathway', pathway, `${path}/pathway_id`),
    ...(pathway === null ? [] : use('pathway_version', version, `${path}/pathway_version`, { pathway })),
    ...(pathway === null || version === null
      ? []
      : use('start_node', row.start_node_id, `${path}/start_node_id`, { pathway, version })),
  ];
}

function use(
  kind: Reference['kind'],
  value: JsonValue | undefined,
  path: string,
  within: Partial<Pick<Reference, 'pathway' | 'version'>> = {},
): ReferenceUse[] {
  const id = textOf(value);
  const { pathway = null, version = null } = within;
  return id === null ? [] : [{ reference: { kind, id, pathway, version }, path }];
}

/** Versions may be numbers. */
function textOf(value: JsonValue | undefined): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' && !text.includes('{{') ? text : null;
}

function itemsOf(value: JsonValue): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

/** What the account calls each; a name that is the id itself says nothing. */
export function namesOf(references: readonly CheckedReference[]): ReadonlyMap<string, string> {
  return new Map(
    references.flatMap((one) => (one.name === null || one.name === one.id ? [] : [[scopedKey(one), one.name]])),
  );
}

/** Changes with the names of what they refer to, on both sides. Names are anybody's text. */
export function withReferenceNames<C extends FieldChange>(
  changes: readonly C[],
  known: ReadonlyMap<string, string>,
): C[] {
  return changes.map((change) => {
    const { path, before, after } = change;
    const entries = [before, after]
      .flatMap((value) => idsIn(path, value))
      .flatMap((reference) => {
        const name = known.get(scopedKey(reference));
        return name === undefined ? [] : [[nameKey(reference), name] as const];
      });
    return entries.length === 0 ? change : { ...change, names: objectFrom(entries) };
  });
}

/** One id may stand for things of two kinds. */
function scopedKey(reference: Reference): string {
  return `${reference.kind} ${nameKey(reference)}`;
}

function nameKey({ kind, id, pathway, version }: Reference): string {
  return kind === 'start_node' ? nodeName(pathway ?? '', version ?? '', id) : id;
}

/** Versions have no name beside their number. */
function idsIn(path: string, value: JsonValue): Reference[] {
  const set = path === '/call_config/voice' ? { call_config: { voice: value } } : { [path.slice(1)]: value };
  return referencesIn(set)
    .map(({ reference }) => reference)
    .filter(({ kind }) => kind !== 'pathway_version');
}
