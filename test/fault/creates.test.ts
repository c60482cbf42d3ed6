/**
 * Creating personas while things go wrong: each kind of fault, and a kill, at every request of a run. Then the run again from
 * a checkout that never got the new ids, as a CI that lost its commit: no persona may be there twice.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { Fault, FaultKind } from '../../src/emulator/faults.ts';
import { startCli } from '../support/running-cli.ts';
import { closeWorlds, documentIn, openWorld, personaFile, type World } from '../support/world.ts';
import { Tally } from './tally.ts';

const IDS = '# who is who\nids: { old: old-1 } # bound by hand\n';
const NEW = ['ann', 'bob'];
const FILES = {
  'persona-sync.yaml': 'environments: { only: {} }\n',
  'environments/only.yaml': IDS,
  'personas/old.yaml': personaFile({ name: 'Old', role: 'old' }),
  ...Object.fromEntries(
    NEW.map((name) => [`personas/${name}.yaml`, personaFile({ name, role: 'new', call_config: { voice: 'June' } })]),
  ),
};
const SEED = [
  { id: 'old-1', name: 'Old', role: 'old' },
  { id: 'other-1', name: 'Somebody else', role: 'of no file' },
];
const APPLY = ['apply', '--auto-approve', '--concurrency', '1', '--timeout', '0.2', '--format', 'json'];

/** A list, and for each new one: a list, the POST, the look that proves it. */
const REQUESTS = 1 + NEW.length * 3;
const POSITIONS = Array.from({ length: REQUESTS }, (_, index) => index + 1);

const FAULTS: readonly (Omit<Fault, 'nth'> & { readonly title: string })[] = [
  ...(
    [
      'reset_before',
      'reset_after',
      'hang_before',
      'hang_after',
      'truncate',
      'html',
      'html_after',
      'errors_under_200',
      'errors_under_200_after',
      'no_data',
      'other_id',
      'echo_key',
      'redirect',
      'endless',
      'error_shape',
    ] satisfies FaultKind[]
  ).map((kind) => ({ title: kind, kind })),
  ...[400, 401, 404, 408, 500, 503].map((status) => ({ title: `status ${status}`, kind: 'status', status }) as const),
  { title: 'status 429', kind: 'status', status: 429, retryAfter: '1' },
];

const open = (): Promise<World> => openWorld({ files: FILES, seed: SEED });

const tally = new Tally('creates');

afterAll(closeWorlds);

/** The live personas by name. */
function liveNames({ emulator }: World): string[] {
  return emulator.store
    .ids()
    .map((id) => String(emulator.store.snapshot(id).name))
    .sort();
}

const posts = ({ emulator }: World): number => emulator.requests.filter(({ method }) => method === 'POST').length;

/** What must hold of the run that met the trouble. */
async function expectHonest(
  world: World,
  result: { readonly exitCode: number | undefined; readonly stdout: string },
): Promise<void> {
  const document = documentIn(result);
  const outcomes = Array.isArray(document.outcomes) ? document.outcomes : [];
  const bound: Record<string, string> = parse(
    await readFile(path.join(world.folder, 'environments/only.yaml'), 'utf8'),
  ).ids;
  const named = Object.entries(bound).filter(([key]) => key !== 'old');
  expect(named.map(([, id]) => world.emulator.store.snapshot(id).name)).toEqual(named.map(([key]) => key));
  for (const { key, id, status, bound: file } of outcomes) {
    if (key === 'old') continue;
    const own = world.emulator.store.ids().filter((one) => world.emulator.store.snapshot(one).name === key);
    if (status === 'applied') expect([key, own, bound[key], file]).toEqual([key, [id], id, 'environments/only.yaml']);
    if (status === 'failed' || status === 'not_attempted' || status === 'held') expect([key, own]).toEqual([key, []]);
  }
  const isWhole =
    outcomes.length === NEW.length + 1 &&
    outcomes.every(({ status }) => status === 'applied' || status === 'unchanged');
  expect([result.exitCode === 0, isWhole]).toEqual([isWhole, isWhole]);
}

/** The ids were never committed: nothing is made twice, what is missing is made, and binding by name ends it. */
async function expectConverged(world: World): Promise<void> {
  await rm(path.join(world.folder, '.persona-sync/lock'), { force: true });
  await writeFile(path.join(world.folder, 'environments/only.yaml'), IDS);
  const missing = NEW.filter((name) => !liveNames(world).includes(name));
  const before = posts(world);
  const again = await world.runHere(APPLY);
  expect([again.exitCode, posts(world) - before]).toEqual([0, missing.length]);
  expect(liveNames(world)).toEqual([...NEW, 'Old', 'Somebody else'].sort());
  expect((await world.runHere(['bind', '--by-name'])).exitCode).toBe(0);
  const text = await readFile(path.join(world.folder, 'environments/only.yaml'), 'utf8');
  expect(text).toMatch(/^# who is who\nids: \{ old: old-1, .* \} # bound by hand\n$/);
  const plan = await world.runHere(['plan']);
  expect(plan).toMatchObject({ exitCode: 0, stdout: 'No changes: all 3 personas are as the files say.\n' });
  expect(plan.stderr).not.toContain('warning');
}

it('a run without trouble sends these requests', async () => {
  const world = await open();
  expect((await world.runHere(APPLY)).exitCode).toBe(0);
  const one = ['GET', 'POST', 'GET'];
  expect(world.methods()).toEqual(['GET', ...one, ...one]);
  await expectConverged(world);
});

describe.each(FAULTS)('$title', ({ title, ...fault }) => {
  it.each(POSITIONS)('at request %i: no twin, no lie, and the next run finishes', async (nth) => {
    const world = await open();
    const own: { times?: number } & Fault = { ...fault, nth };
    world.emulator.addFault(own);
    const result = await world.runHere(APPLY);
    tally.count(world.emulator.injected.map(() => title));
    own.times = 0;
    await expectHonest(world, result);
    await expectConverged(world);
  });
});

describe('killed', () => {
  it.each(POSITIONS)('at request %i, before it is answered: no twin, and the next run finishes', async (at) => {
    const world = await open();
    const child = startCli(world, APPLY);
    let seen = 0;
    world.emulator.onRequest(() => {
      seen += 1;
      if (seen === at) child.signal('SIGKILL');
    });
    const { exitCode } = await child.ended;
    expect(exitCode).toBeUndefined();
    const text = await readFile(path.join(world.folder, 'environments/only.yaml'), 'utf8');
    expect(Object.keys(parse(text).ids).length).toBe(1 + Math.max(0, Math.floor((at - 2) / 3)));
    await expectConverged(world);
  });
});

it('every fault was really injected', () => {
  expect(tally.tell(FAULTS.map(({ title }) => title))).toEqual([]);
});

it('an answer that shows a persona which was there before binds nothing to it', async () => {
  const world = await open();
  const body = JSON.stringify({ data: world.emulator.store.snapshot('other-1'), errors: [] });
  world.emulator.addFault({ kind: 'status', method: 'POST', status: 200, body });
  const result = await world.runHere(APPLY);
  expect(result.exitCode).toBe(4);
  await expectHonest(world, result);
  await expectConverged(world);
});
