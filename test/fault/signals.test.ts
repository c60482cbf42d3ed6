/** Killed and interrupted at every request: nothing is half known, and running again finishes the work. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Fault } from '../../src/emulator/faults.ts';
import { createProject, removeProject } from '../support/project.ts';
import { runAndSignal, SAME_MACHINE } from './child.ts';
import { alwaysHolds, reportIsTrue, rerunConverged, storeIsOldOrNew, writesWereShown } from './invariants.ts';
import { documentOf, reportIn } from './report.ts';
import {
  APPLY,
  type Command,
  type Ground,
  JSON_FORMAT,
  nameOf,
  ONE_BY_ONE,
  type Position,
  positionsOf,
  prepare,
  wantedBy,
  withStage,
} from './scenario.ts';
import { TWELVE } from './situation.ts';
import type { Run, Stage } from './stage.ts';
import { Tally } from './tally.ts';

const tally = new Tally('signals');
const { members } = TWELVE;
let ground: Ground;
let positions: readonly Position[];

beforeAll(async () => {
  ground = { situation: TWELVE, folder: await createProject(TWELVE.files) };
  positions = await positionsOf(ground, 'apply');
});
afterAll(() => removeProject(ground.folder));

/** Each request in turn; what is wrong with any is told together with the request. */
async function atEachRequest(
  places: readonly Position[],
  play: (stage: Stage, position: Position) => Promise<string[]>,
): Promise<string[]> {
  const broken: string[] = [];
  for (const position of places) {
    const violations = await withStage(ground, {}, (stage) => play(stage, position));
    broken.push(
      ...violations.map(
        (violation) => `request ${position.number} (${position.phase} ${position.persona}): ${violation}`,
      ),
    );
  }
  return broken;
}

/** Whatever happened, running again in this process finishes the work, over the dead run's lock and journal. */
async function finish(stage: Stage, first: Run): Promise<string[]> {
  stage.endFaults();
  const rerun = await stage.run([...APPLY, ...JSON_FORMAT], { processes: SAME_MACHINE });
  return [
    ...alwaysHolds(rerun),
    ...writesWereShown(members, rerun),
    ...rerunConverged(members, rerun),
    ...storeIsOldOrNew(members, { ...rerun, before: first.before }),
  ];
}

describe('SIGKILL', () => {
  it.each<{ readonly name: string; readonly faults: readonly Fault[]; readonly options: readonly string[] }>([
    { name: 'the request is done all the same', faults: [], options: ONE_BY_ONE },
    { name: 'the request is lost', faults: [{ kind: 'reset_before' }], options: ONE_BY_ONE },
    { name: 'four at once', faults: [], options: [] },
  ])('at each request of apply: $name', async ({ faults, options }) => {
    const broken = await atEachRequest(positions, async (stage, { number: at }) => {
      const argv = [...APPLY, ...options];
      const run = await runAndSignal(stage, argv, {
        signal: 'SIGKILL',
        at,
        faults: faults.map((fault) => ({ ...fault, nth: at })),
      });
      tally.count(['SIGKILL']);
      const dead = run.exit === undefined ? [] : [`it was not killed, and ended with exit ${run.exit}`];
      return [
        ...dead,
        ...alwaysHolds(run),
        ...storeIsOldOrNew(members, run),
        ...writesWereShown(members, run),
        ...(await finish(stage, run)),
      ];
    });
    expect(broken).toEqual([]);
  });
});

describe('SIGTERM', () => {
  function brokenBy(run: Run): string[] {
    const late = run.exit === 130 ? [] : [`exit ${run.exit}`];
    return [
      ...late,
      ...alwaysHolds(run),
      ...storeIsOldOrNew(members, run),
      ...writesWereShown(members, run),
      ...reportIsTrue(members, run),
      ...incomplete(run),
    ];
  }

  it('at each request of apply: what is in flight is finished and reported', async () => {
    const broken = await atEachRequest(positions, async (stage, { number: at }) => {
      const run = await runAndSignal(stage, [...APPLY, ...JSON_FORMAT], { signal: 'SIGTERM', at });
      tally.count(['SIGTERM']);
      return [...brokenBy(run), ...(await finish(stage, run))];
    });
    expect(broken).toEqual([]);
  });

  it.each<Fault>([{ kind: 'reset_after' }, { kind: 'reset_before' }])(
    'while a write is being settled ($kind)',
    async ({ kind }) => {
      const writes = positions.filter(({ phase }) => phase === 'write');
      const broken = await atEachRequest(writes, async (stage, { number }) => {
        const faults: Fault[] = [{ kind, nth: number }];
        const argv = [...APPLY, ...JSON_FORMAT, ...ONE_BY_ONE];
        const run = await runAndSignal(stage, argv, { signal: 'SIGTERM', at: number + 1, faults });
        tally.count(['SIGTERM', ...stage.emulator.injected.map((fault) => fault.kind)]);
        return [...brokenBy(run), ...(await finish(stage, run))];
      });
      expect(broken).toEqual([]);
    },
  );
});

describe('an interruption, as the program is told of it,', () => {
  const FAULTS: readonly Fault[] = [
    { kind: 'reset_before' },
    { kind: 'reset_after' },
    { kind: 'status', status: 429, retryAfter: '5' },
    { kind: 'status', status: 401 },
    { kind: 'no_data' },
  ];

  it.each<{ readonly command: Command; readonly name: string; readonly fault: Fault | null }>(
    (['apply', 'apply --plan', 'undo'] as const).flatMap((command) =>
      [null, ...FAULTS].map((fault) => ({ command, fault, name: fault === null ? 'no fault' : nameOf(fault) })),
    ),
  )('at each request of $command, with $name there', async ({ command, fault }) => {
    const places = await positionsOf(ground, command);
    const wanted = wantedBy(command, TWELVE);
    const broken = await atEachRequest(places, async (stage, { number: at }) => {
      const prepared = await prepare(stage, command);
      const interruption = new AbortController();
      const faults = fault === null ? [] : [{ ...fault, nth: at }];
      const run = await stage.run([...prepared, ...JSON_FORMAT, ...ONE_BY_ONE], {
        faults,
        interrupted: interruption.signal,
        onArrival: (number) => (number === at ? interruption.abort() : undefined),
      });
      tally.count(['interruption', ...stage.emulator.injected.map(({ kind }) => kind)]);
      const begun = run.requests.slice(at).filter(({ method }) => method === 'PATCH');
      stage.endFaults();
      const rerun = await stage.run([...(command === 'undo' ? prepared : APPLY), ...JSON_FORMAT]);
      return [
        ...(run.exit === 130 ? [] : [`exit ${run.exit}`]),
        ...begun.map(({ persona }) => `a PATCH of ${persona} was begun afterwards`),
        ...alwaysHolds(run),
        ...storeIsOldOrNew(wanted, run),
        ...writesWereShown(wanted, run),
        ...reportIsTrue(wanted, run),
        ...incomplete(run),
        ...rerunConverged(wanted, rerun),
      ];
    });
    expect(broken).toEqual([]);
  });
});

/** A run that was interrupted while it wrote tells of every planned step. */
function incomplete(run: Run): string[] {
  const wrote = run.requests.some(({ method }) => method === 'PATCH');
  const told = reportIn(run)?.outcomes.length ?? 0;
  const planned = run.argv[0] === 'undo' ? 5 : members.length;
  return !wrote || told === planned || documentOf(run) === null ? [] : [`${told} of ${planned} are told`];
}

it('every signal was really sent', () => {
  expect(tally.tell(['SIGKILL', 'SIGTERM', 'interruption'])).toEqual([]);
});
