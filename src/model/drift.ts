import type { Change } from './plan.ts';

export type DriftStatus = 'in_sync' | 'differs' | 'missing' | 'deleted' | 'failed';

/** `edited`: the draft (or a root field) is not as the files say. `unpromoted`: production is not the draft; for information. */
export type DriftFinding = 'edited' | 'unpromoted';

export interface DriftPersona {
  readonly key: string;
  readonly id: string;
  readonly file: string;
  readonly status: DriftStatus;
  readonly findings: readonly DriftFinding[];
  /** When the live persona was last updated, ISO 8601; null where it could not be read. */
  readonly updated_at: string | null;
  /** `before` is live, `after` the files. */
  readonly changes: readonly Change[];
  /** Managed draft fields (JSON Pointers) that callers still hear differently. */
  readonly not_on_air: readonly string[];
}
