/** init in real folders: what it writes, what it leaves as it is, and what it refuses. */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { createProject, removeProject } from '../../support/project.ts';
import { runMain } from '../../support/run-main.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await removeProject(folder);
});

async function project(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await createProject(files);
  folders.push(folder);
  return folder;
}
const init = (cwd: string, ...args: readonly string[]) => runMain(['init', ...args], { cwd });
const read = (folder: string, name: string) => readFile(path.join(folder, name), 'utf8');
const filesIn = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();

it('begins a project that is valid, once a persona is in it', async () => {
  const folder = await project();
  const result = await init(folder, '--ci', 'github');
  expect(result).toMatchObject({ exit: 0, stderr: '' });
  expect(await filesIn(folder)).toEqual([
    '.github/workflows/persona-apply.yml',
    '.github/workflows/persona-drift.yml',
    '.github/workflows/persona-operate.yml',
    '.github/workflows/persona-plan.yml',
    '.gitignore',
    'persona-sync.yaml',
    'personas/_example.yaml',
  ]);
  expect(await read(folder, '.gitignore')).toBe('.persona-sync/\n');
  const example = await read(folder, 'personas/_example.yaml');
  const persona = await createProject({
    'persona-sync.yaml': await read(folder, 'persona-sync.yaml'),
    'personas/a.yaml': example,
  });
  folders.push(persona);
  expect(await runMain(['validate'], { cwd: persona })).toMatchObject({ exit: 0, stdout: 'Valid: 1 persona file.\n' });
});

it('keeps what npm installs out of git, where npm is used', async () => {
  const folder = await project({ 'package.json': '{}' });
  const { stdout } = await init(folder);
  expect(await read(folder, '.gitignore')).toBe('.persona-sync/\nnode_modules/\n');
  expect(stdout).toMatch(/persona-sync emulator --seed \S*examples\/personas\n$/);
});

it('adds to .gitignore, and overwrites nothing', async () => {
  const mine = {
    'persona-sync.yaml': 'personas: agents\n',
    '.gitignore': 'node_modules\r\ndist',
    'agents/a.yaml': 'x',
  };
  const folder = await project({ ...mine, '.github/workflows/persona-plan.yml': 'mine' });
  const result = await init(folder, '--ci', 'github', '--personas', 'other');
  expect(result.exit).toBe(0);
  expect(result.stdout).toContain('= persona-sync.yaml (is there already, and stays as it is)\n');
  expect(await read(folder, '.gitignore')).toBe('node_modules\r\ndist\r\n.persona-sync/\r\n');
  expect(await read(folder, 'persona-sync.yaml')).toBe('personas: agents\n');
  expect(await read(folder, '.github/workflows/persona-plan.yml')).toBe('mine');
  expect(await filesIn(folder)).not.toContain('other/_example.yaml');
  const before = await filesIn(folder);
  expect((await init(folder, '--ci', 'github')).exit).toBe(0);
  expect(await filesIn(folder)).toEqual(before);
  expect(await read(folder, '.gitignore')).toBe('node_modules\r\ndist\r\n.persona-sync/\r\n');
});

it('writes the recipe for GitLab, and holds in CI what git cannot explain', async () => {
  const folder = await project();
  expect(await init(folder, '--ci', 'gitlab')).toMatchObject({ exit: 0, stdout: expect.stringContaining('include:') });
  expect(await read(folder, '.gitlab/persona-sync.yml')).toContain('persona-plan-production:');
  expect(await read(folder, 'persona-sync.yaml')).toContain('guards:\n  require_origin: true\n');
});

it('asks on a terminal for what no flag says', async () => {
  const folder = await project();
  const answers = ['agents/', 'staging, production', ''];
  const result = await runMain(['init'], { cwd: folder, answers });
  expect(result.stdout).toContain('Folder for the persona files [personas]: ');
  expect(result.stdout).toContain('persona-sync pull --all --env staging');
  expect(await read(folder, 'persona-sync.yaml')).toContain(
    'personas: agents\n\nenvironments:\n  staging:\n    api_key_env: BLAND_API_KEY_STAGING\n  production:\n',
  );
  expect(await filesIn(folder)).toEqual(['.gitignore', 'agents/_example.yaml', 'persona-sync.yaml']);
  expect(await runMain(['init', '--ci', 'none'], { cwd: folder, answers: [] })).toMatchObject({ exit: 0 });
});

it('asks again for a CI that has no recipes', async () => {
  const folder = await project();
  const { stdout } = await runMain(['init'], { cwd: folder, answers: ['', '', 'githb', 'gitlab'] });
  expect(stdout).toContain('There is none for `githb`. github, gitlab or none [none]: ');
  expect(await filesIn(folder)).toContain('.gitlab/persona-sync.yml');
});

it.each<[string, readonly string[], string]>([
  ['a folder outside', ['--personas', '../x'], 'not below this folder'],
  ['the folder itself', ['--personas', '.'], 'not below this folder'],
  ['an absolute one', ['--personas', '/tmp/x'], 'not below this folder'],
  ['a name that is none', ['--environments', 'a b'], 'no name for an environment'],
  ['a CI that is not known', ['--ci', 'jenkins'], 'Allowed choices are github, gitlab, none'],
])('refuses %s, and writes nothing', async (_, args, why) => {
  const folder = await project();
  expect(await init(folder, ...args)).toMatchObject({ exit: 1, stdout: '', stderr: expect.stringContaining(why) });
  expect(await filesIn(folder)).toEqual([]);
});

it('refuses a folder of another project, and workflows below the top of a repository', async () => {
  const folder = await project({ '.git/HEAD': '', 'a/x': '', 'b/persona-sync.yaml': '', 'b/c/x': '' });
  expect((await init(path.join(folder, 'b/c'))).stderr).toContain('belongs to the project of `../persona-sync.yaml`');
  expect((await init(path.join(folder, 'a'), '--ci', 'github')).stderr).toContain('top of the repository');
  await mkdir(path.join(folder, 'd'));
  const document = JSON.parse((await init(path.join(folder, 'd'), '--format', 'json')).stdout);
  expect(document).toMatchObject({
    command: 'init',
    files: [{ file: 'persona-sync.yaml', action: 'written' }, {}, {}],
  });
});
