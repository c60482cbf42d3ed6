/** The journal of a run, written by the whole program in this process. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { RunJournal } from '../../../src/apply/journal.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { createRig, writesOf } from '../../support/apply.ts';
import { closeWorlds, openWorld, personaFile, type World, type WorldOptions } from '../../support/world.ts';

afterEach(closeWorlds);

const SHAPE = `sk-${'a'.repeat(24)}`;
const SEED = [
  { id: 'p-ann', name: 'Ann', role: 'old', tags: ['z', 'a'], user_id: 'acct-1', call_config: { memory: true } },
  { id: 'p-bob', name: 'Bob', role: 'old', user_id: 'acct-1' },
];
const FILES = {
  'personas/ann.yaml': personaFile({
    id: 'p-ann',
    name: 'Ann',
    role: 'new',
    tags: ['b'],
    call_config: { voice: 'June' },
  }),
  'personas/bob.yaml': personaFile({ id: 'p-bob', name: 'Bob', role: 'new' }),
};
const APPLY = ['apply', '--auto-approve', '--concurrency', '1'];

const open = (options: Partial<WorldOptions> = {}): Promise<World> =>
  openWorld({ seed: SEED, files: FILES, ...options });

const stateOf = ({ folder }: World): string => path.join(folder, '.persona-sync');

function journalsOf(world: World): string[] {
  const folder = path.join(stateOf(world), 'runs');
  return readdirSync(folder).map((name) => path.join(folder, name));
}

/** The lines of the only journal. */
function linesOf(world: World): JsonObject[] {
  const [file = '', ...others] = journalsOf(world);
  expect(others).toEqual([]);
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

const typesOf = (lines: readonly JsonObject[]): unknown[] =>
  lines.map(({ type, id }) => (id === undefined ? type : [type, id]));

describe('the journal', () => {
  it('has the run, each write before its outcome, and the end', async () => {
    const world = await open();
    await world.runHere(APPLY, { env: { GITHUB_SHA: 'c'.repeat(40) } });
    const lines = linesOf(world);
    expect(typesOf(lines)).toEqual([
      'run',
      ['write', 'p-ann'],
      ['outcome', 'p-ann'],
      ['write', 'p-bob'],
      ['outcome', 'p-bob'],
      'end',
    ]);
    expect(lines[0]).toEqual({
      type: 'run',
      format_version: '1',
      run: '800000',
      command: 'apply',
      undoes: null,
      started_at: '2026-03-01T09:00:00.000Z',
      target: { base_url: world.emulator.url, environment: null, account: 'acct-1' },
      commit: 'c'.repeat(40),
      files: 2,
      version: '0.0.0-source',
      pid: 4711,
      host: 'here',
      ci: null,
    });
    expect(lines.at(-1)).toMatchObject({ interrupted: false, counts: { applied: 2, failed: 0 } });
    expect(journalsOf(world).map((file) => path.basename(file))).toEqual(['20260301T090000Z-800000.jsonl']);
  });

  it('has the values before as the service had them, and those sent', async () => {
    const world = await open();
    await world.runHere(APPLY);
    expect(linesOf(world)[1]).toMatchObject({ key: 'ann', name: 'Ann', attempt: 1 });
    expect(linesOf(world)[1]?.fields).toEqual([
      { path: '/role', before: 'old', sent: 'new', redacted: false },
      { path: '/tags', before: ['z', 'a'], sent: ['b'], redacted: false },
      { path: '/call_config/voice', sent: 'June', redacted: false },
    ]);
  });

  it('has a write on disk when its request arrives', async () => {
    const world = await open();
    const seen: unknown[] = [];
    world.emulator.onRequest(({ method, persona }) => {
      if (method === 'PATCH') seen.push([persona, typesOf(linesOf(world)).at(-1)]);
    });
    await world.runHere(APPLY);
    expect(seen).toEqual([
      ['p-ann', ['write', 'p-ann']],
      ['p-bob', ['write', 'p-bob']],
    ]);
  });

  it('has each attempt of a write', async () => {
    const world = await open({ faults: [{ kind: 'status', status: 500, method: 'PATCH', path: 'p-bob' }] });
    await world.runHere(APPLY);
    const writes = linesOf(world).filter(({ type, id }) => type === 'write' && id === 'p-bob');
    expect(writes.map(({ attempt, fields }) => [attempt, fields])).toEqual([
      [1, [{ path: '/role', before: 'old', sent: 'new', redacted: false }]],
      [2, [{ path: '/role', before: 'old', sent: 'new', redacted: false }]],
    ]);
  });

  it('has what the service stored in place of what was sent', async () => {
    const world = await open({ variants: { drop: ['role'] } });
    await world.runHere([...APPLY, 'ann']);
    expect(linesOf(world)[2]).toMatchObject({
      type: 'outcome',
      status: 'unverified',
      reason: 'altered',
      stored: [{ path: '/role', value: 'old' }],
    });
  });

  it('is for its owner alone, and git does not see it', async () => {
    const world = await open();
    await world.runHere(APPLY);
    const modeOf = (file: string): string => (lstatSync(file).mode & 0o777).toString(8);
    expect([stateOf(world), path.join(stateOf(world), 'runs')].map(modeOf)).toEqual(['700', '700']);
    expect([...journalsOf(world), path.join(stateOf(world), '.gitignore')].map(modeOf)).toEqual(['600', '600']);
    expect(readFileSync(path.join(stateOf(world), '.gitignore'), 'utf8')).toBe('*\n');
  });

  it('names the run of the CI', async () => {
    const world = await open();
    const env = { GITHUB_SERVER_URL: 'https://git', GITHUB_REPOSITORY: 'o/r', GITHUB_RUN_ID: '7', GITHUB_ACTOR: 'ann' };
    await world.runHere(APPLY, { env });
    expect(linesOf(world)[0]?.ci).toEqual({ url: 'https://git/o/r/actions/runs/7', actor: 'ann' });
  });

  it('holds no key, and marks the fields that one was taken out of', async () => {
    const key = 'the-very-key-in-use';
    const seed = [
      { ...SEED[0], id: 'p-ann', name: 'Ann', role: `echo ${key}`, description: SHAPE },
      { id: 'p-bob', name: 'Bob', role: 'old' },
    ];
    const ann = personaFile({ id: 'p-ann', name: 'Ann', role: 'new', description: 'new', tags: ['b'] });
    const world = await open({ keys: [key], seed, files: { ...FILES, 'personas/ann.yaml': ann } });
    await world.runHere(APPLY);
    expect(linesOf(world)[1]?.fields).toEqual([
      { path: '/role', before: 'echo [redacted]', sent: 'new', redacted: true },
      { path: '/description', before: '[redacted]', sent: 'new', redacted: true },
      { path: '/tags', before: ['z', 'a'], sent: ['b'], redacted: false },
    ]);
    expect(
      journalsOf(world)
        .map((file) => readFileSync(file, 'utf8'))
        .join(''),
    ).not.toMatch(/the-very-key|sk-aaa/);
  });

  it.each([['plan'], ['drift'], ['validate'], ['runs']])('is not kept by %s', async (command) => {
    const world = await open();
    await world.runHere([command]);
    expect(readdirSync(world.folder)).toEqual(['personas']);
  });

  it('is not kept where nothing is to be written', async () => {
    const same = { 'personas/bob.yaml': personaFile({ id: 'p-bob', name: 'Bob', role: 'old' }) };
    const world = await open({ files: same });
    const { exitCode, stdout } = await world.runHere(APPLY);
    expect([exitCode, stdout]).toEqual([0, 'No changes: 1 persona is as the files say.\n']);
    expect(readdirSync(world.folder)).toEqual(['personas']);
  });

  it('is kept below the project root, wherever the command runs', async () => {
    const world = await open({ files: { ...FILES, 'persona-sync.yaml': '{}\n' } });
    const { stdout } = await world.runHere(APPLY, { cwd: 'personas' });
    expect(stdout).toContain('Journal: ../.persona-sync/runs/20260301T090000Z-800000.jsonl (to take it back: ');
  });
});

describe('a write that cannot be journalled is not sent', () => {
  it('a file in the way of the folder stops the run before its first write', async () => {
    const world = await open();
    await writeFile(stateOf(world), '');
    const { exitCode, stderr } = await world.runHere(APPLY);
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringContaining('The journal cannot be kept, so nothing was written'),
    ]);
    expect(world.methods()).not.toContain('PATCH');
  });

  it('a link in place of the folder is refused, so that prompts stay in the project', async () => {
    const world = await open();
    await mkdir(path.join(world.folder, 'elsewhere'));
    await symlink(path.join(world.folder, 'elsewhere'), stateOf(world));
    const { exitCode, stderr } = await world.runHere(APPLY);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('is a link')]);
    expect(readdirSync(path.join(world.folder, 'elsewhere'))).toEqual([]);
  });

  it('a journal that fails during the run stops all further writes', async () => {
    const seed = ['a', 'b', 'c'].map((id) => ({ id, name: id, role: 'old' }));
    const wanted = Object.fromEntries(seed.map(({ id }) => [id, { role: 'new' }]));
    const rig = await createRig(wanted, { seed });
    let room = 1;
    const journal: RunJournal = {
      announceWrite: async () => (room-- > 0 ? null : 'no space left on device'),
      announcePromote: async () => null,
      announceCreation: async () => null,
      recordOutcome: async () => {},
    };
    const { outcomes, unjournalled } = await rig.execute(await rig.plan(), undefined, journal);
    expect(unjournalled).toBe('no space left on device');
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['applied', 'not_attempted', 'not_attempted']);
    expect(writesOf(rig.emulator)).toHaveLength(1);
    await rig.close();
  });
});
