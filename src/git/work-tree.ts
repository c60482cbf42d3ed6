/** Whether the files of a run are as committed, and on which branch. Source: git-status(1), "Porcelain Format Version 2". */
import type { NoRepository, WorkTree } from '../model/work-tree.ts';
import { withoutFilters } from './filters.ts';
import { findRepository } from './repository.ts';
import { type GitAnswer, type GitPlace, runGit } from './run.ts';

export interface FilesOfRun {
  /** Every file below it counts, but those with a name that begins with a dot, which no run reads. */
  readonly folder: string;
  /** These count whatever their names. */
  readonly files: readonly string[];
}

export type WorkTreeAnswer = { readonly top: string; readonly tree: WorkTree } | NoRepository;

/** `place` is a folder of the repository; `pathBelow` makes a path relative to its top, or null outside. Ignored files count too. */
export async function readWorkTree(
  place: GitPlace,
  of: FilesOfRun,
  pathBelow: (top: string, path: string) => Promise<string | null>,
): Promise<WorkTreeAnswer> {
  const repository = await findRepository(place);
  if ('why' in repository) return repository;
  const { top, head } = repository;
  const at = { ...place, folder: top };
  const folder = await pathBelow(top, of.folder);
  const below = await Promise.all(of.files.map((file) => pathBelow(top, file)));
  const files = new Set(below.filter((path) => path !== null));
  const unfiltered = await withoutFilters(at);
  if ('failure' in unfiltered) return explain(unfiltered);
  const how = ['--porcelain=v2', '--branch', '-z', '--no-renames', '--untracked-files=no', '--ignore-submodules=all'];
  const paths = [...(folder === null ? [] : [folder]), ...files];
  const [status, others] = await Promise.all([
    runGit([...unfiltered, 'status', ...how], at),
    runGit(['ls-files', '--others', '-z', '--', ...paths], at),
  ]);
  if (!status.ok) return explain(status);
  if (!others.ok) return explain(others);
  const untracked = paths.length === 0 ? [] : entriesOf(others.text);
  return {
    top,
    tree: {
      head,
      ...readStatus(status.text),
      untracked: untracked.filter((path) => files.has(path) || !isHidden(path, folder ?? '.')),
    },
  };
}

/** Lines that begin with `#` tell of the branch; the others end with a path, behind seven words, or behind nine of a conflict. */
function readStatus(text: string): Pick<WorkTree, 'branch' | 'changed'> {
  const lines = entriesOf(text);
  const head = lines.find((line) => line.startsWith('# branch.head '))?.slice('# branch.head '.length) ?? '(detached)';
  const changed = lines.flatMap((line) => {
    if (line.startsWith('#')) return [];
    const words = line.split(' ');
    return [words.slice(words[0] === 'u' ? 10 : 8).join(' ')];
  });
  return { branch: head === '(detached)' ? null : head, changed };
}

/** `path` relative to the top, in `folder`. */
function isHidden(path: string, folder: string): boolean {
  const own = folder === '.' ? path : path.slice(folder.length + 1);
  return own.split('/').some((name) => name.startsWith('.'));
}

function entriesOf(text: string): string[] {
  return text.split('\0').filter((entry) => entry !== '');
}

function explain({ failure }: Exclude<GitAnswer, { ok: true }>): NoRepository {
  return failure.kind === 'not_installed' ? { why: 'no_git' } : { why: 'git_failed', message: failure.message };
}
