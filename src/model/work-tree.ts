/** What git says of the files that a run is made from. */

export interface WorkTree {
  /** The commit that is checked out. */
  readonly head: string;
  /** The branch that is checked out, or null where HEAD is detached. */
  readonly branch: string | null;
  /** Tracked files that are not as committed, of the whole repository, relative to its top with `/`. */
  readonly changed: readonly string[];
  /** Files that a run may read and that git does not know, the same. */
  readonly untracked: readonly string[];
}

export type NoRepository =
  | { readonly why: 'no_repository' | 'no_git' | 'no_commits' }
  /** git does not trust the folder, which belongs to somebody else. */
  | { readonly why: 'refused'; readonly folder: string }
  | { readonly why: 'git_failed'; readonly message: string };

/** What the CI's variables say of its run. */
export interface CiCheckout {
  /** Null for a tag, and for a pull request. */
  readonly branch: string | null;
  /** The commit that it runs for, or null where it does not say. */
  readonly commit: string | null;
}

export function isDirty({ changed, untracked }: WorkTree): boolean {
  return changed.length + untracked.length > 0;
}

/** Why a protected environment is not written to. */
export type ProtectionFailure =
  /** The environment does not say which branch it is written from. */
  | { readonly kind: 'no_branch_named' }
  | { readonly kind: 'no_repository'; readonly missing: NoRepository }
  /** `found`: null where no branch is known. */
  | { readonly kind: 'branch'; readonly expected: string; readonly found: string | null }
  /** The CI runs for the branch, but this is not the commit that it runs for. */
  | { readonly kind: 'commit'; readonly expected: string; readonly found: string }
  | { readonly kind: 'dirty'; readonly changed: readonly string[]; readonly untracked: readonly string[] };
