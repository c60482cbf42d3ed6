/** Every fault at every request of `plan` and `drift`; and faults that last, at every request of `apply`. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProject, removeProject } from '../support/project.ts';
import { FAULTS, type FaultRow, ONE_OF_EACH } from './faults.ts';
import { alwaysHolds } from './invariants.ts';
import { lookIsTrue, lookPromiseKept } from './looking.ts';
import { reportIn } from './report.ts';
import { type Ground, JSON_FORMAT, nameOf, ONE_BY_ONE, playFaults, positionsOf, SHORT_TIMEOUT } from './scenario.ts';
import { EIGHT, TWELVE } from './situation.ts';
import { openStage, type Run, type Stage } from './stage.ts';
import { Tally } from './tally.ts';

const tally = new Tally('reads');
const ALWAYS = Number.POSITIVE_INFINITY;

describe.each(['plan', 'drift'])('%s', (command) => {
  describe.each([TWELVE, EIGHT])('$name', (situation) => {
    // Nothing is written here, so that all scenarios share one service.
    let stage: Stage;
    let clean: Run;
    const argv = [command, ...JSON_FORMAT, ...ONE_BY_ONE];
    beforeAll(async () => {
      stage = await openStage({ situation });
      clean = await stage.run(argv);
    });
    afterAll(() => stage.close());

    it.each(FAULTS)('$name at each request, once', async (row) => {
      const broken: string[] = [];
      for (const [index, { persona }] of clean.requests.entries()) {
        const { run, injected } = await disturb(stage, argv, row, { nth: index + 1 });
        const promised = row.promises[persona === null ? 'list' : 'look'];
        const violations = [
          ...alwaysHolds(run),
          ...lookIsTrue(clean, run),
          ...lookPromiseKept(promised, persona, clean, run),
        ];
        if (injected.length !== 1) violations.push(`injected ${injected.length} times`);
        broken.push(...violations.map((violation) => `request ${index + 1}: ${violation}`));
      }
      expect(broken).toEqual([]);
    });

    it.each(ONE_OF_EACH.filter(({ isSlow }) => !isSlow))('$name from each request on, for ever', async (row) => {
      const broken: string[] = [];
      for (const index of clean.requests.keys()) {
        const { run } = await disturb(stage, argv, row, { nth: index + 1, times: ALWAYS });
        const violations = [...alwaysHolds(run), ...lookIsTrue(clean, run)];
        broken.push(...violations.map((violation) => `from request ${index + 1} on: ${violation}`));
      }
      expect(broken).toEqual([]);
    });
  });
});

async function disturb(
  stage: Stage,
  argv: readonly string[],
  row: FaultRow,
  when: { readonly nth: number; readonly times?: number },
): Promise<{ run: Run; injected: readonly string[] }> {
  const before = stage.emulator.injected.length;
  const options = row.isSlow ? SHORT_TIMEOUT : [];
  const run = await stage.run([...argv, ...options], { faults: [{ ...row.fault, ...when }] });
  stage.endFaults();
  const injected = stage.emulator.injected.slice(before).map(nameOf);
  tally.count(injected);
  return { run, injected };
}

describe('apply, with a fault that lasts', () => {
  const ground: { -readonly [K in keyof Ground]: Ground[K] } = { situation: TWELVE, folder: '' };
  beforeAll(async () => {
    ground.folder = await createProject(TWELVE.files);
  });
  afterAll(() => removeProject(ground.folder));

  it.each(ONE_OF_EACH)('$name from each request on', async (row) => {
    const broken: string[] = [];
    const positions = await positionsOf(ground, 'apply');
    // What hangs for ever costs five times its time in each request: two places must do.
    const places = row.isSlow ? positions.filter(({ number }) => number === 9 || number === 11) : positions;
    for (const { number } of places) {
      const faults = [{ ...row.fault, nth: number, times: ALWAYS }];
      const played = await playFaults(ground, { command: 'apply', faults, isSlow: row.isSlow });
      tally.count(played.injected);
      broken.push(...played.violations.map((violation) => `from request ${number} on: ${violation}`));
    }
    expect(broken).toEqual([]);
  });

  it.each(ONE_OF_EACH.filter(({ isSlow }) => !isSlow))(
    '$name at one persona alone: the others are written',
    async (row) => {
      const broken: string[] = [];
      for (const member of TWELVE.members.filter(({ id }) => id === 'p-billing' || id === 'p-night')) {
        for (const method of ['PATCH', 'GET']) {
          const faults = [{ ...row.fault, path: member.id, method, times: ALWAYS }];
          const played = await playFaults(ground, {
            command: 'apply',
            faults,
            options: method === 'GET' ? [] : JSON_FORMAT,
          });
          tally.count(played.injected);
          const others =
            reportIn(played.run)?.outcomes.filter(
              ({ id, status }) => id !== member.id && status !== 'applied' && status !== 'unchanged',
            ) ?? [];
          const hurt = row.promises.write === 'stops' ? [] : others.map(({ key, status }) => `${key} is ${status}`);
          broken.push(...[...played.violations, ...hurt].map((violation) => `${method} ${member.key}: ${violation}`));
        }
      }
      expect(broken).toEqual([]);
    },
  );
});

it('every fault was really injected', () => {
  expect(tally.tell(FAULTS.map(({ fault }) => nameOf(fault)))).toEqual([]);
});
