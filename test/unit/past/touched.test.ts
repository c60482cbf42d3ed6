/** `--changed-since`: only what a branch touches, in real repositories. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { createProject, removeProject } from '../../support/project.ts';
import { createRepository, type Repository, removeRepositories } from '../../support/repository.ts';
import { type RunResult, runMain } from '../../support/run-main.ts';

const folders: string[] = [];

afterEach(async () => {
  await removeRepositories();
  for (const folder of folders.splice(0)) await removeProject(folder);
});

const persona = (name: string, more = ''): string => `name: ${name}\nid: p-${name}\n${more}`;

/** Four personas on main, and a branch of which HEAD is the beginning. */
async function branch(files: Readonly<Record<string, string>> = {}): Promise<Repository> {
  const repository = await createRepository();
  await repository.commit('Begin', {
    'personas/a.yaml': persona('a', 'personality_prompt: { file: ../prompts/shared.md }\n'),
    'personas/b.yaml': persona('b', 'personality_prompt: { files: [../prompts/own.md, ../prompts/shared.md] }\n'),
    'personas/c.yaml': persona('c'),
    'personas/d e/f.yaml': persona('f'),
    'prompts/shared.md': 'shared',
    'prompts/own.md': 'own',
    'README.md': 'x',
    ...files,
  });
  await repository.git('checkout', '--quiet', '-b', 'feature');
  return repository;
}

function validate({ folder }: Pick<Repository, 'folder'>, ...argv: readonly string[]): Promise<RunResult> {
  return runMain(['validate', '--changed-since', 'main', ...argv], { cwd: folder });
}

/** The keys that are told. */
async function touched(repository: Repository): Promise<string[]> {
  const { stdout } = await validate(repository);
  const told = /touched since main: (.*)/.exec(stdout)?.[1];
  return told === undefined ? [] : told.split(', ');
}

describe('--changed-since selects personas', () => {
  it('whose file was committed, edited, staged or is untracked', async () => {
    const repository = await branch();
    await repository.commit('Edit', { 'personas/a.yaml': persona('a', 'role: A\n') });
    await repository.write('personas/b.yaml', persona('b', 'role: B\n'));
    await repository.write('personas/c.yaml', persona('c', 'role: C\n'));
    await repository.git('add', 'personas/c.yaml');
    await repository.write('personas/new one.yaml', persona('new'));
    expect(await touched(repository)).toEqual(['a', 'b', 'c', 'new one']);
  });

  it('whose prompt file changed, all that share it', async () => {
    const repository = await branch();
    await repository.write('prompts/own.md', 'other');
    expect(await touched(repository)).toEqual(['b']);
    await repository.commit('Shared', { 'prompts/shared.md': 'other' });
    expect(await touched(repository)).toEqual(['a', 'b']);
  });

  it('that changed on the branch, not on the other one since', async () => {
    const repository = await branch();
    await repository.commit('Mine', { 'personas/c.yaml': persona('c', 'role: C\n') });
    await repository.git('checkout', '--quiet', 'main');
    await repository.commit('Theirs', { 'personas/a.yaml': persona('a') });
    await repository.git('checkout', '--quiet', 'feature');
    expect(await touched(repository)).toEqual(['c']);
  });

  it('all of them, where the config changed, came or went', async () => {
    const all = ['a', 'b', 'c', 'd e/f'];
    const repository = await branch();
    await repository.write('persona-sync.yaml', 'personas: personas\n');
    expect(await touched(repository)).toEqual(all);
    const other = await branch({ 'persona-sync.yaml': 'personas: personas\n' });
    await other.write('persona-sync.yaml', 'guards: { shrink_percent: 50 }\n');
    expect(await touched(other)).toEqual(all);
    await other.git('rm', '--quiet', '--force', 'persona-sync.yaml');
    expect(await touched(other)).toEqual(all);
  });

  it('that use a value that changed, or that are bound to another id', async () => {
    const reference = '$'.concat('{brand}');
    const unbound = (name: string, more = ''): string => persona(name, more).replace(/id: .*\n/, '');
    const repository = await branch({
      'persona-sync.yaml': 'environments: { live: {} }\n',
      'environments/live.yaml': 'ids: { a: p-a, b: p-b, c: p-c, d e/f: p-f }\nvalues: { brand: Acme, minutes: 3 }\n',
      'personas/a.yaml': unbound('a', `role: of ${reference}\n`),
      'personas/b.yaml': unbound('b'),
      'personas/c.yaml': unbound('c'),
      'personas/d e/f.yaml': unbound('f', 'call_config: { max_duration: "$'.concat('{minutes}" }\n')),
    });
    await repository.write(
      'environments/live.yaml',
      'ids: { a: p-a, b: p-b2, c: p-c, d e/f: p-f }\nvalues: { minutes: 3, brand: Apex }\n# the same else\n',
    );
    expect(await touched(repository)).toEqual(['a', 'b']);
  });

  it('and those of the selectors among them alone', async () => {
    const repository = await branch();
    await repository.write('prompts/shared.md', 'other');
    expect((await validate(repository, 'b', 'c')).stdout).toContain('touched since main: b\n');
  });

  it('nothing, with exit 0 and a line that says so', async () => {
    const repository = await branch();
    await repository.commit('Docs', { 'README.md': 'other' });
    expect(await validate(repository)).toMatchObject({
      exit: 0,
      stdout: 'Valid: 4 persona files.\nNothing to do: no persona is touched since main.\n',
    });
  });

  it('and names a file that was deleted, but not one that was renamed', async () => {
    const repository = await branch();
    await repository.git('mv', 'personas/b.yaml', 'personas/bb.yaml');
    await repository.git('rm', '--quiet', 'personas/c.yaml');
    await repository.commit('Tidy');
    const { stdout, exit } = await validate(repository);
    expect(exit).toBe(0);
    expect(stdout).toContain(
      'personas/c.yaml: warning: The file was deleted since main; the live persona p-c stays as it is. [file_deleted]\n',
    );
    expect(stdout.match(/file_deleted/g)).toHaveLength(1);
    expect(stdout).toContain('touched since main: bb\n');
  });
});

