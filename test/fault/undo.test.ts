/** Every kind of fault at every request of `undo`: what a run wrote is put back, or the report says where it stands. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createProject, removeProject } from '../support/project.ts';
import { LASTING } from './faults.ts';
import { type Ground, nameOf, type Position, playFaults, positionsOf, promiseKept } from './scenario.ts';
import { TWELVE } from './situation.ts';
import { Tally } from './tally.ts';

const tally = new Tally('undo');
let ground: Ground;
let positions: readonly Position[];

beforeAll(async () => {
  ground = { situation: TWELVE, folder: await createProject(TWELVE.files) };
  positions = await positionsOf(ground, 'undo');
});
afterAll(() => removeProject(ground.folder));

it.each(LASTING)('$name at each request, once', async (row) => {
  const broken: string[] = [];
  for (const position of positions) {
    const faults = [{ ...row.fault, nth: position.number }];
    const played = await playFaults(ground, { command: 'undo', faults, isSlow: row.isSlow });
    tally.count(played.injected);
    const violations = [...played.violations, ...promiseKept(row, position, played)];
    const where = `request ${position.number} (${position.phase} ${position.persona})`;
    broken.push(...violations.map((violation) => `${where}: ${violation}`));
  }
  expect(broken).toEqual([]);
});

it('every kind of fault was really injected', () => {
  tally.tell();
  expect(tally.missing(LASTING.map(({ fault }) => nameOf(fault)))).toEqual([]);
});
