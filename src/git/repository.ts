/** The repository around a folder, or why there is none to ask. */
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { NoRepository } from '../model/work-tree.ts';
import { type GitFailure, type GitPlace, runGit } from './run.ts';

export interface Repository {
  /** The top of its work tree, absolute. */
  readonly top: string;
  /** The commit that is checked out. */
  readonly head: string;
  /** Older commits are missing. */
  readonly shallow: boolean;
}

export type { NoRepository };

/** Asks git once; not at all where no `.git` stands in the folder or above. */
export async function findRepository(place: GitPlace): Promise<Repository | NoRepository> {
  const folder = await folderOfRepository(place.folder);
  if (folder === null) return { why: 'no_repository' };
  const answer = await runGit(['rev-parse', '--is-shallow-repository', '--show-toplevel', 'HEAD'], place);
  if (!answer.ok) return explainNone(answer.failure, folder);
  const lines = answer.text.replace(/\n$/, '').split('\n');
  const [shallow, head] = [lines[0], lines.at(-1) ?? ''];
  return { top: lines.slice(1, -1).join('\n'), head, shallow: shallow === 'true' };
}

function explainNone(failure: GitFailure, folder: string): NoRepository {
  if (failure.kind === 'not_installed') return { why: 'no_git' };
  const { message } = failure;
  if (message.includes('dubious ownership')) return { why: 'refused', folder };
  if (message.includes('not a git repository') || message.includes('must be run in a work tree'))
    return { why: 'no_repository' };
  return message.includes("ambiguous argument 'HEAD'") ? { why: 'no_commits' } : { why: 'git_failed', message };
}

/** The nearest folder from here upwards that holds `.git`, or null: a worktree and a submodule have a file of that name. */
export async function folderOfRepository(folder: string): Promise<string | null> {
  const here = await stat(join(folder, '.git')).catch(() => null);
  if (here !== null) return folder;
  const above = dirname(folder);
  return above === folder ? null : folderOfRepository(above);
}
