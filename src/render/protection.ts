/** Where a write goes and what it is made from, and why a protected environment is not written to. */
import { shellWord } from '../model/command-line.ts';
import type { Plan } from '../model/plan.ts';
import { isDirty, type NoRepository, type ProtectionFailure, type WorkTree } from '../model/work-tree.ts';
import { visible } from './visible.ts';
import { count } from './words.ts';

/** The one line before a write. */
export function bannerLine({ target, commit }: Pick<Plan, 'target' | 'commit'>, tree: WorkTree | NoRepository): string {
  const sha = commit ?? ('why' in tree ? null : tree.head);
  const words = [
    `Writing to ${target.base_url}`,
    ...(target.environment === null ? [] : [`environment ${target.environment}`]),
    `account ${target.account ?? 'unknown'}`,
    ...(sha === null ? [] : [`commit ${sha.slice(0, 7)}`]),
    treeWords(tree),
  ];
  return `${visible(words.join(', '))}.`;
}

function treeWords(tree: WorkTree | NoRepository): string {
  if (!('why' in tree)) return isDirty(tree) ? 'dirty work tree' : 'clean work tree';
  if (tree.why === 'no_repository') return 'no git repository';
  return tree.why === 'no_commits' ? 'nothing committed' : 'git cannot tell whether it is committed';
}

/** One clause each. */
export function describeProtection(failure: ProtectionFailure): string {
  switch (failure.kind) {
    case 'no_branch_named':
      return 'its settings name no branch (`apply_from`) that it is written from';
    case 'no_repository':
      return describeNoRepository(failure.missing);
    case 'branch':
      return failure.found === null
        ? `it is written from the branch ${failure.expected}, and no branch is checked out`
        : `it is written from the branch ${failure.expected}, and this is ${visible(failure.found)}`;
    case 'commit':
      return `the CI runs for commit ${failure.expected.slice(0, 7)}, and ${failure.found.slice(0, 7)} is checked out`;
    case 'dirty':
      return [
        ...listed(failure.changed, 'tracked file is', 'tracked files are', 'not as committed'),
        ...listed(failure.untracked, 'file is', 'files are', 'not in git'),
      ].join('; ');
    default:
      return failure satisfies never;
  }
}

const MOST_NAMED = 3;

function listed(paths: readonly string[], one: string, many: string, what: string): string[] {
  if (paths.length === 0) return [];
  const rest = paths.length - MOST_NAMED;
  const named = paths.slice(0, MOST_NAMED).map(visible).join(', ');
  return [`${count(paths.length, one, many)} ${what} (${named}${rest > 0 ? ` and ${rest} more` : ''})`];
}

function describeNoRepository(missing: NoRepository): string {
  switch (missing.why) {
    case 'no_repository':
      return 'its files are in no git repository';
    case 'no_git':
      return 'git is not installed here, and says what is committed';
    case 'no_commits':
      return 'nothing is committed yet';
    case 'refused':
      return 'git does not trust the folder, which belongs to another user';
    case 'git_failed':
      return `git failed (${visible(missing.message)})`;
    default:
      return missing satisfies never;
  }
}

/** What mends it, a line each. */
export function protectionWays(failure: ProtectionFailure): string[] {
  switch (failure.kind) {
    case 'no_branch_named':
      return ['To write from one branch, name it beside `protected` in persona-sync.yaml: apply_from: main'];
    case 'no_repository':
      return waysToRepository(failure.missing);
    case 'branch':
      return [`To go there: git switch ${shellWord(failure.expected)}`];
    case 'commit':
      return ['Let the CI check out the commit that it runs for, or the branch itself.'];
    case 'dirty':
      return [
        'See what is not committed: git status',
        `Commit it, or put it aside: git stash push --include-untracked${stashed([...failure.changed, ...failure.untracked])}`,
      ];
    default:
      return failure satisfies never;
  }
}

/** With a hundred paths nobody would read the command; all of them are put aside then. Paths count from the top. */
function stashed(paths: readonly string[]): string {
  if (paths.length > MOST_NAMED || paths.some((path) => visible(path) !== path)) return '';
  return ` -- ${paths.map((path) => shellWord(`:(top,literal)${path}`)).join(' ')}`;
}

function waysToRepository(missing: NoRepository): string[] {
  switch (missing.why) {
    case 'refused':
      return [`If you do trust it: git config --global --add safe.directory ${shellWord(missing.folder)}`];
    case 'no_git':
      return ['Install git, and let PATH lead to it.'];
    case 'git_failed':
      return ['See what it says, and mend it: git status'];
    default:
      return [];
  }
}
