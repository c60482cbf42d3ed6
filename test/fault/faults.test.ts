/** Every fault at every request of `apply` and `apply --plan`, once and for ever. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProject, removeProject } from '../support/project.ts';
import { FAULTS, type FaultRow, ONE_OF_EACH, type Phase } from './faults.ts';
import { type Command, type Ground, nameOf, type Position, playFaults, positionsOf, promiseKept } from './scenario.ts';
import { EIGHT, type Situation, TWELVE } from './situation.ts';
import { Tally } from './tally.ts';

const tally = new Tally('faults');
const grounds = new Map<Situation, Ground>();

beforeAll(async () => {
  for (const situation of [TWELVE, EIGHT]) {
    grounds.set(situation, { situation, folder: await createProject(situation.files) });
  }
});

afterAll(async () => {
  for (const { folder } of grounds.values()) await removeProject(folder);
});

function groundOf(situation: Situation): Ground {
  const ground = grounds.get(situation);
  if (ground === undefined) throw new Error(`${situation.name} has no folder`);
  return ground;
}

/**
 * Every fault is tried with apply. `apply --plan` and the single reads of eight go the same ways, so there one fault of
 * each kind must do; and of eight only the reads, since the rest of the run is the same as with twelve.
 */
const RUNS: readonly {
  readonly command: Command;
  readonly situation: Situation;
  readonly phases: readonly Phase[];
  readonly rows: readonly FaultRow[];
}[] = [
  { command: 'apply', situation: TWELVE, phases: ['list', 'fresh', 'write'], rows: FAULTS },
  { command: 'apply --plan', situation: TWELVE, phases: ['fresh', 'write'], rows: ONE_OF_EACH },
  { command: 'apply', situation: EIGHT, phases: ['look'], rows: ONE_OF_EACH },
];

describe.each(RUNS)('$command, $situation.name', ({ command, situation, phases, rows }) => {
  let positions: readonly Position[];
  beforeAll(async () => {
    const all = await positionsOf(groundOf(situation), command);
    positions = all.filter(({ phase }) => phases.includes(phase));
  });

  it.each(rows)('$name at each request, once', async (row) => {
    const broken: string[] = [];
    for (const position of positions) {
      const faults = [{ ...row.fault, nth: position.number }];
      const played = await playFaults(groundOf(situation), { command, faults, isSlow: row.isSlow });
      tally.count(played.injected);
      const violations = [...played.violations, ...promiseKept(row, position, played)];
      if (played.injected.length === 0) violations.push('the fault was not injected');
      broken.push(
        ...violations.map(
          (violation) => `request ${position.number} (${position.phase} ${position.persona}): ${violation}`,
        ),
      );
    }
    expect(broken).toEqual([]);
  });
});

it('every fault was really injected', () => {
  expect(tally.tell(FAULTS.map(({ fault }) => nameOf(fault)))).toEqual([]);
});
