import type { GuardName } from './guard.ts';
import type { JsonValue } from './json.ts';
import type { Change, PlanFailure, PromoteChange, PromoteReason, StepAction } from './plan.ts';
import type { ServiceFailure } from './service.ts';

/** What became of one planned step. */
export type OutcomeStatus = 'applied' | 'unchanged' | 'held' | 'failed' | 'unverified' | 'unknown' | 'not_attempted';

/**
 * Why a step did not end as `applied` or `unchanged`.
 *
 * - a PlanFailure: the persona could not be planned, or is gone since. - a PromoteReason: it must not be promoted.
 * - `not_updated`: it is not promoted, because its own update did not end well.
 * - `stale`: managed fields moved since the plan. - `overtaken`: another writer was seen while a lost write was settled.
 * - `guarded`: a guard holds it, and it was not allowed. - `not_reviewed`: other changes of it were reviewed than there are now.
 * - `rejected`: the service refused the write. - `unreadable`: the fresh read failed, so nothing was written.
 * - `altered`: the service stored something else than was sent, or touched what is not managed; or production is not the
 *   draft that was promoted.
 * - `no_answer`: the write's answer was lost and nothing could be read afterwards.
 * - `other_account`: the persona belongs to another account than the plan's. - `stopped`: the run ended before this step.
 */
export type OutcomeReason =
  | PlanFailure
  | PromoteReason
  | 'not_updated'
  | 'stale'
  | 'guarded'
  | 'not_reviewed'
  | 'overtaken'
  | 'rejected'
  | 'altered'
  | 'no_answer'
  | 'other_account'
  | 'stopped';

/** A write that was overtaken while it was settled may have been stored before the other one. */
export function mayHaveWritten({ status, reason }: Pick<Outcome, 'status' | 'reason'>): boolean {
  return status === 'applied' || status === 'unverified' || status === 'unknown' || reason === 'overtaken';
}

/** One field where the service's answer is not what was meant. */
export interface Mismatch {
  /** JSON Pointer. */
  readonly path: string;
  /** `managed`: sent, and came back as something else. `unmanaged`: not sent, and lost or changed all the same. */
  readonly field: 'managed' | 'unmanaged';
  /** What was sent; for an unmanaged field, what stood there before. */
  readonly sent: JsonValue;
  readonly came_back: JsonValue;
}

/** For a step that is held: a field that moved, `before` as the plan saw it, `after` as it is live now. */
export interface MovedChange extends Change {
  /** For a promote: which of the two versions moved. */
  readonly version?: 'draft' | 'production';
}

/** A persona that is updated and promoted has two: the update's, then the promote's. */
export interface Outcome {
  readonly key: string;
  /** Of a created persona, its new one; null where none is known. */
  readonly id: string | null;
  readonly action: StepAction | 'promote';
  readonly status: OutcomeStatus;
  readonly reason: OutcomeReason | null;
  /** For a promote: production → draft, as planned. */
  readonly changes: readonly (Change | PromoteChange)[];
  readonly moved: readonly MovedChange[];
  /** For `unverified`: each field, what was sent and what came back. */
  readonly mismatches: readonly Mismatch[];
  /** Unmanaged fields that the service added by itself during the write: information only. */
  readonly added_by_service: readonly string[];
  /** Managed draft fields (JSON Pointers) that callers still hear differently, because production is not the draft. */
  readonly not_on_air: readonly string[];
  /** Phone numbers that the persona answers. */
  readonly inbound_numbers: readonly string[];
  /** For `guarded`: the guards to allow. */
  readonly guards: readonly GuardName[];
  readonly failure: ServiceFailure | null;
  /** Of a created persona: the file that has its id now, relative to the working directory; null where it is in none. */
  readonly bound: string | null;
}
