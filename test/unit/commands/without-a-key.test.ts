/** What a newcomer is told who has no key yet: a stand-in that starts, whatever the project looks like. */
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { loadProject } from '../../../src/project.ts';
import { createProject, removeProject } from '../../support/project.ts';
import { runMain, testIo } from '../../support/run-main.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await removeProject(folder);
});

async function open(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await createProject(files);
  folders.push(folder);
  return folder;
}

/** What follows `To try without one:`, or null. */
async function triedWith(files: Readonly<Record<string, string>>, ...argv: readonly string[]): Promise<string | null> {
  const { stderr } = await runMain(argv, { cwd: await open(files) });
  expect(stderr).toContain('is not set');
  return /To try without one: (.*)/.exec(stderr)?.[1] ?? null;
}

const DESK = { 'personas/desk.yaml': 'id: p-1\nname: Desk\n' };
const BARE = { 'personas/desk.yaml': 'name: Desk\n' };

describe('without a key, a stand-in is advised that starts', () => {
  it('with the files', async () => {
    expect(await triedWith(DESK, 'plan')).toBe('persona-sync emulator --seed personas');
  });

  it('with the files of another folder', async () => {
    const files = { 'my.yaml': 'personas: my agents\n', 'my agents/desk.yaml': 'id: p-1\nname: Desk\n' };
    const tried = await triedWith(files, 'plan', '--config', 'my.yaml');
    expect(tried).toBe("persona-sync emulator --seed 'my agents' --config my.yaml");
  });

  it('for the environment of several', async () => {
    const files = { ...BARE, 'persona-sync.yaml': 'environments: { staging: {}, prod: {} }\n' };
    expect(await triedWith(files, 'plan', '--env', 'staging')).toBe(
      'persona-sync emulator --seed personas --env staging',
    );
  });

  it('with the examples of the package where there are no files', async () => {
    const tried = await triedWith({ 'README.md': '' }, 'pull', '--all', '--auto-approve');
    expect(tried).toMatch(/^persona-sync emulator --seed \S*examples\/personas$/);
  });

  it('with the key that the environment wants', async () => {
    const files = { ...DESK, 'persona-sync.yaml': 'environments: { live: { api_key_env: BLAND_LIVE } }\n' };
    expect(await triedWith(files, 'plan')).toBe(
      'persona-sync emulator --seed personas; its key: export BLAND_LIVE=emulator',
    );
  });

  it.each(['account: u-1', 'base_url: https://api.example'])('but none stands in for %s', async (setting) => {
    const files = { ...DESK, 'persona-sync.yaml': `environments: { live: { ${setting} } }\n` };
    expect(await triedWith(files, 'plan')).toBeNull();
  });
});

it('the examples are read by their own config, also where the project has several environments', async () => {
  const cwd = await open({
    'persona-sync.yaml': 'environments: { staging: {}, prod: {} }\n',
    'node_modules/persona-sync/examples/persona-sync.yaml': 'personas: personas\n',
    'node_modules/persona-sync/examples/personas/desk.yaml': 'id: p-1\nname: Desk\n',
    'drafts/desk.yaml': 'id: p-1\nname: Desk\n',
  });
  const load = (folder: string) =>
    loadProject(testIo({ cwd }), { config: null, env: null, selectors: [], folder: path.join(cwd, folder) });
  expect(await load('node_modules/persona-sync/examples/personas')).toMatchObject({ files: 1, diagnostics: [] });
  expect(await load('drafts')).toMatchObject({ stop: { message: expect.stringContaining('2 environments') } });
});

it('the stand-in says the variable that the environment takes its key from', async () => {
  const config = 'environments: { live: { api_key_env: BLAND_LIVE } }\n';
  const cwd = await open({ ...DESK, 'persona-sync.yaml': config });
  const { exit, stderr } = await runMain(['emulator', '--seed', 'personas'], { cwd, interrupted: AbortSignal.abort() });
  expect([exit, stderr]).toEqual([0, expect.stringContaining('export BLAND_LIVE=emulator BLAND_BASE_URL=http://127.')]);
});
