/** What rollback tells beside its plan. */

/**
 * Why a field of the version is not brought back.
 *
 * - `key_shape`: it holds an API key, which is never written from here. - `not_shown`: the service does not show it in that
 * version. - `unsettable`: no field can have this name.
 */
export type NotBroughtReason = 'key_shape' | 'not_shown' | 'unsettable';

export interface NotBrought {
  /** JSON Pointer. */
  readonly path: string;
  readonly reason: NotBroughtReason;
}

export interface TouchingCommit {
  readonly sha: string;
  readonly subject: string;
  /** It has several parents: to revert it, git wants to know which of them stays. */
  readonly merge: boolean;
}

/** Where the files say something else than the version, and the commit that made them say it. */
export interface FilesSay {
  /** Fields (JSON Pointers) of the version that are not as the files say; empty: the files agree with it. */
  readonly fields: readonly string[];
  /** The files that say it, as the reader finds them. */
  readonly files: readonly string[];
  /** The newest commit of the branch that touched them; null where git knows none. */
  readonly commit: TouchingCommit | null;
  /** Of the files those that are not as committed. */
  readonly uncommitted: readonly string[];
}
