/** action.yml as a step of anybody's job, and the hook for pre-commit. */
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { parse } from 'yaml';
import { scrubbedEnv } from '../support/built-cli.ts';
import { createProject, removeProject } from '../support/project.ts';
import { actionOf, ROOT, textOf } from '../support/workflow/parse.ts';

let folder: string;
let prefix: string;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'persona-sync-action-')));
  prefix = path.join(folder, 'npm');
  await mkdir(path.join(prefix, 'bin'), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const env = (more: Readonly<Record<string, string>> = {}) => ({
  ...scrubbedEnv(),
  npm_config_prefix: prefix,
  npm_config_offline: 'true',
  npm_config_update_notifier: 'false',
  PATH: [path.join(folder, 'shims'), path.join(prefix, 'bin'), process.env.PATH].join(path.delimiter),
  ...more,
});

/** A copy of this repository's files, as a runner fetches an action. */
async function checkoutOfAction(): Promise<string> {
  const copy = path.join(folder, 'action');
  const { stdout } = await execa('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'], {
    cwd: ROOT,
  });
  const files = stdout.split('\n').filter((file) => !file.startsWith('test/'));
  await execa('tar', ['--create', '--file', path.join(folder, 'action.tar'), ...files], { cwd: ROOT });
  await mkdir(copy);
  await execa('tar', ['--extract', '--file', path.join(folder, 'action.tar')], { cwd: copy });
  return copy;
}

/** `npm ci` would need the registry: it takes over the libraries that are installed here, and is recorded. */
async function shimNpm(copy: string): Promise<void> {
  const { stdout: npm } = await execa('which', ['npm']);
  const lines = [
    '#!/bin/bash',
    `if [ "$1" = ci ]; then echo "$@" > ${folder}/ci; ln -s ${path.join(ROOT, 'node_modules')} ${copy}/node_modules; exit; fi`,
    `exec ${npm} "$@"`,
  ];
  await mkdir(path.join(folder, 'shims'));
  await writeFile(path.join(folder, 'shims', 'npm'), lines.join('\n'), { mode: 0o755 });
}

describe('the action', () => {
  it('builds its own checkout, and obeys no .npmrc of the repository it runs in', async () => {
    const copy = await checkoutOfAction();
    await shimNpm(copy);
    const work = await createProject({ '.npmrc': `prefix=${folder}/evil\nregistry=https://evil.test\n` });
    const temp = path.join(folder, 'temp');
    await mkdir(temp);
    const output = path.join(folder, 'output');
    const install = actionOf('action.yml').runs.steps.find(({ id }) => id === 'install');
    const given = { PACKAGE: 'source', GITHUB_ACTION_PATH: copy, RUNNER_TEMP: temp, GITHUB_OUTPUT: output };
    await execa('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', install?.run ?? ''], {
      cwd: work,
      env: env(given),
      extendEnv: false,
    });
    expect(await readFile(path.join(folder, 'ci'), 'utf8')).toContain('--ignore-scripts');
    const { version } = JSON.parse(textOf('package.json')) as { version: string };
    expect(await readFile(output, 'utf8')).toBe(`version=${version}\n`);
    expect(await readdir(path.join(prefix, 'bin'))).toContain('persona-sync');
    expect(await readdir(folder)).not.toContain('evil');
    await removeProject(work);
  });

  it('has what it builds from among the files that npm ships or git keeps', () => {
    const { files } = JSON.parse(textOf('package.json')) as { files: string[] };
    expect(files).toContain('examples');
  });
});

describe('the hook for pre-commit', () => {
  it.each([
    ['passes good files', 'name: Ann\n', 0],
    ['stops a commit with bad ones', 'nmae: Ann\n', 3],
  ])('%s', async (_, more, exit) => {
    const [{ entry }] = parse(textOf('.pre-commit-hooks.yaml')) as [{ entry: string }];
    const work = await createProject({ 'personas/ann.yaml': `id: ann\n${more}` });
    await symlink(path.join(ROOT, 'dist', 'cli.js'), path.join(folder, 'persona-sync')).catch(() => {});
    const PATH = [folder, process.env.PATH].join(path.delimiter);
    const { exitCode } = await execa('bash', ['-c', entry], {
      cwd: work,
      env: env({ PATH }),
      extendEnv: false,
      reject: false,
    });
    expect(exitCode).toBe(exit);
    await removeProject(work);
  });
});
