/** What git knows of some files: the newest commit of the branch that touched them (a merge is one step), and whether they are as committed. */
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { TouchingCommit } from '../model/rollback.ts';
import { withoutFilters } from './filters.ts';
import { readLog } from './log.ts';
import { findRepository } from './repository.ts';
import { type GitPlace, runGit } from './run.ts';

export interface FilesInGit {
  readonly commit: TouchingCommit | null;
  /** Those that differ from what is committed, or were never committed; of the given paths. */
  readonly uncommitted: readonly string[];
}

const NOTHING: FilesInGit = { commit: null, uncommitted: [] };

/** `files` are absolute. Nothing is known without a repository, or without git. */
export async function filesInGit(files: readonly string[], place: GitPlace): Promise<FilesInGit> {
  if (files.length === 0) return NOTHING;
  const repository = await findRepository(place);
  if ('why' in repository) return NOTHING;
  const top = { ...place, folder: repository.top };
  const real = await Promise.all(files.map((file) => realpath(file).catch(() => file)));
  const paths = real.map((file) => path.relative(repository.top, file).split(path.sep).join('/'));
  const log = await readLog(top, { paths, most: 1, lines: 'line' });
  const unfiltered = await withoutFilters(top);
  const how = ['--porcelain', '-z', '--untracked-files=all', '--ignore-submodules=all'];
  const status =
    'failure' in unfiltered ? unfiltered : await runGit([...unfiltered, 'status', ...how, '--', ...paths], top);
  const touched = status.ok ? status.text.split('\0').map((line) => line.slice(3)) : [];
  const [commit] = Array.isArray(log) ? log : [];
  return {
    commit:
      commit === undefined ? null : { sha: commit.sha, subject: commit.subject, merge: await isMerge(commit.sha, top) },
    uncommitted: files.filter((_, index) => touched.includes(paths[index] ?? '')),
  };
}

async function isMerge(sha: string, top: GitPlace): Promise<boolean> {
  const answer = await runGit(['rev-list', '--parents', '--max-count=1', sha], top);
  return answer.ok && answer.text.trim().split(' ').length > 2;
}
