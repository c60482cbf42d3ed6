/** A saved plan is applied exactly as it was reviewed, once, at the place it was made for, or not at all. */
import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import type { JsonObject } from '../../src/model/json.ts';
import { writesOf } from '../support/apply.ts';
import { closeWorlds, documentIn, openWorld, personaFile, type RunOptions, type World } from '../support/world.ts';

afterEach(closeWorlds);

const FILES = {
  'personas/ann.yaml': personaFile({ id: 'ann', name: 'Ann', role: 'new', call_config: { voice: 'June' } }),
  'personas/emea/bob.yaml': personaFile({
    id: 'bob',
    name: 'Bob',
    personality_prompt: { file: '../../prompts/bob.md' },
  }),
  'personas/cyd.yaml': personaFile({ id: 'cyd', name: 'Cyd', tags: ['a'] }),
  'prompts/bob.md': 'You are Bob.\n',
};
const SEED = [
  { id: 'ann', name: 'Ann', role: 'old', call_config: { voice: 'Karl', memory: true } },
  { id: 'bob', name: 'Bob', personality_prompt: 'You are Rob.' },
  { id: 'cyd', name: 'Cyd', tags: ['a'] },
];
const BODIES = {
  ann: { name: 'Ann', role: 'new', call_config: { voice: 'June', memory: true } },
  bob: { name: 'Bob', personality_prompt: 'You are Bob.' },
};
const APPLY = ['apply', '--plan', 'plan.json'];

/** Three persona files of which two differ, and their plan in plan.json. */
async function openPlanned(): Promise<World> {
  const world = await openWorld({ files: FILES, seed: SEED });
  expect(await world.runHere(['plan', '--out', 'plan.json'])).toMatchObject({ exitCode: 0 });
  return world;
}

const inFolder = (world: World, name: string): string => path.join(world.folder, name);

async function readPlan(world: World): Promise<JsonObject> {
  return JSON.parse(await readFile(inFolder(world, 'plan.json'), 'utf8'));
}

async function modeOf(file: string): Promise<string> {
  return ((await stat(file)).mode & 0o777).toString(8);
}

async function expectRefused(world: World, says: string, options: RunOptions = {}): Promise<void> {
  const { exitCode, stdout, stderr } = await world.run(APPLY, options);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toContain(says);
  expect(stderr).toContain('→ ');
  expect(writesOf(world.emulator)).toEqual([]);
}

describe('the file', () => {
  const onPosix = process.platform === 'win32' ? it.skip : it;

  onPosix('replaces no pipe, device or folder', async () => {
    const world = await openWorld({ files: FILES, seed: SEED });
    await execa('mkfifo', [inFolder(world, 'pipe')]);
    await symlink('/dev/null', inFolder(world, 'device'));
    for (const [name, found] of Object.entries({ pipe: 'a named pipe', device: 'a device', personas: 'a folder' })) {
      const { exitCode, stderr } = await world.runHere(['plan', '--out', name]);
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining(`${name} is ${found}, not a file.`)]);
    }
    expect((await stat(inFolder(world, 'pipe'))).isFIFO()).toBe(true);
    expect((await stat(inFolder(world, 'device'))).isCharacterDevice()).toBe(true);
  });

  onPosix('is readable by its owner alone', async () => {
    const world = await openWorld({ files: FILES, seed: SEED });
    await world.run(['plan', '--out', 'plan.json']);
    expect(await modeOf(inFolder(world, 'plan.json'))).toBe('600');
  });

  onPosix('is so also where a file that everybody may read stood before', async () => {
    const world = await openWorld({ files: { ...FILES, 'plan.json': 'old' }, seed: SEED });
    await chmod(inFolder(world, 'plan.json'), 0o644);
    await world.run(['plan', '--out', 'plan.json']);
    expect(await modeOf(inFolder(world, 'plan.json'))).toBe('600');
    expect(await readPlan(world)).toMatchObject({ command: 'plan', complete: true });
  });

  it('is the document that plan --format json prints', async () => {
    const world = await openWorld({ files: FILES, seed: SEED });
    const printed = await world.run(['plan', '--out', 'plan.json', '--format', 'json']);
    expect(await readFile(inFolder(world, 'plan.json'), 'utf8')).toBe(printed.stdout);
    await writeFile(inFolder(world, 'plan.json'), printed.stdout);
    expect(await world.run(APPLY)).toMatchObject({ exitCode: 0 });
    expect(Object.fromEntries(writesOf(world.emulator))).toEqual(BODIES);
  });

  it('leaves nothing beside it', async () => {
    const world = await openWorld({ files: FILES, seed: SEED });
    await mkdir(inFolder(world, 'out'));
    await world.run(['plan', '--out', 'out/plan.json']);
    const { stdout } = await world.run(['plan', '--out', 'out/nowhere/plan.json']);
    expect(stdout).toBe('');
    expect(await readdir(inFolder(world, 'out'))).toEqual(['plan.json']);
  });
});

