/** What undo tells beside its plan. */

/**
 * Why a field is not put back.
 *
 * - `created`: the run made the persona, and undo deletes nothing.
 * - `changed_since`: it is no longer what that run wrote. - `redacted`: a key was taken out of the value, so the old one is
 * not known in full. - `unsettable`: no persona file could set such a field.
 */
export type LeftAloneReason = 'created' | 'changed_since' | 'redacted' | 'unsettable';

export interface LeftAlone {
  readonly key: string;
  readonly id: string | null;
  /** JSON Pointer; empty for a persona that was created. */
  readonly path: string;
  readonly reason: LeftAloneReason;
}

/** What production has of a draft field that is put back: the value before the run, what the run wrote, or neither. */
export interface CallersHear {
  readonly key: string;
  /** JSON Pointer. */
  readonly path: string;
  readonly callers_hear: 'old' | 'undone' | 'other';
}
