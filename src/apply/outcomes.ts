/** Outcomes made from a planned step and what was learnt about it. */

import type { GuardName } from '../model/guard.ts';
import type { Mismatch, MovedChange, Outcome, OutcomeReason, OutcomeStatus } from '../model/outcome.ts';
import { inboundNumbers, type LivePersona } from '../model/persona.ts';
import type { PlannedPersona } from '../model/plan.ts';
import { type KeysInUse, redact, redactJson } from '../model/secrets.ts';
import type { ServiceFailure } from '../model/service.ts';
import { notOnAir } from '../plan/on-air.ts';

export interface Findings {
  readonly reason?: OutcomeReason;
  readonly moved?: readonly MovedChange[];
  readonly mismatches?: readonly Mismatch[];
  readonly added?: readonly string[];
  readonly guards?: readonly GuardName[];
  readonly failure?: ServiceFailure;
  /** The persona as it was last seen. */
  readonly live?: LivePersona;
  /** Of a persona that the plan knows no id of. */
  readonly id?: string;
  /** The file that has the new id now. */
  readonly bound?: string;
}

/** The outcome of the persona's update. Everything that came from the service is redacted here, so that no report can carry a key. */
export function makeOutcome(
  step: Pick<PlannedPersona, 'key' | 'id' | 'set'> & Pick<Outcome, 'action' | 'changes'>,
  status: OutcomeStatus,
  findings: Findings,
  keyInUse: KeysInUse,
): Outcome {
  const {
    reason = null,
    moved = [],
    mismatches = [],
    added = [],
    guards = [],
    failure,
    live,
    id,
    bound = null,
  } = findings;
  return {
    key: step.key,
    id: id ?? step.id,
    action: step.action,
    status,
    reason,
    changes: step.changes,
    moved: moved.map((change) => ({
      ...change,
      before: redactJson(change.before, keyInUse),
      after: redactJson(change.after, keyInUse),
    })),
    mismatches: mismatches.map((mismatch) => ({
      ...mismatch,
      sent: redactJson(mismatch.sent, keyInUse),
      came_back: redactJson(mismatch.came_back, keyInUse),
    })),
    added_by_service: added,
    not_on_air: live === undefined ? [] : notOnAir(step.set, live),
    inbound_numbers: live === undefined ? [] : inboundNumbers(live),
    guards,
    failure: failure === undefined ? null : { ...failure, message: redact(failure.message, keyInUse) },
    bound,
  };
}

/** The outcome of the persona's promote. */
export function makePromoteOutcome(
  { key, id, set, promote }: PlannedPersona,
  status: OutcomeStatus,
  findings: Findings,
  keyInUse: KeysInUse,
): Outcome {
  return makeOutcome({ key, id, set, action: 'promote', changes: promote?.changes ?? [] }, status, findings, keyInUse);
}
