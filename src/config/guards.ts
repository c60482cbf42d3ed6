/** `guards` and `accepted` of the config, after the schema has judged them. */
import { type AcceptedRisk, DEFAULT_GUARD_LIMITS, GUARD_NAMES, type GuardLimits } from '../model/guard.ts';
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '../model/json.ts';

export function readGuardLimits(settings: JsonObject): GuardLimits {
  const guards = ownValue(settings, 'guards');
  const percent = (name: string, otherwise: number): number => {
    const value = isJsonObject(guards) ? ownValue(guards, name) : undefined;
    return typeof value === 'number' ? value : otherwise;
  };
  return {
    massChangePercent: percent('mass_change_percent', DEFAULT_GUARD_LIMITS.massChangePercent),
    shrinkPercent: percent('shrink_percent', DEFAULT_GUARD_LIMITS.shrinkPercent),
  };
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
