/** Which risks are allowed: by name on the command line, or accepted in review under `accepted:` in the config. */
import type { AcceptedRisk, GuardFinding, GuardLimits, GuardName } from '../model/guard.ts';
import type { Plan } from '../model/plan.ts';
import { findRisks } from './guards.ts';
import { findOverwrites } from './overwrite.ts';

export interface GuardRules {
  readonly limits: GuardLimits;
  readonly accepted: readonly AcceptedRisk[];
  /** Whether what git cannot tell is held like what was edited elsewhere. */
  readonly requireOrigin: boolean;
}

/** The personas whose update, or whose promote, is held: by key, with the guards that hold it. */
export interface Guarded {
  readonly update: ReadonlyMap<string, readonly GuardName[]>;
  readonly promote: ReadonlyMap<string, readonly GuardName[]>;
}

export const NOTHING_GUARDED: Guarded = { update: new Map(), promote: new Map() };

/** What stands in the way of a plan. */
export interface Verdict {
  /** Every risk that nobody has allowed. */
  readonly risks: readonly GuardFinding[];
  /** The guards of the whole run that refuse it. */
  readonly refused: readonly GuardFinding[];
  /** The steps to hold. */
  readonly guarded: Guarded;
}

/** The risks that nobody has allowed. */
export function unpermittedRisks(
  plan: Pick<Plan, 'personas' | 'summary' | 'shard'>,
  rules: GuardRules,
  allow: readonly GuardName[],
): GuardFinding[] {
  const found = [...findOverwrites(plan, rules.requireOrigin), ...findRisks(plan, rules.limits)];
  return found.filter((risk) => !allow.includes(risk.guard) && !rules.accepted.some((one) => accepts(one, risk)));
}

export function judgeRisks(plan: Plan, rules: GuardRules, allow: readonly GuardName[]): Verdict {
  const risks = unpermittedRisks(plan, rules, allow);
  const guarded = { update: guardsByKey(risks, 'update'), promote: guardsByKey(risks, 'promote') };
  return { risks, refused: risks.filter((risk) => risk.key === null), guarded };
}

function guardsByKey(risks: readonly GuardFinding[], wanted: GuardFinding['step']): Map<string, GuardName[]> {
  const guarded = new Map<string, GuardName[]>();
  for (const { key, guard, step } of risks) {
    if (key !== null && step === wanted) guarded.set(key, [...new Set([...(guarded.get(key) ?? []), guard])]);
  }
  return guarded;
}

/** An acceptance names the guard, the persona and the very change: it lapses when the change is another one. */
function accepts(accepted: AcceptedRisk, risk: GuardFinding): boolean {
  return accepted.guard === risk.guard && accepted.persona === risk.key && accepted.digest === risk.digest;
}
