import type { Change } from './plan.ts';

export type DriftStatus = 'in_sync' | 'differs' | 'missing' | 'deleted' | 'failed';

/** `edited`: the draft (or a root field) is not as the files say. `unpromoted`: production is not the draft; for information. */
export type DriftFinding = 'edited' | 'unpromoted';

/** `behind`: commits were not applied. `edited`: somebody changed the live side. `both`. `unknown`: git cannot tell of all of it. */
export type DriftCause = 'behind' | 'edited' | 'both' | 'unknown';

export interface DriftPersona {
  readonly key: string;
  readonly id: string;
  readonly file: string;
  readonly status: DriftStatus;
  readonly findings: readonly DriftFinding[];
  /** Who moved; null where nothing differs. */
  readonly cause: DriftCause | null;
  /** When the live persona was last updated, ISO 8601; null where it could not be read. */
  readonly updated_at: string | null;
  /** `before` is live, `after` the files. */
  readonly changes: readonly Change[];
  /** Managed draft fields (JSON Pointers) that callers still hear differently. */
  readonly not_on_air: readonly string[];
}
