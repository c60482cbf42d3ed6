/** Where git cannot tell who moved: said once, with what mends it, and never guessed. */
import { chmod, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { desk, driftIn, FILE, runIn } from '../../support/drift-in.ts';
import { createProject, removeProject } from '../../support/project.ts';
import { createRepository, type Repository, removeRepositories } from '../../support/repository.ts';

const folders: string[] = [];

afterEach(async () => {
  await removeRepositories();
  for (const folder of folders.splice(0)) await removeProject(folder);
});

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await createProject(files);
  folders.push(folder);
  return folder;
}

async function deskHistory(...roles: readonly string[]): Promise<Repository> {
  const repository = await createRepository();
  for (const role of roles) await repository.commit(role, { [FILE]: desk(`role: ${role}\n`) });
  return repository;
}

const UNKNOWN = [['/role', 'unknown', null]];

describe('unknown', () => {
  it('where no repository is around: one remark, and nothing to mend', async () => {
    const folder = await folderWith({ [FILE]: desk('role: one\n') });
    expect(await driftIn({ folder }, { role: 'x' })).toEqual({
      cause: 'unknown',
      changes: UNKNOWN,
      notes: [['Who changed the persona that differs is not known: the files are in no git repository.', null]],
    });
    const { stdout, stderr } = await runIn({ folder }, { role: 'x' }, ['drift']);
    expect(stdout).toContain('  differs: role (live last updated 2026-03-01T09:00:00.000Z)\n');
    expect(stderr.split('\n').filter((line) => line.includes('is not known'))).toHaveLength(1);
    const quiet = await runIn({ folder }, { role: 'x' }, ['drift', '--quiet']);
    expect(quiet.stderr).toBe('');
  });

  it('where the file was never committed, with the command that adds it', async () => {
    const repository = await createRepository();
    await repository.write(FILE, desk('role: one\n'));
    const note = 'Who changed the persona that differs is not known: its file was never committed.';
    const hint = `Commit what is meant: git add ${FILE}`;
    expect(await driftIn(repository, { role: 'x' })).toEqual({
      cause: 'unknown',
      changes: UNKNOWN,
      notes: [[note, hint]],
    });
    await repository.git('commit', '--allow-empty', '-m', 'Something else');
    expect(await driftIn(repository, { role: 'x' })).toEqual({
      cause: 'unknown',
      changes: UNKNOWN,
      notes: [[note, hint]],
    });
  });

  it('where a shallow clone ends before a match, with the line for the workflow', async () => {
    const origin = await deskHistory('one', 'two', 'three');
    const clone = await createRepository(`file://${origin.folder}`, '--depth=2');
    expect(await driftIn(clone, { role: 'two' })).toMatchObject({
      changes: [['/role', 'behind', 'three 1']],
      notes: [],
    });
    const { changes, notes, cause } = await driftIn(clone, { role: 'one' });
    expect([cause, changes]).toEqual(['unknown', UNKNOWN]);
    expect(notes[0]?.[1]).toContain('with: { fetch-depth: 0 }');
    await clone.git('fetch', '--quiet', '--unshallow');
    expect(await driftIn(clone, { role: 'one' })).toMatchObject({ changes: [['/role', 'behind', 'two 2']], notes: [] });
  });

  it('where the clone does not hold the old files', async () => {
    const origin = await deskHistory('one', 'two');
    await origin.git('config', 'uploadpack.allowFilter', 'true');
    const clone = await createRepository(`file://${origin.folder}`, '--filter=blob:none');
    const { changes, notes } = await driftIn(clone, { role: 'one' });
    expect(changes).toEqual(UNKNOWN);
    expect(notes[0]?.[1]).toContain('without --filter');
  });

  it('where git does not trust the folder, with the command that says so', async () => {
    const repository = await deskHistory('one', 'two');
    const env = { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' };
    const { changes, notes } = await driftIn(repository, { role: 'one' }, { env });
    expect(changes).toEqual(UNKNOWN);
    expect(notes[0]?.[1]).toBe(`If you do: git config --global --add safe.directory '${repository.folder}'`);
  });

  it('where git is not installed', async () => {
    const repository = await deskHistory('one', 'two');
    const { changes, notes } = await driftIn(repository, { role: 'one' }, { env: { PATH: await folderWith({}) } });
    expect(changes).toEqual(UNKNOWN);
    expect(notes[0]?.[0]).toContain('git is not installed here');
  });

  it('where the prompt is kept by Git LFS', async () => {
    const repository = await createRepository();
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n';
    const file = desk('personality_prompt: { file: ../prompts/a.md }\n');
    await repository.commit('Begin', { [FILE]: file, 'prompts/a.md': pointer });
    await repository.write('prompts/a.md', 'The prompt.');
    const { changes } = await driftIn(repository, { personality_prompt: 'Another.' });
    expect(changes).toEqual([['/personality_prompt', 'unknown', null]]);
  });

  it('is no answer of a history that is longer than what is looked at', async () => {
    const repository = await deskHistory('one', 'two', 'three');
    expect((await driftIn(repository, { role: 'one' }, { argv: ['--history', '2'] })).changes).toEqual([
      ['/role', 'edited', null],
    ]);
    expect((await driftIn(repository, { role: 'one' }, { argv: ['--history', '3'] })).changes[0]?.[1]).toBe('behind');
  });
});

describe('the repository', () => {
  it('is read as it is, whatever replaces its commits or bends the log', async () => {
    const repository = await deskHistory('one', 'two', 'three');
    await repository.git('replace', '--graft', 'HEAD');
    for (const [name, value] of [
      ['log.showSignature', 'true'],
      ['log.showRoot', 'false'],
      ['core.fsmonitor', 'touch fsmonitor-ran'],
      ['core.pager', 'touch pager-ran'],
      ['format.pretty', 'oneline'],
    ]) {
      await repository.git('config', name ?? '', value ?? '');
    }
    const environment = { GIT_DIR: '/nowhere', GIT_WORK_TREE: '/nowhere', GIT_INDEX_FILE: '/nowhere' };
    expect((await driftIn(repository, { role: 'one' }, { env: environment })).changes).toEqual([
      ['/role', 'behind', 'two 2'],
    ]);
    expect(await readdir(repository.folder)).toEqual(['.git', 'personas']);
  });

  it('may be a worktree, a submodule, or hold the project in a folder', async () => {
    const origin = await deskHistory('one', 'two');
    const folder = await folderWith({});
    await origin.git('worktree', 'add', '--quiet', path.join(folder, 'tree'));
    const behind = [['/role', 'behind', 'two 1']];
    expect((await driftIn({ folder: path.join(folder, 'tree') }, { role: 'one' })).changes).toEqual(behind);
    const parent = await createRepository();
    await parent.git('submodule', '--quiet', 'add', origin.folder, 'voice');
    await parent.commit('Add the submodule');
    expect((await driftIn(parent, { role: 'one' }, { cwd: 'voice' })).changes).toEqual(behind);
    const mono = await createRepository();
    await mono.commit('one', {
      [`apps/voice/${FILE}`]: desk('role: one\n'),
      'apps/voice/persona-sync.yaml': 'personas: personas\n',
    });
    await mono.commit('two', { [`apps/voice/${FILE}`]: desk('role: two\n') });
    expect((await driftIn(mono, { role: 'one' }, { cwd: 'apps/voice/personas' })).changes).toEqual(behind);
  });

  it('is asked by a few processes, however many personas differ, and by none where nothing does', async () => {
    const repository = await createRepository();
    for (const role of ['one', 'two', 'three'])
      for (const name of ['a', 'b', 'c'])
        await repository.commit(role, { [`personas/${name}.yaml`]: `id: p-${name}\nname: ${name}\nrole: ${role}\n` });
    const { log, env } = await countingGit();
    const seen = async (live: string): Promise<string[]> => {
      await runIn(repository, {}, ['drift', 'a', 'b', 'c'], {
        env,
        seed: ['a', 'b', 'c'].map((name) => ({ id: `p-${name}`, name, role: live })),
      });
      return log();
    };
    expect(await seen('three')).toEqual([]);
    expect(await seen('one')).toEqual(['rev-parse', 'log', 'cat-file']);
    expect(await seen('edited')).toEqual(['rev-parse', 'log', 'cat-file', 'log']);
  });
});

/** A git that notes each command it is asked for, before the real one runs. */
async function countingGit(): Promise<{ readonly env: Record<string, string>; log(): Promise<string[]> }> {
  const folder = await folderWith({
    git: '#!/bin/sh\nfor word in "$@"; do case "$word" in rev-parse|log|cat-file|diff|ls-files|merge-base) echo "$word" >> "$0.log";; esac; done\nPATH=/usr/bin:/bin:/usr/local/bin exec git "$@"\n',
  });
  await chmod(path.join(folder, 'git'), 0o755);
  const file = path.join(folder, 'git.log');
  return {
    env: { PATH: folder },
    log: async () => {
      const text = await readFile(file, 'utf8').catch(() => '');
      await rm(file, { force: true });
      return text.split('\n').filter((line) => line !== '');
    },
  };
}
