/**
 * Why a whole run stops early: an expected problem, carried as a value and never thrown. What concerns one persona or
 * one place in a file is an Outcome or a Diagnostic instead.
 */
export type StopCode =
  | 'usage'
  | 'config'
  | 'environment'
  | 'invalid_files'
  | 'no_match'
  | 'several_match'
  | 'no_version'
  | 'no_personas'
  | 'no_key'
  | 'bad_address'
  | 'unauthorized'
  | 'wrong_account'
  | 'changed_since'
  | 'snapshot'
  | 'plan_file'
  | 'merge'
  | 'incomplete'
  | 'guarded'
  | 'undecided'
  | 'bind'
  | 'approval'
  | 'declined'
  | 'write_file'
  | 'journal'
  | 'locked'
  | 'interrupted'
  | 'port'
  | 'seed'
  | 'internal';

export class Stop {
  readonly code: StopCode;
  /** What happened and where. */
  readonly message: string;
  /** What to do, or null where nothing can be said. */
  readonly hint: string | null;

  constructor(code: StopCode, message: string, hint: string | null = null) {
    this.code = code;
    this.message = message;
    this.hint = hint;
  }
}

/** The text of anything thrown, for messages. Errors are known by their shape: not all come from this realm. */
export function messageOf(thrown: unknown): string {
  const message = typeof thrown === 'object' && thrown !== null && 'message' in thrown ? thrown.message : thrown;
  return String(message);
}

/** Whether something thrown by the system has this code, such as `EEXIST`. */
export function isCode(thrown: unknown, code: string): boolean {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === code;
}
