/** What keeps a run from writing to a protected environment: its files are not what was merged, as far as git can tell. */
import type { CiCheckout, NoRepository, ProtectionFailure, WorkTree } from '../model/work-tree.ts';

export interface ProtectionInput {
  readonly applyFrom: string | null;
  readonly tree: WorkTree | NoRepository;
  /** Null outside a CI. */
  readonly ci: CiCheckout | null;
}

/** Empty where the run may write. */
export function judgeProtection({ applyFrom, tree, ci }: ProtectionInput): ProtectionFailure[] {
  if (applyFrom === null) return [{ kind: 'no_branch_named' }];
  if ('why' in tree) return [{ kind: 'no_repository', missing: tree }];
  const { changed, untracked } = tree;
  const dirty: ProtectionFailure[] =
    changed.length + untracked.length === 0 ? [] : [{ kind: 'dirty', changed, untracked }];
  return [...judgeBranch(applyFrom, tree, ci), ...dirty];
}

/** A CI names its branch for one commit: another one, checked out by hand, may be anybody's. */
function judgeBranch(expected: string, { branch, head }: WorkTree, ci: CiCheckout | null): ProtectionFailure[] {
  const found = branch ?? ci?.branch ?? null;
  if (found !== expected) return [{ kind: 'branch', expected, found }];
  if (branch !== null || ci?.commit == null || ci.commit === head) return [];
  return [{ kind: 'commit', expected: ci.commit, found: head }];
}
