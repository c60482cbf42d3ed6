/** How many requests a run may cost: the rows of test/bench that send any, counted and not timed. */
import { afterEach, expect, it } from '@jest/globals';
import { liveOf, personaOf, yamlOf } from '../bench/fleet.mjs';
import { closeWorlds, openWorld, type World } from '../support/world.ts';

afterEach(closeWorlds);

/** A fleet of the benchmarks, of which every tenth differs, or none. */
async function openFleet(size: number, differs: (number: number) => boolean): Promise<World> {
  const numbers = Array.from({ length: size }, (_, number) => number);
  const files = Object.fromEntries(
    numbers.map((number) => [`personas/agent-${String(number).padStart(5, '0')}.yaml`, yamlOf(personaOf(number))]),
  );
  return openWorld({ files, seed: numbers.map((number) => liveOf(number, differs(number))) });
}

function requestsOf(world: World): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { method, path } of world.emulator.requests) {
    const kind = `${method} ${path.includes('?page=') ? 'page' : 'persona'}`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}

const none = (): boolean => false;
const tenth = (number: number): boolean => number % 10 === 0;

it.each([
  ['plan, 5 personas', 5, none, ['plan'], { 'GET persona': 5 }],
  ['plan, 8 personas', 8, none, ['plan'], { 'GET page': 1 }],
  ['plan, 10 personas', 10, none, ['plan'], { 'GET page': 1 }],
  ['plan, 100 personas', 100, none, ['plan'], { 'GET page': 1 }],
  ['plan, 500 personas', 500, none, ['plan'], { 'GET page': 5 }],
  ['doctor, 5 personas: who the key is, and they', 5, none, ['doctor'], { 'GET persona': 6 }],
  ['doctor, 500 personas', 500, none, ['doctor'], { 'GET page': 5, 'GET persona': 1 }],
  ['drift, 100 personas', 100, none, ['drift'], { 'GET page': 1 }],
  ['apply, nothing differs, 100 personas', 100, none, ['apply', '--auto-approve'], { 'GET page': 1 }],
  [
    'apply, 10 of 100 differ',
    100,
    tenth,
    ['apply', '--auto-approve', '--concurrency', '8'],
    { 'GET page': 1, 'GET persona': 10, 'PATCH persona': 10 },
  ],
  [
    'apply, 50 of 500 differ: one GET and one PATCH each',
    500,
    tenth,
    ['apply', '--auto-approve', '--concurrency', '8'],
    { 'GET page': 5, 'GET persona': 50, 'PATCH persona': 50 },
  ],
])('%s', async (_, size, differs, args, expected) => {
  const world = await openFleet(size, differs);
  expect(await world.runHere(args)).toMatchObject({ exitCode: 0 });
  expect(requestsOf(world)).toEqual(expected);
});

it('validate, --version and --help send none', async () => {
  const world = await openFleet(12, none);
  for (const args of [['validate'], ['--version'], ['--help']]) {
    expect(await world.runHere(args)).toMatchObject({ exitCode: 0 });
  }
  expect(requestsOf(world)).toEqual({});
});

it('shards that plan from one snapshot send none: the account is read once', async () => {
  const world = await openFleet(120, tenth);
  expect(await world.runHere(['snapshot', '--out', 'live.json'])).toMatchObject({ exitCode: 0 });
  for (const shard of [1, 2, 3]) {
    const args = ['plan', '--live', 'live.json', '--shard', `${shard}/3`, '--out', `plan-${shard}.json`];
    expect(await world.runHere(args)).toMatchObject({ exitCode: 0 });
  }
  const merged = await world.runHere(['merge', 'plan-1.json', 'plan-2.json', 'plan-3.json', '--format', 'json']);
  expect(JSON.parse(merged.stdout)).toMatchObject({ summary: { files: 120, update: 12, none: 108 } });
  expect(requestsOf(world)).toEqual({ 'GET page': 2 });
});
