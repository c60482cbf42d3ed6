/** One run at a time writes from a checkout, and one that was killed keeps nobody out. Real processes. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { writesOf } from '../support/apply.ts';
import { type RunningCli, startCli } from '../support/running-cli.ts';
import { closeWorlds, documentIn, openWorld, personaFile, type World } from '../support/world.ts';

afterEach(closeWorlds);

const APPLY = ['apply', '--auto-approve', '--concurrency', '1'];
const SEED = ['a', 'b'].map((id) => ({ id, name: id, role: 'old' }));
const FILES = Object.fromEntries(
  SEED.map(({ id, name }) => [`personas/${id}.yaml`, personaFile({ id, name, role: 'new' })]),
);

/** An apply whose first write was stored and whose answer never comes. */
async function openHanging(): Promise<{ readonly world: World; readonly cli: RunningCli }> {
  const world = await openWorld({ seed: SEED, files: FILES, faults: [{ kind: 'hang_after', method: 'PATCH' }] });
  const arrived = new Promise<void>((resolve) => {
    world.emulator.onRequest(({ method }) => method === 'PATCH' && resolve());
  });
  const cli = startCli(world, APPLY);
  await arrived;
  return { world, cli };
}

describe('while an apply is under way', () => {
  it('another one writes nothing and names the holder; plan is not kept out', async () => {
    const { world, cli } = await openHanging();
    const second = await world.run([...APPLY, '--format', 'json']);
    expect([second.exitCode, documentIn(second).error]).toEqual([
      1,
      expect.objectContaining({
        code: 'locked',
        message: expect.stringMatching(/: apply [0-9a-f]{6}, process \d+ on /),
      }),
    ]);
    expect((await world.run(['plan'])).exitCode).toBe(0);
    expect(writesOf(world.emulator)).toHaveLength(1);
    cli.signal('SIGKILL');
    await cli.ended;
  });
});

describe('after an apply was killed', () => {
  it('the next one takes the lock over and finishes the work; undo knows what the killed one wrote', async () => {
    const { world, cli } = await openHanging();
    cli.signal('SIGKILL');
    await cli.ended;
    const lock = path.join(world.folder, '.persona-sync/lock');
    expect(existsSync(lock)).toBe(true);
    const next = await world.run(APPLY);
    expect([next.exitCode, existsSync(lock)]).toEqual([0, false]);
    expect(writesOf(world.emulator).map(([id]) => id)).toEqual(['a', 'b']);
    const runs = documentIn(await world.run(['runs', '--format', 'json'])).runs;
    expect(runs).toMatchObject([
      { counts: { applied: 1 }, cut_short: false },
      { counts: {}, unsettled: 1, cut_short: true },
    ]);
    const killed = Object(runs)[1].run;
    const undone = await world.run(['undo', killed, '--auto-approve']);
    expect(undone.exitCode).toBe(0);
    expect(SEED.map(({ id }) => world.emulator.store.snapshot(id)?.role)).toEqual(['old', 'new']);
  });
});
