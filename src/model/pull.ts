/** What pull makes of live personas: the fields that files hold, and those that they cannot hold. */

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
