/** Which files are not as they were where two lines of history parted: committed since, staged, edited or untracked. */
import { withoutFilters } from './filters.ts';
import type { Repository } from './repository.ts';
import { type GitAnswer, type GitPlace, runGit } from './run.ts';

export interface ChangedFiles {
  /** The merge base: the newest commit that both have. */
  readonly base: string;
  /** Files that are there and are new or other, relative to the repository's top with `/`. */
  readonly changed: ReadonlySet<string>;
  /** Files of the base that are gone. */
  readonly deleted: ReadonlySet<string>;
}

export type NotComparable =
  | { readonly why: 'no_ref' | 'no_base' | 'not_installed' }
  | { readonly why: 'failed'; readonly message: string };

/** `ref` is anything that names a commit; `paths` are relative to the repository's top. Five processes. */
export async function changedSince(
  ref: string,
  paths: readonly string[],
  { top, head }: Repository,
  env: GitPlace['env'],
): Promise<ChangedFiles | NotComparable> {
  const place = { folder: top, env };
  const commit = await runGit(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], place);
  if (!commit.ok) return failed(commit) ?? { why: 'no_ref' };
  const common = await runGit(['merge-base', commit.text.trim(), head], place);
  if (!common.ok) return failed(common) ?? { why: 'no_base' };
  const base = common.text.trim();
  const unfiltered = await withoutFilters(place);
  if ('failure' in unfiltered) return failed(unfiltered) ?? { why: 'no_base' };
  const plain = ['--no-renames', '--no-ext-diff', '--no-textconv', '--ignore-submodules=all', '--name-status', '-z'];
  const tracked = await runGit([...unfiltered, 'diff', ...plain, base, '--', ...paths], place);
  if (!tracked.ok) return failed(tracked) ?? { why: 'no_base' };
  const untracked = await runGit(['ls-files', '--others', '-z', '--', ...paths], place);
  if (!untracked.ok) return failed(untracked) ?? { why: 'no_base' };
  return { base, ...sortChanges(tracked.text, untracked.text) };
}

/** Where git says nothing, it says no. */
function failed(answer: Exclude<GitAnswer, { ok: true }>): NotComparable | null {
  const { failure } = answer;
  if (failure.kind === 'not_installed') return { why: 'not_installed' };
  return failure.message.startsWith('fatal:') ? { why: 'failed', message: failure.message } : null;
}

/** `diff --name-status -z` prints a letter and a path in turn. A file that left the index alone is untracked, not deleted. */
function sortChanges(tracked: string, untracked: string): Pick<ChangedFiles, 'changed' | 'deleted'> {
  const parts = tracked.split('\0');
  const changed = new Set(untracked.split('\0').filter((path) => path !== ''));
  const deleted = new Set<string>();
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [letter, path = ''] = [parts[at], parts[at + 1]];
    if (letter !== 'D') changed.add(path);
    else if (!changed.has(path)) deleted.add(path);
  }
  return { changed, deleted };
}
