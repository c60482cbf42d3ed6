import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { BUILT_CLI, scrubbedEnv } from '../support/built-cli.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const QUIET = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

const RECIPES = ['apply', 'drift', 'gitlab-ci', 'operate', 'plan'].map((name) => `examples/ci/${name}.yml`);

const PERSONA = `id: a0000000-0000-4000-8000-000000000001
name: Front Desk
personality_prompt: |
  Answer the phone and take a message.
`;

describe('the packed package', () => {
  let folder: string;
  let shipped: string[];

  /** Runs in the empty project into which the tarball was installed. */
  const inProject = (command: string, args: readonly string[]) =>
    execa(command, args, { cwd: folder, env: scrubbedEnv(), extendEnv: false, stdin: 'ignore' });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'persona-sync-package-'));
    const { stdout } = await execa('npm', ['pack', '--json', `--pack-destination=${folder}`, ...QUIET], { cwd: ROOT });
    const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
    shipped = packed.files.map(({ path }) => path);
    await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
    await inProject('npm', ['install', ...QUIET, join(folder, packed.filename)]);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('ships what runs, its schemas and its documents, and nothing else', async () => {
    const parts = new Set(shipped.map((path) => path.split('/')[0]));
    expect([...parts].sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist',
      'examples',
      'package.json',
      'schemas',
    ]);
    expect(shipped).toEqual(expect.arrayContaining(['dist/cli.js', 'dist/THIRD-PARTY-LICENSES.txt']));
    const schemas = (await readdir(join(ROOT, 'schemas'))).map((name) => `schemas/${name}`);
    expect(shipped.filter((path) => path.startsWith('schemas/')).sort()).toEqual(schemas.sort());
    expect(shipped.filter((path) => path.startsWith('examples/ci/')).sort()).toEqual(RECIPES);
    expect([...new Set(shipped.map((path) => /^examples\/[^/]+/.exec(path)?.[0] ?? ''))].sort()).toEqual([
      '',
      'examples/ci',
      'examples/persona-sync.yaml',
      'examples/personas',
      'examples/prompts',
    ]);
    expect(shipped.filter((path) => /^dist\/(?!package\.json$)/.test(path) && !/\.(js|txt)$/.test(path))).toEqual([]);
  });

  it('brings no dependencies along', async () => {
    const { stdout } = await inProject('npm', ['ls', '--all', '--parseable', '--offline']);
    expect(stdout.trim().split('\n')).toHaveLength(2);
  });

  it('knows its version', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    const { stdout } = await inProject('npx', ['--no-install', 'persona-sync', '--version']);
    expect(stdout).toContain(version);
  });

  it('begins a project, with the recipes that it ships', async () => {
    const project = join(folder, 'begun');
    await mkdir(project);
    const run = await execa('npx', ['--no-install', 'persona-sync', 'init', '--ci', 'github'], {
      cwd: project,
      env: scrubbedEnv(),
      extendEnv: false,
      stdin: 'ignore',
    });
    expect(run.exitCode).toBe(0);
    const written = await readFile(join(project, '.github/workflows/persona-plan.yml'), 'utf8');
    expect(written).toBe(await readFile(join(ROOT, 'examples/ci/plan.yml'), 'utf8'));
  });

  it('validates a persona', async () => {
    await mkdir(join(folder, 'personas'));
    await writeFile(join(folder, 'personas', 'front-desk.yaml'), PERSONA);
    const { exitCode } = await inProject('npx', ['--no-install', 'persona-sync', 'validate']);
    expect(exitCode).toBe(0);
  });

  it('adopts the personas of its own examples, as README says for those without an account', async () => {
    const cli = join(folder, 'node_modules', 'persona-sync', 'dist', 'cli.js');
    const seed = 'node_modules/persona-sync/examples/personas';
    const emulator = execa(process.execPath, [cli, 'emulator', '--seed', seed], {
      cwd: folder,
      env: scrubbedEnv(),
      extendEnv: false,
      stdin: 'ignore',
      reject: false,
      timeout: 20_000,
    });
    const { value: address } = await createInterface({ input: emulator.stdout })[Symbol.asyncIterator]().next();
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const project = join(folder, 'adopting');
    await mkdir(project);
    const run = async (...args: string[]): Promise<string> => {
      const env = { ...scrubbedEnv(), BLAND_API_KEY: 'emulator', BLAND_BASE_URL: String(address) };
      return (await execa(process.execPath, [cli, ...args], { cwd: project, env, extendEnv: false, stdin: 'ignore' }))
        .stdout;
    };
    await run('init');
    expect(await run('pull', '--all', '--yes')).toContain('Pulled: of 9 personas 9 new');
    expect(await run('plan')).toBe('No changes: all 9 personas are as the files say.');
    emulator.kill('SIGTERM');
    const { timedOut } = await emulator;
    expect(timedOut).toBe(false);
  });
});

it('the built program starts with a shebang and may be run', async () => {
  expect((await readFile(BUILT_CLI, 'utf8')).split('\n')[0]).toBe('#!/usr/bin/env node');
  if (process.platform !== 'win32') {
    const { exitCode } = await execa(BUILT_CLI, ['--version'], { env: scrubbedEnv(), extendEnv: false });
    expect(exitCode).toBe(0);
  }
});
