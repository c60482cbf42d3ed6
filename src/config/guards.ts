/** `guards` and `accepted` of the config, after the schema has judged them. */
import { type AcceptedRisk, DEFAULT_GUARD_LIMITS, GUARD_NAMES, type GuardLimits } from '../model/guard.ts';
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '../model/json.ts';

/** The limits under `guards` of the config or of one of its environments; what is not named there is as in `otherwise`. */
export function readGuardLimits(settings: JsonObject, otherwise: GuardLimits = DEFAULT_GUARD_LIMITS): GuardLimits {
  const percent = (name: string, usual: number): number => {
    const value = guardSetting(settings, name);
    return typeof value === 'number' ? value : usual;
  };
  return {
    massChangePercent: percent('mass_change_percent', otherwise.massChangePercent),
    shrinkPercent: percent('shrink_percent', otherwise.shrinkPercent),
  };
}

export function readRequireOrigin(settings: JsonObject, otherwise: boolean): boolean {
  const value = guardSetting(settings, 'require_origin');
  return typeof value === 'boolean' ? value : otherwise;
}

function guardSetting(settings: JsonObject, name: string): JsonValue | undefined {
  const guards = ownValue(settings, 'guards');
  return isJsonObject(guards) ? ownValue(guards, name) : undefined;
}

export function readAccepted(settings: JsonObject): AcceptedRisk[] {
  const accepted = ownValue(settings, 'accepted');
  return Array.isArray(accepted) ? accepted.flatMap(readRisk) : [];
}

function readRisk(value: JsonValue): AcceptedRisk[] {
  if (!isJsonObject(value)) return [];
  const guard = GUARD_NAMES.find((name) => name === ownValue(value, 'guard'));
  const [persona, digest] = [ownValue(value, 'persona'), ownValue(value, 'digest')];
  if (guard === undefined || typeof digest !== 'string') return [];
  return [{ guard, persona: typeof persona === 'string' ? persona : null, digest }];
}
