/** What moved between plan and apply, for a step that is held. */
import { isJsonObject } from '../model/json.ts';
import type { LivePersona } from '../model/persona.ts';
import type { Change, PlannedPersona } from '../model/plan.ts';
import { type KeysInUse, redactJson } from '../model/secrets.ts';
import { compareManaged, planeOn } from '../plan/compare.ts';
import { liveAsPlanned } from '../plan/live-as-planned.ts';
import { liveManaged } from '../plan/managed.ts';

/** The managed fields that are not as the plan saw them: `before` then, `after` now. */
export function movedSince(step: PlannedPersona, live: LivePersona, keyInUse: KeysInUse): Change[] {
  const now = redactJson(liveManaged(live, step.set), keyInUse);
  if (!isJsonObject(now)) return [];
  return compareManaged(liveAsPlanned(step), now, { planeOf: planeOn(live), sourcesOf: () => [] });
}
