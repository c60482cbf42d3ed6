/** A real git repository with a clock of its own, so that a commit's date is known. */
import path from 'node:path';
import { execa } from 'execa';
import { createProject, removeProject, writeInto } from './project.ts';

export interface Repository {
  readonly folder: string;
  /** Runs git in it, and returns what it prints. */
  git(...args: readonly string[]): Promise<string>;
  write(name: string, content: string): Promise<void>;
  /** Writes the files, commits all there is, and returns the commit's hash. */
  commit(subject: string, files?: Readonly<Record<string, string>>, more?: CommitOptions): Promise<string>;
}

export interface CommitOptions {
  readonly author?: string;
  /** ISO 8601. */
  readonly date?: string;
}

/** Before the first commit; each that names no date is a minute after the one before. */
const BEGUN = Date.parse('2026-02-01T12:00:00.000Z');

const opened: string[] = [];

/** An empty repository on the branch `main`, or a clone: `from` is what to clone, `options` those of `git clone`. */
export async function createRepository(from?: string, ...options: readonly string[]): Promise<Repository> {
  const folder = path.join(await createProject({}), 'work tree');
  opened.push(path.dirname(folder));
  const create =
    from === undefined ? ['init', '--quiet', '--initial-branch=main'] : ['clone', '--quiet', ...options, from];
  await run(path.dirname(folder), [...create, folder]);
  const git = (...args: readonly string[]): Promise<string> => {
    minutes += 1;
    return run(folder, args, identity('Ann', clock()));
  };
  const write = (name: string, content: string): Promise<void> => writeInto(folder, name, content);
  let minutes = 0;
  const clock = (): string => new Date(BEGUN + 60_000 * minutes).toISOString();
  return {
    folder,
    git,
    write,
    commit: async (subject, files = {}, { author = 'Ann', date } = {}) => {
      for (const [name, content] of Object.entries(files)) await write(name, content);
      await git('add', '--all');
      await run(
        folder,
        ['commit', '--quiet', '--allow-empty', '--message', subject],
        identity(author, date ?? clock()),
      );
      return git('rev-parse', 'HEAD');
    },
  };
}

/** Commits all files of a folder, which becomes a repository. The same files and `number` give the same commit each time. */
export async function commitAll(folder: string, subject: string, number: number): Promise<void> {
  await run(folder, ['init', '--quiet', '--initial-branch=main']);
  await run(folder, ['add', '--all']);
  const date = new Date(BEGUN + 60_000 * number).toISOString();
  await run(folder, ['commit', '--quiet', '--allow-empty', '--message', subject], identity('Ann', date));
}

/** For `afterEach`. */
export async function removeRepositories(): Promise<void> {
  for (const folder of opened.splice(0)) await removeProject(folder);
}

async function run(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const own = { ...env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const { stdout } = await execa('git', ['-c', 'protocol.file.allow=always', ...args], { cwd, env: own });
  return stdout;
}

function identity(name: string, date: string): Record<string, string> {
  const email = 'somebody@example.com';
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  };
}
