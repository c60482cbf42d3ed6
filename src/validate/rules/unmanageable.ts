import { type Diagnostic, diagnosticAt } from '../../model/diagnostic.ts';
import { isJsonObject, ownValue, pointer } from '../../model/json.ts';
import { type ResolvedPersona, twinTag } from '../../model/persona.ts';

/** What keeps a persona from being managed at all: a twin's tag; and call settings that manage nothing. */
export function findUnmanageable(persona: ResolvedPersona): Diagnostic[] {
  return [...findTwinTag(persona), ...findEmptyCallConfig(persona)];
}

function findTwinTag({ set, key, places }: ResolvedPersona): Diagnostic[] {
  const tags = ownValue(set, 'tags');
  const tag = twinTag(tags);
  if (tag === null || !Array.isArray(tags)) return [];
  const problem = {
    code: 'twin_tag',
    summary: 'The tag `v2-agent:…` marks the copy of another object, which the service rewrites by itself.',
    hint: 'Remove this file, and manage the agent where it is made; or remove the tag, when it was copied by mistake.',
    key,
  } as const;
  return [diagnosticAt(places.value(pointer('tags', tags.indexOf(tag))), problem)];
}

function findEmptyCallConfig({ set, key, places }: ResolvedPersona): Diagnostic[] {
  const settings = ownValue(set, 'call_config');
  if (!isJsonObject(settings) || Object.keys(settings).length > 0) return [];
  const problem = {
    severity: 'warning',
    code: 'call_config_empty',
    summary: '`call_config: {}` manages nothing: call settings are managed key by key.',
    hint: 'Name the keys to manage, delete the line, or write `call_config: null` to remove all settings.',
    key,
  } as const;
  return [diagnosticAt(places.key('/call_config'), problem)];
}
