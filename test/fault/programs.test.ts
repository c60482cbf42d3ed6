/** Random programs of edits, faults, interruptions and commands. The seed is fixed here; `npm run soak` draws new ones. */
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createProject, removeProject } from '../support/project.ts';
import { playProgram, programs } from './programs.ts';
import { withStage } from './scenario.ts';
import { EIGHT, TWELVE } from './situation.ts';
import { Tally } from './tally.ts';

const tally = new Tally('programs');
const SEED = 20_260_301;
const RUNS = 60;

it.each([TWELVE, EIGHT])('whatever is done to $name, and whatever goes wrong', async (situation) => {
  const folder = await createProject(situation.files);
  try {
    await fc.assert(
      fc.asyncProperty(programs, async (program) => {
        const violations = await withStage({ situation, folder }, {}, (stage) =>
          playProgram(stage, program, (injected) => tally.count(injected)),
        );
        expect(violations).toEqual([]);
      }),
      { seed: SEED, numRuns: RUNS, verbose: 0 },
    );
  } finally {
    await removeProject(folder);
  }
});

it('every command was really run', () => {
  process.stdout.write(`\nfault suite, programs: seed ${SEED}\n`);
  const commands = ['plan', 'drift', 'apply', 'apply --plan', 'undo'];
  expect(tally.tell(commands.map((command) => `program: ${command}`))).toEqual([]);
});
