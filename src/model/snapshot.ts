/** The live side, kept in a file: what a plan is made from where there is no key (schemas/snapshot.schema.json). */
import type { JsonObject } from './json.ts';
import type { DocumentDiagnostic, FORMAT_VERSION, Target } from './plan.ts';

/** Only what persona files can set, and what says whether and when it was changed. */
export interface SnapshotPersona {
  readonly id: string;
  readonly root: JsonObject;
  readonly draft: JsonObject | null;
  readonly production: JsonObject | null;
  /** JSON Pointers of fields that are left out of all three, because one of their values held a key. */
  readonly redacted: readonly string[];
}

export interface Snapshot {
  readonly format_version: typeof FORMAT_VERSION;
  readonly command: 'snapshot';
  readonly target: Target;
  /** When the live side was read, ISO 8601. */
  readonly created_at: string;
  /** Whether every persona of the account was read. Snapshots of before this was written down do not say so. */
  readonly whole?: boolean;
  readonly personas: readonly SnapshotPersona[];
  /** Ids that the service did not know. */
  readonly missing: readonly string[];
  readonly diagnostics: readonly DocumentDiagnostic[];
  /** SHA-256 over all of the above. It shows accidents; it is no signature. */
  readonly digest: string;
}
