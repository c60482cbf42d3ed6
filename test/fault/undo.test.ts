/** Every kind of fault at every request of `undo`: what a run wrote is put back, or the report says where it stands. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import { createProject, removeProject } from '../support/project.ts';
import { type Content, contentOf, sameJson, shownValue } from './content.ts';
import { editWritten } from './editing.ts';
import { ONE_OF_EACH } from './faults.ts';
import { alwaysHolds } from './invariants.ts';
import {
  type Ground,
  JSON_FORMAT,
  nameOf,
  ONE_BY_ONE,
  type Position,
  playFaults,
  positionsOf,
  prepare,
  promiseKept,
  withStage,
} from './scenario.ts';
import { TWELVE, undone } from './situation.ts';
import { Tally } from './tally.ts';

const tally = new Tally('undo');
let ground: Ground;
let positions: readonly Position[];

beforeAll(async () => {
  ground = { situation: TWELVE, folder: await createProject(TWELVE.files) };
  positions = await positionsOf(ground, 'undo');
});
afterAll(() => removeProject(ground.folder));

it.each(ONE_OF_EACH)('$name at each request, once', async (row) => {
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

it('leaves alone what somebody else wrote since, at every request before the last look', async () => {
  const broken: string[] = [];
  for (const member of undone(TWELVE).filter(({ body }) => body !== null)) {
    const fresh = positions.find(({ phase, persona }) => phase === 'fresh' && persona === member.id)?.number ?? 0;
    for (const { number } of positions.filter((position) => position.number <= fresh)) {
      const violations = await withStage(ground, {}, async (stage) => {
        const argv = [...(await prepare(stage, 'undo')), ...JSON_FORMAT, ...ONE_BY_ONE];
        let fields: JsonObject = {};
        const run = await stage.run(argv, {
          onArrival: (arrived) => {
            if (arrived !== number) return;
            fields = editWritten(member, contentOf(stage.emulator.store.snapshot(member.id)));
            stage.emulator.store.edit(member.id, fields);
          },
        });
        tally.count(['edit before an undo']);
        const now = run.after.get(member.id);
        const lost = Object.entries(fields).filter(([name, value]) => !keeps(name, value, now));
        return [
          ...alwaysHolds(run),
          ...lost.map(([name]) => `${name} was overwritten`),
          ...(run.exit === 4 ? [] : [`exit ${run.exit}, as if all were undone`]),
        ];
      });
      broken.push(...violations.map((violation) => `${member.key} edited at request ${number}: ${violation}`));
    }
  }
  expect(broken).toEqual([]);
});

/** Of call settings it is the edited one that counts. */
function keeps(name: string, value: JsonValue, now: Content | undefined): boolean {
  const live = now === undefined ? null : shownValue(now, name);
  return name === 'call_config' ? Object(live).voice === Object(value).voice : sameJson(live, value);
}

it('every kind of fault was really injected', () => {
  expect(tally.tell(ONE_OF_EACH.map(({ fault }) => nameOf(fault)))).toEqual([]);
});
