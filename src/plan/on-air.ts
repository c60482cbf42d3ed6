/** What callers still hear differently: managed draft fields whose production value is not the draft's. */
import { type JsonObject, objectFrom } from '../model/json.ts';
import type { LivePersona } from '../model/persona.ts';
import { compareManaged, planeOn } from './compare.ts';
import { liveManaged } from './managed.ts';

/** JSON Pointers, in schema order. Empty where there is no draft: then the draft is what callers hear. */
export function notOnAir(set: JsonObject, live: LivePersona): string[] {
  if (live.draft === null) return [];
  const onAir: LivePersona = { ...live, draft: null };
  const planeOf = planeOn(live);
  const ofDraft = objectFrom(Object.entries(set).filter(([name]) => planeOf(name) === 'draft'));
  const changes = compareManaged(liveManaged(onAir, ofDraft), liveManaged(live, ofDraft), {
    planeOf,
    sourcesOf: () => [],
  });
  return changes.map(({ path }) => path);
}
