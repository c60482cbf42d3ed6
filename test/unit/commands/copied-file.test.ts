/** A new file that has the name of another file: mostly a copy, without its id. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeWorlds, openWorld, personaFile, type World } from '../../support/world.ts';

afterEach(closeWorlds);

const DESK = { name: 'Desk', role: 'Answers' };
const SEED = [{ id: 'p-1', ...DESK }];

const posts = (world: World): number => world.methods().filter((method) => method === 'POST').length;

describe('a new file with the name of a file that has a live persona', () => {
  const copied = (): Promise<World> =>
    openWorld({
      files: {
        'personas/desk.yaml': personaFile({ id: 'p-1', ...DESK }),
        'personas/desk-copy.yaml': personaFile({ ...DESK, name: ' Desk', role: 'Sells' }),
      },
      seed: SEED,
    });

  it('fails alone, naming the other file and both ways out', async () => {
    const world = await copied();
    const { exitCode, stdout } = await world.runHere(['plan']);
    expect([exitCode, stdout]).toEqual([4, expect.not.stringContaining('to create')]);
    expect(stdout).toContain(
      '`desk-copy` failed: it is bound to no live persona, and personas/desk.yaml, which manages p-1, has its name ` Desk`. [namesake]',
    );
    expect(stdout).toContain('Give it another name; or, if another persona is meant: persona-sync bind desk-copy ID\n');
  });

  it.each([[['apply', '--yes']], [['apply', '--yes', 'desk-copy']]])('is not created by %j', async (argv) => {
    const world = await copied();
    const { exitCode } = await world.runHere(argv);
    expect([exitCode, posts(world)]).toEqual([4, 0]);
  });

  it('is created under another name', async () => {
    const world = await copied();
    await world.write('personas/desk-copy.yaml', personaFile({ ...DESK, name: 'Second desk' }));
    expect([(await world.runHere(['apply', '--yes'])).exitCode, posts(world)]).toEqual([0, 1]);
  });

  it('is found where it is live already, as after a run that was killed', async () => {
    const world = await openWorld({
      files: {
        'personas/desk.yaml': personaFile({ id: 'p-1', ...DESK }),
        'personas/desk-copy.yaml': personaFile(DESK),
      },
      seed: [...SEED, { id: 'p-2', ...DESK }],
    });
    const { exitCode, stderr } = await world.runHere(['apply', '--yes']);
    expect([exitCode, stderr, posts(world)]).toEqual([0, expect.stringContaining('bind desk-copy p-2'), 0]);
  });
});

it('a new file may take over the name that another file gives up', async () => {
  const world = await openWorld({
    files: {
      'personas/desk.yaml': personaFile({ id: 'p-1', ...DESK, name: 'Old desk' }),
      'personas/new.yaml': personaFile(DESK),
    },
    seed: SEED,
  });
  const { exitCode, stdout } = await world.runHere(['apply', '--yes', '--allow', 'identity']);
  expect([exitCode, stdout, posts(world)]).toEqual([0, expect.stringContaining('Apply: 2 applied.'), 1]);
});

it('each environment is judged by its own bindings', async () => {
  const world = await openWorld({
    files: {
      'persona-sync.yaml': 'environments: { one: {}, two: {} }\n',
      'environments/one.yaml': 'ids: { a: p-1, b: p-2 }\n',
      'environments/two.yaml': 'ids: { a: p-1 }\n',
      'personas/a.yaml': personaFile(DESK),
      'personas/b.yaml': personaFile(DESK),
    },
    seed: SEED.concat({ id: 'p-2', ...DESK }),
  });
  const exitIn = async (env: string): Promise<number | undefined> =>
    (await world.runHere(['plan', '--env', env])).exitCode;
  expect(await exitIn('one')).toBe(0);
  world.emulator.store.delete('p-2');
  expect(await exitIn('two')).toBe(4);
});
