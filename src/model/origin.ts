/** Who moved, where live and files differ: what git's history of the files says of a live value. */
import type { JsonObject } from './json.ts';

/**
 * - `behind`: an earlier commit wanted the live value, so what was committed since has not been applied.
 * - `edited`: commits managed the field, and none of them wanted the live value: somebody changed it elsewhere.
 * - `new`: the files have come to manage the field, and nothing was written to the persona since.
 * - `unknown`: git cannot tell.
 */
export type Origin = 'behind' | 'new' | 'edited' | 'unknown';

/** The first commit that is not applied: the one that took the live value out of the files. */
export interface Behind {
  readonly sha: string;
  readonly subject: string;
  /** When it was committed, ISO 8601. */
  readonly date: string;
  readonly author: string;
  /** How many commits changed this field since the live value, that one included. */
  readonly commits: number;
}

/** What a change carries of it. Both are null where git was not asked; `behind` also where what is not applied is not committed. */
export interface OriginOf {
  readonly origin: Origin | null;
  readonly behind: Behind | null;
}

export const NO_ORIGIN: OriginOf = { origin: null, behind: null };

export interface PastCommit {
  readonly sha: string;
  readonly subject: string;
  readonly author: string;
  /** When it was committed, ISO 8601. */
  readonly date: string;
}

/** What a persona's files said at one commit. */
export interface PastVersion {
  readonly commit: PastCommit;
  /** On the line of first parents: a state that the branch itself has been in. */
  readonly onLine: boolean;
  /** The fields that it managed, as far as they can be resolved. */
  readonly set: JsonObject;
  /** Fields whose value lies in an object that this clone does not hold, or in a large-file store. */
  readonly unavailable: readonly string[] | 'all';
  /** Fields that it managed, whose value cannot be resolved: such a commit can never have been applied. */
  readonly unresolved: readonly string[];
}

/** Why an origin is unknown. */
export type UnknownReason =
  | 'no_repository'
  | 'no_git'
  | 'refused'
  | 'git_failed'
  | 'uncommitted'
  | 'shallow'
  | 'unavailable';

export interface PersonaPast {
  /** Those of the branch's own line first, each line with the newest first. None where no commit has the persona. */
  readonly versions: readonly PastVersion[];
  /** What is older is not in this clone. */
  readonly shallow: boolean;
}
