/** A protected environment is written to from what was merged, and from nothing else. Real git, the whole program. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { commitAll } from '../../support/repository.ts';
import { closeWorlds, openWorld, personaFile, type World } from '../../support/world.ts';

afterEach(closeWorlds);

const CONFIG = 'environments:\n  prod: { api_key_env: BLAND_API_KEY, protected: true, apply_from: main }\n';
const FILES = {
  'persona-sync.yaml': CONFIG,
  'environments/prod.yaml': 'ids: { ann: ann-1 }\n',
  'personas/ann.yaml': personaFile({ name: 'Ann', role: 'Desk', personality_prompt: { file: '../prompts/ann.md' } }),
  'prompts/ann.md': 'Be kind.\n',
};
/** The other guards are not looked at here. */
const ALLOWED = ['--allow', 'overwrite,shrink,foreign'];
const APPLY = ['apply', '--auto-approve', ...ALLOWED];

interface Protected extends World {
  git(...args: readonly string[]): Promise<string>;
}

async function open(files: Readonly<Record<string, string>> = FILES): Promise<Protected> {
  const world = await openWorld({ files, seed: [{ id: 'ann-1', name: 'Ann', role: 'old', user_id: 'user-1' }] });
  return {
    ...world,
    git: async (...args) => (await execa('git', [...args], { cwd: world.folder })).stdout,
  };
}

async function committed(): Promise<Protected> {
  const world = await open();
  await commitAll(world.folder, 'all', 1);
  return world;
}

/** One line, as it is told. */
async function refusal(world: World, argv = APPLY, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { exitCode, stderr, stdout } = await world.runHere(argv, { env });
  expect({ exitCode, isBannerShown: stdout.includes('Writing to') }).toEqual({ exitCode: 1, isBannerShown: false });
  expect(world.methods().filter((method) => method !== 'GET')).toEqual([]);
  return stderr.slice(stderr.indexOf('error: ')).replace(/^error: .*?protected, so nothing was written: /, '');
}

