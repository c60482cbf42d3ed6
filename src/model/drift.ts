import type { Change, PromoteChange } from './plan.ts';

/** Which side must be as the files say: the draft, what callers hear, or both. Root fields are on air at once, and count for each. */
export const DRIFT_PLANES = ['draft', 'production', 'both'] as const;
export type DriftPlane = (typeof DRIFT_PLANES)[number];

/** A live persona that no file manages. */
export interface UnmanagedPersona {
  readonly id: string;
  readonly name: string;
  /** ISO 8601, or null where the service does not say. */
  readonly updated_at: string | null;
  readonly inbound_numbers: readonly string[];
}

/** `new`: the file's persona is not created yet. */
export type DriftStatus = 'in_sync' | 'differs' | 'new' | 'missing' | 'deleted' | 'failed';

/**
 * What is the case, whichever plane is asked for; that decides the status.
 *
 * - `edited`: the draft, or a root field, is not as the files say. - `unpromoted`: a field is on the draft as the files say, and
 * not in production. - `foreign`: draft and production differ in what no file says, so that the next promote is held.
 */
export type DriftFinding = 'edited' | 'unpromoted' | 'foreign';

/** `behind`: commits were not applied. `edited`: somebody changed the live side. `both`. `unknown`: git cannot tell of all of it. */
export type DriftCause = 'behind' | 'edited' | 'both' | 'unknown';

export interface DriftPersona {
  readonly key: string;
  readonly id: string | null;
  /** As the file says it. */
  readonly name: string;
  readonly file: string;
  readonly status: DriftStatus;
  readonly findings: readonly DriftFinding[];
  /** Who moved; null where draft and root are as the files say. */
  readonly cause: DriftCause | null;
  /** When the live persona was last updated, ISO 8601; null where it could not be read. */
  readonly updated_at: string | null;
  /** `before` is the draft, or the root; `after` the files. */
  readonly changes: readonly Change[];
  /** What callers hear otherwise: `before` is production, `after` the files. */
  readonly production_changes: readonly PromoteChange[];
  /** `before` is production, `after` the draft, of what no file says. */
  readonly foreign: readonly PromoteChange[];
  /** Managed draft fields (JSON Pointers) that callers still hear differently. */
  readonly not_on_air: readonly string[];
}
