/** What pull makes of live personas: the fields that files hold, and those that they cannot hold. */
import type { Place } from './diagnostic.ts';

/** What a file is made from: the draft, which is what apply writes, or the production version, which callers hear. */
export const PULL_PLANES = ['draft', 'production'] as const;
export type PullPlane = (typeof PULL_PLANES)[number];

/**
 * Why a live value stands in no file.
 *
 * - `unknown_field`: no field that this tool knows, or that `allow_fields` names. - `key_shape`: it looks like an API key.
 * - `wrong_type`: another type than the field has. - `blank_item`: an item of a list is empty. - `incomplete_row`: a
 * routing row lacks one of its five keys. - `number`: a number that JavaScript cannot hold. - `broken_text`: half a
 * character, which is no Unicode. - `too_long`: more than a file may hold. - `unwritable`: it would not be read back
 * as it is.
 */
export type LeftOutReason =
  | 'unknown_field'
  | 'key_shape'
  | 'wrong_type'
  | 'blank_item'
  | 'incomplete_row'
  | 'number'
  | 'broken_text'
  | 'too_long'
  | 'unwritable';

/** A live field that is left unmanaged. */
export interface LeftOut {
  /** JSON Pointer: `/role`, `/call_config/voice`. */
  readonly path: string;
  readonly reason: LeftOutReason;
  /** More of the reason, such as `found a number`; never the value. */
  readonly detail: string | null;
}

/**
 * Why a field of a file is not overwritten, though live differs.
 *
 * - `value`: it comes from a `${value}`. - `alias`: it stands elsewhere in the file. - `anchor`: other lines repeat it. -
 * `shared_prompt`: other personas or fields share its prompt file. - `prompt_list`: several prompt files make it up. -
 * `left_out`: no file can hold what is live. - `unwritable`: the file would not be read back as it was meant.
 */
export type ConflictReason = 'value' | 'alias' | 'anchor' | 'shared_prompt' | 'prompt_list' | 'left_out' | 'unwritable';

export interface PullConflict {
  /** JSON Pointer of the field. */
  readonly path: string;
  readonly reason: ConflictReason;
  readonly at: Place | null;
  /** The other place: of the value, the anchor, or who shares the prompt file. */
  readonly other: Place | null;
  /** More of the reason, never the value. */
  readonly detail: string | null;
}

/** `written`: a new file. `edited`: some of its values. `unchanged`: live is as it says. `conflict`: nothing could be edited. */
export type PullAction = 'written' | 'edited' | 'unchanged' | 'conflict';

export interface PulledPersona {
  readonly key: string;
  readonly file: string;
  readonly id: string;
  readonly name: string;
  readonly action: PullAction;
  /** JSON Pointers of what is brought into files. */
  readonly fields: readonly string[];
  readonly conflicts: readonly PullConflict[];
  readonly left_out: readonly LeftOut[];
  /** JSON Pointers of what is brought and is not on air: the draft says something else than production. */
  readonly not_on_air: readonly string[];
}

/** A live persona that gets no file. */
export interface SkippedPersona {
  readonly id: string;
  readonly name: string;
  /** `unbound`: a file that is bound to no live persona has its name, and may be meant for it. */
  readonly reason: 'twin' | 'deleted' | 'no_version' | 'unbound' | 'id' | 'name';
  /** Of `name`: why the name cannot stand in a file. Of `unbound`: the command that binds the file. */
  readonly detail: string | null;
}

/** A text file to write. Texts are without byte order mark. */
export interface FileWrite {
  /** Relative to the working directory, with `/`. */
  readonly file: string;
  /** As it was read; null where there must be none. */
  readonly before: string | null;
  readonly after: string;
}

export interface Pulled {
  readonly personas: readonly PulledPersona[];
  readonly skipped: readonly SkippedPersona[];
  readonly writes: readonly FileWrite[];
  /** Files that a pull which was killed has left as they would be written: they must still be so when others are. */
  readonly adopted: readonly FileWrite[];
}