describe('a protected environment', () => {
  it('is written to from a clean work tree on its branch, with a banner before the write', async () => {
    const world = await committed();
    await world.write('reviewed-plan.json', '{}');
    const { exitCode, stdout } = await world.runHere(APPLY);
    const sha = (await world.git('rev-parse', 'HEAD')).slice(0, 7);
    const banner = `\nWriting to ${world.emulator.url}, environment prod, account user-1, commit ${sha}, clean work tree.\n`;
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(banner) });
    expect(stdout.indexOf('Writing to')).toBeLessThan(stdout.indexOf('applied'));
    expect((await world.runHere(['undo', '--auto-approve', ...ALLOWED])).exitCode).toBe(0);
  });

  it('is not written to with changes of tracked files, anywhere in the repository', async () => {
    const world = await committed();
    await world.write('prompts/ann.md', 'Be rude.\n');
    expect(await refusal(world)).toBe(
      [
        '1 tracked file is not as committed (prompts/ann.md).',
        '  → See what is not committed: git status',
        "    Commit it, or put it aside: git stash push --include-untracked -- ':(top,literal)prompts/ann.md'",
        '    If it is meant: persona-sync apply --allow overwrite --allow shrink --allow foreign --allow protected',
        '',
      ].join('\n'),
    );
    await world.git('stash', 'push', '--include-untracked', '--', ':(top,literal)prompts/ann.md');
    expect((await world.runHere(APPLY)).exitCode).toBe(0);
  });

  it('counts files that are staged, and those that git does not know or ignores', async () => {
    const world = await committed();
    await world.write('.git/info/exclude', 'personas/bob.yaml\n');
    await world.write('personas/bob.yaml', personaFile({ name: 'Bob', role: 'new' }));
    await world.write('personas/.draft.yaml', 'nobody reads it');
    await world.write('environments/prod.yaml', 'ids: { ann: ann-1 } # staged\n');
    await world.git('add', 'environments');
    const [what] = (await refusal(world)).split('\n');
    expect(what).toBe(
      '1 tracked file is not as committed (environments/prod.yaml); 1 file is not in git (personas/bob.yaml).',
    );
  });

  it('counts a prompt file, a config and an environment file that git does not know', async () => {
    const world = await open();
    await commitAll(world.folder, 'all', 1);
    await world.git('rm', '--quiet', '--cached', 'prompts/ann.md', 'persona-sync.yaml', 'environments/prod.yaml');
    await world.git('-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '--quiet', '--message', 'less');
    const [what] = (await refusal(world)).split('\n');
    expect(what).toBe('3 files are not in git (environments/prod.yaml, persona-sync.yaml, prompts/ann.md).');
  });

  it('is not written to from another branch, nor from a bare commit', async () => {
    const world = await committed();
    await world.git('switch', '--quiet', '--create', 'fix');
    expect(await refusal(world)).toContain(
      'it is written from the branch main, and this is fix.\n  → To go there: git switch main\n',
    );
    await world.git('checkout', '--quiet', '--detach');
    expect(await refusal(world)).toContain('it is written from the branch main, and no branch is checked out.');
  });

  it('takes the branch of the CI for the commit that the CI runs for, and for no other', async () => {
    const world = await committed();
    const sha = await world.git('rev-parse', 'HEAD');
    await world.git('checkout', '--quiet', '--detach');
    const ci = { GITHUB_ACTIONS: 'true', GITHUB_REF_TYPE: 'branch', GITHUB_REF_NAME: 'main', GITHUB_SHA: sha };
    expect(await refusal(world, APPLY, { ...ci, GITHUB_SHA: 'f'.repeat(40) })).toContain(
      `the CI runs for commit fffffff, and ${sha.slice(0, 7)} is checked out.`,
    );
    expect(await refusal(world, APPLY, { ...ci, GITHUB_REF_TYPE: 'tag' })).toContain('no branch is checked out');
    expect(await refusal(world, APPLY, { ...ci, GITHUB_HEAD_REF: 'theirs' })).toContain('no branch is checked out');
    expect((await world.runHere(APPLY, { env: ci })).exitCode).toBe(0);
  });

  it('holds for every command that writes', async () => {
    const world = await committed();
    expect((await world.runHere(['plan', '--out', 'plan.json'])).exitCode).toBe(0);
    await world.git('switch', '--quiet', '--create', 'fix');
    const wrong = 'it is written from the branch main, and this is fix';
    expect(await refusal(world, ['apply', '--plan', 'plan.json', ...ALLOWED])).toContain(wrong);
    expect(await refusal(world, ['apply', '--reviewed', 'plan.json', ...ALLOWED])).toContain(wrong);
    expect((await world.runHere([...APPLY, '--allow', 'protected'])).exitCode).toBe(0);
    const written = world.methods().length;
    for (const argv of [['promote'], ['rollback', 'ann', '--to', 'production'], ['undo']]) {
      const { exitCode, stderr } = await world.runHere([...argv, '--auto-approve', ...ALLOWED]);
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(wrong) });
      expect(stderr).toContain(`If it is meant: persona-sync ${argv[0]}`);
    }
    expect(new Set(world.methods().slice(written))).toEqual(new Set(['GET']));
    expect((await world.runHere(APPLY)).exitCode).toBe(0);
  });

  it('is not written to where git can say nothing', async () => {
    const world = await open();
    expect(await refusal(world)).toContain('its files are in no git repository.');
    expect(await refusal(world, APPLY, { PATH: '/nowhere' })).toContain('its files are in no git repository.');
    await world.git('init', '--quiet', '--initial-branch=main');
    expect(await refusal(world)).toContain('nothing is committed yet.');
    expect(await refusal(world, APPLY, { PATH: '/nowhere' })).toContain('git is not installed here');
  });

  it('without a branch of its own is written to by name only', async () => {
    const world = await open({ ...FILES, 'persona-sync.yaml': CONFIG.replace(', apply_from: main', '') });
    await commitAll(world.folder, 'all', 1);
    expect(await refusal(world)).toContain('its settings name no branch (`apply_from`) that it is written from.');
    expect((await world.runHere([...APPLY, '--allow', 'protected'])).exitCode).toBe(0);
  });

  it('has a branch only where it is protected', async () => {
    const world = await open({ ...FILES, 'persona-sync.yaml': CONFIG.replace('protected: true, ', '') });
    expect(await world.runHere(['validate'])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('`apply_from` holds only for an environment that is protected.'),
    });
  });
});