describe('--changed-since cannot tell', () => {
  it.each([
    ['a ref that this clone does not have', ['--changed-since', 'origin/main'], 'this clone has no such commit'],
    ['a ref that would be an option', ['--changed-since=--all'], 'this clone has no such commit'],
  ])('%s', async (_, argv, why) => {
    const repository = await branch();
    const { exit, stderr } = await runMain(['validate', ...argv], { cwd: repository.folder });
    expect(exit).toBe(1);
    expect(stderr).toContain(why);
    expect(stderr).toContain('with: { fetch-depth: 0 }');
  });

  it('a base that a shallow clone does not have', async () => {
    const origin = await branch();
    await origin.commit('One', { 'personas/a.yaml': persona('a') });
    await origin.commit('Two', { 'personas/b.yaml': persona('b') });
    const clone = await createRepository(
      `file://${origin.folder}`,
      '--depth=1',
      '--no-single-branch',
      '--branch=feature',
    );
    const { exit, stderr } = await runMain(['validate', '--changed-since', 'origin/main'], { cwd: clone.folder });
    expect(exit).toBe(1);
    expect(stderr).toContain('this clone has only the newest commits, and none that HEAD and it have in common');
    expect(stderr).toContain('with: { fetch-depth: 0 }');
  });

  it('anything outside of a repository', async () => {
    const folder = await createProject({ 'personas/a.yaml': persona('a') });
    folders.push(folder);
    const { exit, stderr } = await validate({ folder });
    expect([exit, stderr]).toEqual([1, expect.stringContaining('the files are in no git repository')]);
  });
});

describe('--changed-since where nothing is touched', () => {
  it.each([
    ['plan', []],
    ['drift', []],
    ['apply', ['--yes']],
  ])('%s needs no key, and asks nothing', async (command, more) => {
    const { folder } = await branch();
    const run = (...argv: readonly string[]) =>
      runMain([command, ...more, '--changed-since', 'main', ...argv], { cwd: folder });
    expect(await run()).toEqual({ exit: 0, stdout: 'Nothing to do: no persona is touched since main.\n', stderr: '' });
    expect(await run('--quiet')).toEqual({ exit: 0, stdout: '', stderr: '' });
    const { exit, stdout } = await run('--format', 'json');
    expect([exit, JSON.parse(stdout).command]).toEqual([0, command]);
  });

  it('plan --out saves a plan without personas, which apply --plan takes', async () => {
    const { folder } = await branch();
    expect((await runMain(['plan', '--changed-since', 'main', '--out', 'plan.json'], { cwd: folder })).exit).toBe(0);
    expect(await runMain(['apply', '--plan', 'plan.json', '--changed-since', 'main'], { cwd: folder })).toMatchObject({
      exit: 1,
      stderr: expect.stringContaining('apply --plan takes no --changed-since'),
    });
  });
});