describe('applied', () => {
  it('it writes what it shows without asking, and the second time nothing', async () => {
    const world = await openPlanned();
    expect(await world.run(APPLY)).toMatchObject({ exitCode: 0 });
    expect(Object.fromEntries(writesOf(world.emulator))).toEqual(BODIES);
    const again = await world.run([...APPLY, '--format', 'json']);
    expect(again.exitCode).toBe(0);
    expect(documentIn(again)).toMatchObject({ summary: { applied: 0, unchanged: 3 } });
    expect(writesOf(world.emulator)).toHaveLength(2);
  });

  it('it reads no persona file: not one is left', async () => {
    const world = await openPlanned();
    for (const name of ['personas', 'prompts']) await rm(inFolder(world, name), { recursive: true });
    expect(await world.run(APPLY)).toMatchObject({ exitCode: 0 });
    expect(Object.fromEntries(writesOf(world.emulator))).toEqual(BODIES);
  });

  it('it is what was reviewed, whatever the files say meanwhile', async () => {
    const world = await openPlanned();
    await world.write('prompts/bob.md', 'You are somebody else.\n');
    await world.write('personas/ann.yaml', 'name: [');
    expect(await world.run(APPLY)).toMatchObject({ exitCode: 0 });
    expect(Object.fromEntries(writesOf(world.emulator))).toEqual(BODIES);
  });

  it.each([
    ['from another folder, by its whole path', 'elsewhere', (world: World) => inFolder(world, 'plan.json')],
    ['from another folder, by the way there', 'elsewhere/deep', () => '../../plan.json'],
  ])('%s, it works too', async (_, cwd, file) => {
    const world = await openPlanned();
    await mkdir(inFolder(world, cwd), { recursive: true });
    expect(await world.run(['apply', '--plan', file(world)], { cwd })).toMatchObject({ exitCode: 0 });
    expect(Object.fromEntries(writesOf(world.emulator))).toEqual(BODIES);
  });

  it('it takes no selectors', async () => {
    const world = await openPlanned();
    const before = world.methods().length;
    const { exitCode, stderr } = await world.run(['apply', 'ann', '--plan', 'plan.json']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('apply --plan takes no selectors');
    expect(world.methods()).toHaveLength(before);
  });

  it('it holds what moved since, and writes the rest', async () => {
    const world = await openPlanned();
    world.emulator.store.edit('ann', { role: 'edited' });
    const { exitCode, stdout } = await world.run([...APPLY, '--format', 'json']);
    expect(exitCode).toBe(4);
    expect(JSON.parse(stdout).outcomes).toMatchObject([
      { key: 'ann', status: 'held', reason: 'stale', moved: [{ path: '/role', before: 'old', after: 'edited' }] },
      { key: 'cyd', status: 'unchanged' },
      { key: 'emea/bob', status: 'applied' },
    ]);
    expect(Object.fromEntries(writesOf(world.emulator))).toEqual({ bob: BODIES.bob });
  });
});

describe('refused before any write', () => {
  /** What somebody might do to the document, by hand or by accident. */
  it.each<[string, (plan: JsonObject) => void, string]>([
    ['a value to write', (plan) => Object.assign(personaIn(plan).set, { role: 'evil' }), 'was altered'],
    ['a change', (plan) => Object.assign(personaIn(plan).changes[0], { after: 'evil' }), 'was altered'],
    ['an id', (plan) => Object.assign(personaIn(plan), { id: 'cyd' }), 'was altered'],
    ['a fingerprint', (plan) => Object.assign(personaIn(plan), { fingerprint: '0'.repeat(64) }), 'was altered'],
    [
      'the address',
      (plan) => Object.assign(plan, { target: { ...Object(plan.target), base_url: 'https://x.example' } }),
      'was altered',
    ],
    ['the time', (plan) => Object.assign(plan, { created_at: '2020-01-01T00:00:00.000Z' }), 'was altered'],
    ['the digest', (plan) => Object.assign(plan, { digest: '0'.repeat(64) }), 'was altered'],
    ['a persona taken out', (plan) => Object(plan.personas).pop(), 'was altered'],
    ['a key that no plan has', (plan) => Object.assign(plan, { force: true }), 'is not a plan'],
    ['another format version', (plan) => Object.assign(plan, { format_version: '2' }), 'has the format version "2"'],
    ['another command', (plan) => Object.assign(plan, { command: 'drift' }), 'is not a plan'],
    ['no digest', (plan) => Reflect.deleteProperty(plan, 'digest'), 'is not a plan'],
  ])('%s', async (_, alter, says) => {
    const world = await openPlanned();
    const plan = await readPlan(world);
    alter(plan);
    await world.write('plan.json', JSON.stringify(plan));
    await expectRefused(world, says);
  });

  it('but laid out otherwise, it is the same document', async () => {
    const world = await openPlanned();
    await world.write('plan.json', JSON.stringify(await readPlan(world)));
    expect(await world.run(APPLY)).toMatchObject({ exitCode: 0 });
  });

  function personaIn(plan: JsonObject) {
    return Object(plan.personas)[0];
  }

  it('half of a file', async () => {
    const world = await openPlanned();
    const text = await readFile(inFolder(world, 'plan.json'), 'utf8');
    await world.write('plan.json', text.slice(0, text.length / 2));
    await expectRefused(world, 'cannot be read');
  });

  it('another address than the plan was made for', async () => {
    const world = await openPlanned();
    const other = await openWorld({ seed: SEED });
    await expectRefused(world, `but the service in use is ${other.emulator.url}`, {
      env: { BLAND_BASE_URL: other.emulator.url },
    });
    expect(other.methods()).toEqual([]);
  });

  it('another account than the plan was made for', async () => {
    const world = await openPlanned();
    for (const id of world.emulator.store.ids()) world.emulator.store.edit(id, { root: { user_id: 'someone-else' } });
    const { exitCode, stderr } = await world.run(APPLY);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('the key is for account someone-else; nothing was written');
    expect(writesOf(world.emulator)).toEqual([]);
  });

  it('a plan that could not read everything', async () => {
    const world = await openWorld({ files: FILES, seed: SEED });
    world.emulator.addFault({ kind: 'status', status: 400, method: 'GET', path: '/bob' });
    const planned = await world.run(['plan', '--out', 'plan.json']);
    expect(planned.exitCode).toBe(1);
    expect(planned.stderr).toContain('Saved to plan.json, but incomplete: it cannot be applied');
    await expectRefused(world, 'is incomplete');
  });
});
