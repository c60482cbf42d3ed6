/** What a persona refers to by id: other things of the account, which must be there before a call can use them. */
import { compareText } from './compare-text.ts';
import type { Place } from './diagnostic.ts';
import type { JsonObject } from './json.ts';

/** `pathway_version` and `start_node` belong to a pathway, and the node to a version of it. */
export type ReferenceKind = 'voice' | 'knowledge_base' | 'tool' | 'pathway' | 'pathway_version' | 'start_node';

export interface Reference {
  readonly kind: ReferenceKind;
  /** The id as the files say it; of a voice it may be its curated name, of a version its number as text. */
  readonly id: string;
  /** The pathway that a version or a node belongs to; null for all else. */
  readonly pathway: string | null;
  /** The version that a node belongs to; null for all else. */
  readonly version: string | null;
}

/** `unknown`: the service could not tell. */
export type ReferenceStatus = 'found' | 'missing' | 'unknown';

/** What the service says of one. */
export interface ReferenceAnswer {
  readonly status: ReferenceStatus;
  /** What the account calls it, where it says. Untrusted text. */
  readonly name: string | null;
  /** Why nobody knows; null unless `unknown`. */
  readonly why: string | null;
  /** For `missing`: what there is instead, ids and names, where the service listed it. */
  readonly instead: readonly string[];
}

/** As it stands in the plan. */
export interface CheckedReference extends Reference, Pick<ReferenceAnswer, 'status' | 'name' | 'why'> {
  /** Keys of the personas that refer to it. */
  readonly personas: readonly string[];
}

/** A reference in a persona. */
export interface ReferenceUse {
  readonly reference: Reference;
  /** JSON Pointer of the very value: `/kb_ids/1`, `/pathway_conditions/0/start_node_id`. */
  readonly path: string;
}

/** One that the account does not have. */
export interface MissingReference extends ReferenceUse {
  /** Where the value stands: in the persona file, or in the environment's. */
  readonly place: Place;
  /** The persona file's own place, where the value comes from the environment. */
  readonly usedAt: Place | null;
  readonly instead: readonly string[];
}

/** Equal for equal references alone. */
export function referenceKey({ kind, id, pathway, version }: Reference): string {
  return JSON.stringify([kind, pathway, version, id]);
}

/** In one order, whoever asked: as they stand in a plan. */
export function orderReferences(references: readonly CheckedReference[]): CheckedReference[] {
  const keyed = references.map((one) => ({
    one: { ...one, personas: one.personas.toSorted() },
    key: referenceKey(one),
  }));
  return keyed.sort((a, b) => compareText(a.key, b.key)).map(({ one }) => one);
}

/** Names beside the ids of a change: id → name; a start node stands as `PATHWAY/VERSION/NODE`. */
export type ReferenceNames = JsonObject;

/** How a start node is named there. */
export function nodeName(pathway: string, version: string, node: string): string {
  return `${pathway}/${version}/${node}`;
}

/** The options of commands that may ask for what personas refer to. */
export interface CheckOptions {
  readonly checkReferences: boolean;
}
