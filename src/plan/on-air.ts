/** What callers still hear differently: managed draft fields whose production value is not the draft's. */
import type { JsonObject } from '../model/json.ts';
import type { LivePersona } from '../model/persona.ts';
import { compareManaged, planeOn } from './compare.ts';
import { liveManaged } from './managed.ts';

/** JSON Pointers, in schema order. Empty where there is no draft: then the draft is what callers hear. */
export function notOnAir(set: JsonObject, live: LivePersona): string[] {
  if (live.draft === null) return [];
  const onAir: LivePersona = { ...live, draft: null };
  const planeOf = planeOn(live);
  return compareManaged(liveManaged(onAir, set), liveManaged(live, set), { planeOf, sourcesOf: () => [] })
    .filter((change) => change.plane === 'draft')
    .map((change) => change.path);
}
