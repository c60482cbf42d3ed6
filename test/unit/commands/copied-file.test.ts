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

describe('a new file with a name that another file gives up', () => {
  const renamed = (): Promise<World> =>
    openWorld({
      files: {
        'persona-sync.yaml': '',
        'personas/desk.yaml': personaFile({ id: 'p-1', ...DESK, name: 'Old desk' }),
        'personas/new.yaml': personaFile({ ...DESK, role: 'Sells' }),
      },
      seed: SEED,
    });

  it.each([
    ['its rename is held', ['apply', '--yes']],
    ['its rename is not selected', ['apply', '--yes', 'new']],
    ['its rename is written in the same run', ['apply', '--yes', '--allow', 'identity']],
  ])('is not created while the name is live: %s', async (_, argv) => {
    const world = await renamed();
    const { exitCode } = await world.runHere(argv);
    expect([exitCode, posts(world)]).toEqual([4, 0]);
  });

  it('is told which file to apply first, by a command that works, and is created then', async () => {
    const world = await renamed();
    const { exitCode, stdout } = await world.runHere(['plan', 'new', '--config', 'persona-sync.yaml']);
    expect([exitCode, stdout]).toEqual([4, expect.not.stringContaining('to create')]);
    expect(stdout).toContain(
      '`new` failed: it is bound to no live persona, and personas/desk.yaml manages p-1, which has its name `Desk` live until that file is applied. [namesake]',
    );
    const first = 'apply desk --config persona-sync.yaml --allow identity';
    expect(stdout).toContain(`Apply that file first: persona-sync ${first}; or give this one another name\n`);
    expect((await world.runHere([...first.split(' '), '--yes'])).exitCode).toBe(0);
    expect([(await world.runHere(['apply', '--yes'])).exitCode, posts(world)]).toEqual([0, 1]);
  });

  it('is held right before it is created, where the name was given to a bound persona since the plan', async () => {
    const world = await openWorld({
      files: {
        'personas/desk.yaml': personaFile({ id: 'p-1', role: 'Answers', name: 'Old desk' }),
        'personas/new.yaml': personaFile(DESK),
      },
      seed: [{ ...DESK, id: 'p-1', name: 'Old desk' }],
    });
    expect((await world.runHere(['plan', '--out', 'plan.json'])).exitCode).toBe(0);
    world.emulator.store.edit('p-1', { name: 'Desk' });
    const { exitCode, stdout } = await world.runHere(['apply', '--plan', 'plan.json']);
    expect([exitCode, posts(world)]).toEqual([4, 0]);
    expect(stdout).toMatch(/^held +new +a persona of its name is live, and is not known to be this one; nothing was/m);
  });
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
