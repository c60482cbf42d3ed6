import { DEFAULT_GUARD_LIMITS } from '../../src/model/guard.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { DesiredPersona, LivePersona } from '../../src/model/persona.ts';

/** A live persona from a few fields: `root` fields, and `draft` fields that production shares unless told otherwise. */
export function livePersona(
  root: JsonObject,
  draft: JsonObject = {},
  production: JsonObject | null = draft,
): LivePersona {
  return { id: 'p-1', root: { id: 'p-1', name: 'Ann', ...root }, draft: { version_number: 2, ...draft }, production };
}

export function desiredPersona(set: JsonObject, more: Partial<DesiredPersona> = {}): DesiredPersona {
  return {
    key: 'ann',
    file: 'personas/ann.yaml',
    id: 'p-1',
    name: 'Ann',
    set: { name: 'Ann', ...set },
    sources: new Map(),
    ...more,
  };
}

/** No guard is loosened or tightened, nothing is accepted or allowed. */
export const NO_PERMITS = {
  rules: { limits: DEFAULT_GUARD_LIMITS, accepted: [], requireOrigin: false },
  allow: [],
} as const;

export const EMPTY_ROW: JsonObject = { name: '', prompt: '', pathway_id: '', pathway_version: '', start_node_id: '' };

/** Shaped like the example answer of the page "Get Persona": placeholders in the draft, none in production. */
export function personaWithPlaceholders(): LivePersona {
  const version = {
    orchestration_prompt: null,
    personality_prompt: 'You help callers of a small museum.',
    kb_ids: [],
    call_config: { voice: 'June', record: true, language: 'en-US', background: 'office', max_duration: 30 },
    default_tools: [],
  };
  return {
    id: 'p-1',
    root: { id: 'p-1', name: 'Museum desk', role: 'Desk', tags: ['Museum'], image_url: null, description: null },
    draft: { ...version, version_number: 2, pathway_conditions: [EMPTY_ROW, EMPTY_ROW] },
    production: { ...version, version_number: 1, pathway_conditions: null },
  };
}

/** Shaped like the example answer of the page "Update Persona": no call settings at all, a role of null. */
export function personaWithoutSettings(): LivePersona {
  const version = {
    orchestration_prompt: null,
    personality_prompt: 'You answer questions about a manual.',
    pathway_conditions: null,
    kb_ids: [],
    call_config: null,
    default_tools: [],
  };
  return {
    id: 'p-1',
    root: { id: 'p-1', name: 'Manual', role: null, description: 'Knows the manual', tags: [], image_url: null },
    draft: { ...version, version_number: 2 },
    production: { ...version, version_number: 1 },
  };
}
