/** The whole program against an account that allows five requests a second; waiting moves a clock and costs no time. */
import { afterEach, expect, it } from '@jest/globals';
import { runMain } from '../support/run-main.ts';
import { closeWorlds, documentIn, openWorld, personaFile, type World } from '../support/world.ts';

afterEach(closeWorlds);

const START = Date.parse('2026-03-01T09:00:00Z');

interface Clock {
  time: number;
}

/** A world of that many personas, all of which differ in `role`, with a clock that the service shares. */
async function openAccount(size: number, listRows: 'full' | 'thin'): Promise<{ world: World; clock: Clock }> {
  const clock = { time: START };
  const ids = Array.from({ length: size }, (_, at) => `p-${at}`);
  const world = await openWorld({
    files: Object.fromEntries(ids.map((id) => [`personas/${id}.yaml`, personaFile({ id, name: id, role: 'new' })])),
    seed: ids.map((id) => ({ id, name: id, role: 'old' })),
    variants: { listRows },
    rateLimit: 5,
    now: () => new Date(clock.time),
  });
  return { world, clock };
}

function run({ world, clock }: { world: World; clock: Clock }, argv: readonly string[]) {
  return runMain(argv, {
    cwd: world.folder,
    env: world.env,
    now: () => new Date(clock.time),
    onSleep: (milliseconds) => {
      clock.time += milliseconds;
    },
  });
}

it.each(['4', '8'])(
  '300 single reads, %s at once: the plan is complete, and at most 25 requests are refused',
  async (many) => {
    const account = await openAccount(300, 'thin');
    const { exit, stdout } = await run(account, ['plan', '--format', 'json', '--concurrency', many]);
    expect(documentIn({ stdout }).summary).toMatchObject({ update: 300 });
    expect(exit).toBe(0);
    expect(account.world.emulator.requests.length).toBeGreaterThan(301);
    expect(account.world.emulator.requests.length).toBeLessThanOrEqual(301 + 25);
  },
);

it.each(['4', '8'])(
  '150 looks and 150 writes, %s at once: all applied, and at most 25 requests are refused',
  async (many) => {
    const account = await openAccount(150, 'full');
    const flags = ['--auto-approve', '--allow', 'mass-change', '--format', 'json'];
    const { exit, stdout } = await run(account, ['apply', ...flags, '--concurrency', many]);
    expect(documentIn({ stdout }).summary).toMatchObject({ applied: 150 });
    expect(exit).toBe(0);
    expect(account.world.emulator.requests.length).toBeLessThanOrEqual(302 + 25);
  },
);
