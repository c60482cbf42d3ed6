/** The commits that touched some paths, the newest first. */
import type { PastCommit } from '../model/origin.ts';
import { type GitAnswer, type GitPlace, runGit } from './run.ts';

export interface LoggedCommit extends PastCommit {
  /** The object of its top folder. */
  readonly tree: string;
}

export interface LogOptions {
  /** Relative to the repository's top, with `/`; none means all. */
  readonly paths: readonly string[];
  /** At most so many commits. */
  readonly most: number;
  /** `line`: only what the branch itself has been, merges as one step. `all`: every line of history that leads here. */
  readonly lines: 'line' | 'all';
}

/** A process of its own. `place.folder` is the repository's top. */
export async function readLog(
  place: GitPlace,
  { paths, most, lines }: LogOptions,
): Promise<LoggedCommit[] | Exclude<GitAnswer, { ok: true }>> {
  const which = lines === 'line' ? ['--first-parent'] : ['--full-history', '--topo-order'];
  const format = FIELDS.join('%x00');
  const options = [...which, `--max-count=${most}`, '-z', '--encoding=UTF-8', `--format=${format}`];
  const answer = await runGit(['log', ...options, 'HEAD', '--', ...paths], place);
  return answer.ok ? parseLog(answer.text) : answer;
}

/** Commit, tree, date, author, subject. Source: git-log(1), "PRETTY FORMATS". */
const FIELDS = ['%H', '%T', '%cI', '%an', '%s'] as const;

function parseLog(text: string): LoggedCommit[] {
  const parts = text.split('\0');
  const commits: LoggedCommit[] = [];
  for (let at = 0; at + FIELDS.length <= parts.length; at += FIELDS.length) {
    const [sha = '', tree = '', date = '', author = '', subject = ''] = parts.slice(at, at + FIELDS.length);
    commits.push({ sha, tree, date: inUtc(date), author, subject });
  }
  return commits;
}

function inUtc(date: string): string {
  const time = Date.parse(date);
  return Number.isNaN(time) ? date : new Date(time).toISOString();
}
