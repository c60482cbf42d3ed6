import type { Change } from './plan.ts';

/** What changed from one version to the next; canonical values. */
export type VersionChange = Pick<Change, 'path' | 'kind' | 'before' | 'after'>;

/** One version of a persona, as `history` tells it. */
export interface HistoryEntry {
  readonly id: string;
  readonly number: number | null;
  /** `draft`, `production`, `archived`, or what the service calls it. */
  readonly type: string | null;
  /** When it was promoted; of the draft, when it was last changed. ISO 8601. */
  readonly at: string | null;
  /** Who promoted it, as the service names them. */
  readonly by: string | null;
  /** The version that it was made from; its number where that version is still known. */
  readonly from: { readonly id: string; readonly number: number | null; readonly type: string | null } | null;
  /** Managed fields (JSON Pointers) that are not as the file says; null without a file. */
  readonly differs_from_files: readonly string[] | null;
  /** Against the version before, `compared_to`; empty for the oldest. */
  readonly changes: readonly VersionChange[];
  /** The id of the version before; null for the oldest. */
  readonly compared_to: string | null;
}
