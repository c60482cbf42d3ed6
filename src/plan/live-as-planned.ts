import { isJsonObject, type JsonObject, type JsonValue, objectFrom, ownValue, pointerSegments } from '../model/json.ts';
import type { PlannedPersona } from '../model/plan.ts';
import { desiredManaged } from './managed.ts';

/**
 * The live managed values that the plan saw, in canonical form: as desired, except where a change says what stood there
 * before. A plan carries no copy of the live side, and needs none.
 */
export function liveAsPlanned({ set, changes }: Pick<PlannedPersona, 'set' | 'changes'>): JsonObject {
  return changes.reduce((seen, { path, before }) => {
    const [field = '', key] = pointerSegments(path);
    if (key === undefined) return withEntry(seen, field, before);
    const settings = ownValue(seen, field);
    const others = isJsonObject(settings) ? settings : {};
    return withEntry(seen, field, before === null ? without(others, key) : withEntry(others, key, before));
  }, desiredManaged(set));
}

function withEntry(object: JsonObject, key: string, value: JsonValue): JsonObject {
  return objectFrom([...Object.entries(without(object, key)), [key, value]]);
}

function without(object: JsonObject, key: string): JsonObject {
  return objectFrom(Object.entries(object).filter(([name]) => name !== key));
}
