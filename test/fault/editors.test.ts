/** Another editor at every moment of a run; and a service that turns out otherwise than the pages let us think. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProject, removeProject } from '../support/project.ts';
import { EDITS, expectedAfterEdit, expectedAfterLostWrite, runWithEdit, wrongAfterEdit } from './editing.ts';
import { alwaysHolds, writesWereShown, wrongAfterVariants } from './invariants.ts';
import { APPLY, JSON_FORMAT, type Position, positionsOf, withStage } from './scenario.ts';
import { TWELVE } from './situation.ts';
import { Tally } from './tally.ts';
import { ALONE, PAIRS } from './variant-table.ts';

const tally = new Tally('editors');
const { members } = TWELVE;
let folder: string;
let positions: readonly Position[];

beforeAll(async () => {
  folder = await createProject(TWELVE.files);
  positions = await positionsOf({ situation: TWELVE, folder }, 'apply');
});
afterAll(() => removeProject(folder));

describe('somebody else edits', () => {
  const targets = members.filter(({ id, body }) => body !== null || id === 'p-same-1');

  it.each(EDITS)('$name, at every request', async (edit) => {
    const broken: string[] = [];
    for (const member of targets) {
      for (const { number, phase, persona } of positions) {
        const violations = await withStage({ situation: TWELVE, folder }, {}, async (stage) => {
          const played = await runWithEdit(stage, member, edit, number);
          if (played === null) return [];
          tally.count([`edit: ${edit.name}`]);
          const expected = expectedAfterEdit(member, edit, played, number, positions);
          return [
            ...alwaysHolds(played.run),
            ...writesWereShown(members, played.run),
            ...wrongAfterEdit(members, member, played, expected),
          ];
        });
        const where = `${member.key} edited at request ${number} (${phase} ${persona})`;
        broken.push(...violations.map((violation) => `${where}: ${violation}`));
      }
    }
    expect(broken).toEqual([]);
  });
});

describe('somebody else edits while a write is lost', () => {
  /** The edit comes with the PATCH that is lost, or with the look after a PATCH that was done. */
  it.each([
    { kind: 'reset_before', after: 0 },
    { kind: 'reset_after', after: 1 },
  ] as const)('$kind: the look that settles it sees the edit', async ({ kind, after }) => {
    const broken: string[] = [];
    for (const { number, persona } of positions.filter(({ phase }) => phase === 'write')) {
      const member = members.find(({ id }) => id === persona);
      for (const edit of EDITS.filter(({ movesAway }) => !movesAway)) {
        if (member === undefined) continue;
        const violations = await withStage({ situation: TWELVE, folder }, {}, async (stage) => {
          const played = await runWithEdit(stage, member, edit, number + after, [{ kind, nth: number }]);
          if (played === null) return [];
          tally.count([`edit: ${edit.name}`, ...stage.emulator.injected.map((fault) => fault.kind)]);
          const expected = expectedAfterLostWrite(member, played, after === 1);
          return [
            ...alwaysHolds(played.run),
            ...writesWereShown(members, played.run),
            ...wrongAfterEdit(members, member, played, expected),
          ];
        });
        broken.push(...violations.map((violation) => `${member.key}, ${edit.name}: ${violation}`));
      }
    }
    expect(broken).toEqual([]);
  });
});

describe('the service turns out otherwise', () => {
  it.each([...ALONE, ...PAIRS])('$name', async ({ name, variants }) => {
    const violations = await withStage({ situation: TWELVE, folder }, variants, async (stage) => {
      const run = await stage.run([...APPLY, ...JSON_FORMAT]);
      const rerun = await stage.run([...APPLY, ...JSON_FORMAT]);
      tally.count(name.split(' + ').map((part) => `variant: ${part}`));
      return [run, rerun].flatMap((one) => [
        ...alwaysHolds(one),
        ...writesWereShown(members, one),
        ...wrongAfterVariants(members, one),
      ]);
    });
    expect(violations).toEqual([]);
  });
});

it('every edit and every variant was really tried', () => {
  const expected = [...EDITS.map(({ name }) => `edit: ${name}`), ...ALONE.map(({ name }) => `variant: ${name}`)];
  expect(tally.tell(expected)).toEqual([]);
});
