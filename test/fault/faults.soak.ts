/**
 * `npm run soak`: what takes too long for every test run. New random programs with each run (FAULT_SEED plays one again,
 * FAULT_RUNS says how many), and every fault at every request under each way the service may turn out.
 */
import { randomInt } from 'node:crypto';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createProject, removeProject } from '../support/project.ts';
import { FAULTS } from './faults.ts';
import { playProgram, programs } from './programs.ts';
import { playFaults, positionsOf, withStage } from './scenario.ts';
import { EIGHT, type Situation, TWELVE } from './situation.ts';
import { ALONE } from './variant-table.ts';

const SEED = Number(process.env.FAULT_SEED ?? randomInt(2 ** 31));
const RUNS = Number(process.env.FAULT_RUNS ?? 1500);
const HOUR = 3_600_000;

async function withFolder<T>(situation: Situation, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await createProject(situation.files);
  try {
    return await work(folder);
  } finally {
    await removeProject(folder);
  }
}

it.each([TWELVE, EIGHT])(
  `random programs against $name, seed ${SEED}`,
  (situation) =>
    withFolder(situation, async (folder) => {
      await fc.assert(
        fc.asyncProperty(programs, async (program) => {
          const play = withStage({ situation, folder }, {}, (stage) => playProgram(stage, program, () => {}));
          expect(await play).toEqual([]);
        }),
        { seed: SEED, numRuns: RUNS },
      );
    }),
  HOUR,
);

/** Variants that store what they are sent, so that every persona must end as it was or as planned. */
const FAITHFUL = ALONE.filter(({ name }) =>
  /^(callConfig|pathwayVersion|patchAnswer|listRows|order|pageRepeats|userId|noDraft)/.test(name),
);
const ROWS = FAULTS.filter(({ isSlow }) => !isSlow);

it.each(FAITHFUL)(
  'every fault at every request of apply, $name',
  ({ variants }) =>
    withFolder(TWELVE, async (folder) => {
      const ground = { situation: TWELVE, folder };
      const broken: string[] = [];
      for (const { number } of await positionsOf(ground, 'apply', variants)) {
        for (const row of ROWS) {
          const faults = [{ ...row.fault, nth: number }];
          const { violations } = await playFaults(ground, { command: 'apply', faults, variants });
          broken.push(...violations.map((violation) => `${row.name} at request ${number}: ${violation}`));
        }
      }
      expect(broken).toEqual([]);
    }),
  HOUR,
);
