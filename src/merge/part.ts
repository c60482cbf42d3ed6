/** The documents that are joined: the plans of several jobs, or their reports. */
import type { DriftPersona, DriftPlane } from '../model/drift.ts';
import type { Outcome } from '../model/outcome.ts';
import type { DocumentDiagnostic, Plan, Target } from '../model/plan.ts';
import type { ShardShare } from '../model/shard.ts';

/** What every one of them has. */
interface About {
  readonly target: Target;
  /** ISO 8601. */
  readonly created_at: string;
  readonly commit: string | null;
  readonly shard?: ShardShare;
  readonly diagnostics: readonly DocumentDiagnostic[];
}

export interface DriftReport extends About {
  readonly command: 'drift';
  readonly complete: boolean;
  readonly plane: DriftPlane;
  readonly personas: readonly DriftPersona[];
}

export interface ApplyReport extends About {
  readonly command: 'apply';
  readonly run: string | null;
  readonly journal: string | null;
  readonly outcomes: readonly Outcome[];
  /** Why the run stopped. */
  readonly error?: ReportedError;
}

export interface ReportedError {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

export type Document = Plan | DriftReport | ApplyReport;

export interface Part<D extends Document = Document> {
  /** As it was named. */
  readonly file: string;
  readonly document: D;
}

/** The personas that a document is about. */
export function membersOf(document: Document): readonly { readonly key: string; readonly id: string | null }[] {
  return document.command === 'apply' ? document.outcomes : document.personas;
}
