import type { Diagnostic, Place } from './diagnostic.ts';
import type { Plane } from './fields.ts';
import type { JsonObject, JsonValue } from './json.ts';

/** The plan is plain data and is its own document: `plan --format json` and `--out` print it as it stands (schemas/plan.schema.json). */

export const FORMAT_VERSION = '1';

export type ChangeKind = 'add' | 'remove' | 'replace';

/** One field that differs. `before` is live, `after` the files, both in canonical form. */
export interface Change {
  /** JSON Pointer: `/role`, `/call_config/voice`. */
  readonly path: string;
  /** `before` null → add, `after` null → remove, else replace. */
  readonly kind: ChangeKind;
  readonly plane: Plane;
  readonly before: JsonValue;
  readonly after: JsonValue;
  readonly sources: readonly Place[];
}

/** The definite answers that fail one persona alone, and `unreadable`, which makes the plan incomplete. */
export type PlanFailure = 'missing' | 'deleted' | 'twin' | 'other_id' | 'unreadable';

export type StepAction = 'update' | 'none' | 'failed';

export interface PlannedPersona {
  readonly key: string;
  readonly file: string;
  readonly id: string;
  readonly name: string;
  readonly action: StepAction;
  readonly reason: PlanFailure | null;
  /** When the live persona was last updated, ISO 8601. */
  readonly updated_at: string | null;
  /** Hash of the live canonical values of the managed fields; null where the persona could not be read. */
  readonly fingerprint: string | null;
  /** Hash of the id and the changes; null where there is none to write. */
  readonly digest: string | null;
  readonly changes: readonly Change[];
  /** Every managed field as resolved from the files; `changes` decide what is written. */
  readonly set: JsonObject;
}

export interface Target {
  readonly base_url: string;
  readonly environment: string | null;
  /** The `user_id` that all personas read share, else null. */
  readonly account: string | null;
}

/** A diagnostic as documents carry it: without the excerpt. */
export type DocumentDiagnostic = Omit<Diagnostic, 'excerpt'>;

export interface Plan {
  readonly format_version: typeof FORMAT_VERSION;
  readonly command: 'plan';
  readonly target: Target;
  /** ISO 8601. */
  readonly created_at: string;
  readonly commit: string | null;
  /** False where a read failed without a definite answer; such a plan cannot be applied. */
  readonly complete: boolean;
  readonly summary: { readonly files: number; readonly update: number; readonly none: number; readonly failed: number };
  readonly personas: readonly PlannedPersona[];
  readonly diagnostics: readonly DocumentDiagnostic[];
  /** SHA-256 over all of the above as written. It shows accidents; it is no signature. */
  readonly digest: string;
}
