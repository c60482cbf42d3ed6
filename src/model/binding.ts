/** What bind has done. */

/** A persona file and the live persona that it manages. */
export interface Binding {
  readonly key: string;
  readonly id: string;
  /** The file that says so, relative to the working directory. */
  readonly file: string;
  /** The id that stood there before, or null. */
  readonly was: string | null;
  /** False where it was bound so already. */
  readonly is_new: boolean;
}

/** A persona file that no name decided. */
export interface NotBound {
  readonly key: string;
  readonly name: string;
  /** The live personas that may be it; none where it is new. */
  readonly ids: readonly string[];
}
