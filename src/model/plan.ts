import type { Diagnostic, Place } from './diagnostic.ts';
import type { Plane } from './fields.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { OriginOf } from './origin.ts';
import type { CheckedReference, ReferenceNames } from './reference.ts';
import type { ShardShare } from './shard.ts';

/** The plan is plain data and is its own document: `plan --format json` and `--out` print it as it stands (schemas/plan.schema.json). */

export const FORMAT_VERSION = '1';

export type ChangeKind = 'add' | 'remove' | 'replace';

/** One field that differs. `before` is live, `after` the files, both in canonical form. */
export interface FieldChange {
  /** JSON Pointer: `/role`, `/call_config/voice`. */
  readonly path: string;
  /** `before` null → add, `after` null → remove, else replace. */
  readonly kind: ChangeKind;
  readonly plane: Plane;
  readonly before: JsonValue;
  readonly after: JsonValue;
  readonly sources: readonly Place[];
  /** What the account calls the ids in it, where that was asked. In no digest of a persona. */
  readonly names?: ReferenceNames;
}

/** One that an update would write, with who moved. Nobody did in a promote, whose desired side are not the files. */
export interface Change extends FieldChange, OriginOf {}

/**
 * One field that promote would change for callers: `before` is production, `after` the draft as this plan's own update
 * leaves it.
 */
export interface PromoteChange extends FieldChange {
  /** The difference does not come from the files: somebody made it in the dashboard since the last promote. */
  readonly foreign: boolean;
}

/** The definite answers that fail one persona alone, `namesake` (a persona of this name is live, and it is not known to be this one), `missing_reference` (its file refers to something that the account does not have), and `unreadable`, which makes the plan incomplete. `archived`: it has neither a draft nor a production version. */
export type PlanFailure =
  | 'missing'
  | 'deleted'
  | 'twin'
  | 'archived'
  | 'other_id'
  | 'namesake'
  | 'missing_reference'
  | 'unreadable';

/** `create`: nothing live is bound to the file, nor has its name. */
export type StepAction = 'create' | 'update' | 'none' | 'failed';

/** `none`: production has what the draft will have. `failed`: it must not be promoted; `reason` says why. */
export type PromoteAction = 'promote' | 'none' | 'failed';

/** `no_draft`: there is nothing to promote. `draft_differs`: the draft is not as the files say, and nothing is to be written. */
export type PromoteReason = 'no_draft' | 'draft_differs';

/** Draft → production, after the persona's own update. */
export interface PlannedPromote {
  readonly action: PromoteAction;
  readonly reason: PromoteReason | null;
  /** Hash of the content of both versions: production as read, the draft as it is to be when it is promoted. Null where it must not be. */
  readonly fingerprint: string | null;
  /** Hash of the id and the changes; null where there is nothing to promote. */
  readonly digest: string | null;
  /** When the draft was last updated, ISO 8601. */
  readonly draft_updated_at: string | null;
  readonly changes: readonly PromoteChange[];
}

export interface PlannedPersona {
  readonly key: string;
  readonly file: string;
  /** Null for one that is to be created, and where none is known. */
  readonly id: string | null;
  readonly name: string;
  readonly action: StepAction;
  readonly reason: PlanFailure | null;
  /** When the live persona was last updated, ISO 8601. */
  readonly updated_at: string | null;
  /** Hash of the live canonical values of the managed fields; null where there is no persona, or it could not be read. */
  readonly fingerprint: string | null;
  /** Hash of the id (of the key, to create) and the changes; null where there is none to write. */
  readonly digest: string | null;
  readonly changes: readonly Change[];
  /** Null where the plan promotes nothing, and where the persona could not be read. */
  readonly promote: PlannedPromote | null;
  /** Every managed field as resolved from the files; `changes` decide what is written. */
  readonly set: JsonObject;
}

/** A step that is to be done onto a live persona. */
export type BoundStep = PlannedPersona & { readonly id: string };

export function isUpdate(step: PlannedPersona): step is BoundStep {
  return step.action === 'update' && step.id !== null;
}

export interface Target {
  readonly base_url: string;
  readonly environment: string | null;
  /** The `user_id` that all personas read share, else null. */
  readonly account: string | null;
}

export interface PlanSummary {
  /** How many persona files there are in all, also when the plan is narrowed. */
  readonly files: number;
  readonly create: number;
  readonly update: number;
  readonly none: number;
  readonly failed: number;
  /** How many personas are to be promoted. */
  readonly promote: number;
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
  readonly summary: PlanSummary;
  /** The share of the personas that it is about; absent where it is about all. */
  readonly shard?: ShardShare;
  readonly personas: readonly PlannedPersona[];
  /** What the files refer to, and whether it is there; absent where nobody asked. */
  readonly references?: readonly CheckedReference[];
  readonly diagnostics: readonly DocumentDiagnostic[];
  /** SHA-256 over all of the above as written. It shows accidents; it is no signature. */
  readonly digest: string;
}
