/** What moved between plan and apply, for a step that is held. */
import { isJsonObject, type JsonObject, type JsonValue, objectFrom, pointerSegments } from '../model/json.ts';
import type { LivePersona } from '../model/persona.ts';
import type { Change, PlannedPersona } from '../model/plan.ts';
import { redactJson } from '../model/secrets.ts';
import { compareManaged, planeOn } from '../plan/compare.ts';
import { desiredManaged, liveManaged } from '../plan/managed.ts';

/** The managed fields that are not as the plan saw them: `before` then, `after` now. */
export function movedSince(step: PlannedPersona, live: LivePersona, keyInUse: string | null): Change[] {
  const now = redactJson(liveManaged(live, step.set), keyInUse);
  if (!isJsonObject(now)) return [];
  return compareManaged(liveAsPlanned(step), now, { planeOf: planeOn(live), sourcesOf: () => [] });
}

/**
 * The live managed values that the plan saw: as desired, except where a change says what stood there before. (A plan
 * carries no copy of the live side, and needs none.)
 */
function liveAsPlanned(step: PlannedPersona): JsonObject {
  return step.changes.reduce(
    (seen, change) => withValue(seen, pointerSegments(change.path), change.before),
    desiredManaged(step.set),
  );
}

function withValue(object: JsonObject, [key = '', ...rest]: readonly string[], value: JsonValue): JsonObject {
  const others = Object.entries(object).filter(([name]) => name !== key);
  const inner = object[key];
  if (rest.length > 0) return objectFrom([...others, [key, withValue(isJsonObject(inner) ? inner : {}, rest, value)]]);
  return objectFrom(value === null ? others : [...others, [key, value]]);
}
