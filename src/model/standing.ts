/** Where a persona stands: its file, its draft and what callers hear. `status --format json` prints it as it is. */

/**
 * `found`: it was read. `twin`: it was read, and is the machine-made twin of another object. `missing`, `deleted`: the
 * service has it no more. `archived`: it has neither a draft nor a production version. `failed`: it could not be read.
 */
export type StandingStatus = 'found' | 'twin' | 'missing' | 'deleted' | 'archived' | 'failed';

export interface Standing {
  /** Null for a live persona that no file manages. */
  readonly key: string | null;
  /** Null also where the file is invalid. */
  readonly file: string | null;
  readonly id: string;
  /** The live name; where the persona could not be read, the file's. */
  readonly name: string;
  readonly status: StandingStatus;
  /** Managed fields (JSON Pointers) of which the draft, or a root field, is not as the file says; null without a file or a read. */
  readonly files_to_draft: readonly string[] | null;
  /** Fields (JSON Pointers), managed or not, of which production is not the draft; null where either is not there. */
  readonly draft_to_production: readonly string[] | null;
  /** Managed fields (JSON Pointers) that callers do not hear as the file says; null without a file, a read or a production version. */
  readonly files_to_production: readonly string[] | null;
  /** When the draft was last changed, ISO 8601; null where there is none. */
  readonly draft_updated_at: string | null;
  /** What callers hear; null where nothing was promoted yet, or nothing could be read. */
  readonly production: StandingVersion | null;
  readonly inbound_numbers: readonly string[];
}

export interface StandingVersion {
  readonly id: string;
  readonly number: number | null;
  /** ISO 8601. */
  readonly promoted_at: string | null;
  /** The user, as the service names them. */
  readonly promoted_by: string | null;
}
