/** Every fault and another editor at the promote request and around it; killed at every request; and run again. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Fault } from '../../src/emulator/faults.ts';
import { createProject, removeProject } from '../support/project.ts';
import { runAndSignal, SAME_MACHINE } from './child.ts';
import { sameJson } from './content.ts';
import { FAULTS, type FaultRow, ONE_OF_EACH, type Promised } from './faults.ts';
import { alwaysHolds } from './invariants.ts';
import { EDITORS, wrongAfterEditor } from './promote-editors.ts';
import {
  ALLOW_ALL_BUT_FOREIGN,
  LEFT_OVER,
  MEMBERS,
  minted,
  outcomesOf,
  PROMOTED,
  productionIsOldOrNew,
  promoteOutcome,
  promoteReportIsTrue,
  promotesConverged,
  promotesOf,
  promotesWereShown,
  shippedAll,
} from './promote-ground.ts';
import { type Ground, JSON_FORMAT, nameOf, ONE_BY_ONE, PLAN_FILE, SHORT_TIMEOUT, withStage } from './scenario.ts';
import type { Run, Stage } from './stage.ts';
import { Tally } from './tally.ts';
import { ALONE, type VariantRow } from './variant-table.ts';

const tally = new Tally('promote');
const CLEAN = ['apply', '--promote', '--auto-approve', ...ALLOW_ALL_BUT_FOREIGN] as const;
const IN_TURN = [...CLEAN, ...JSON_FORMAT, ...ONE_BY_ONE];
type Command = 'apply --promote' | 'apply --plan' | 'promote';

let ground: Ground;
/** The requests of a clean run, one by one: method and persona. */
let places: readonly Place[];

interface Place {
  /** From 1. */
  readonly number: number;
  readonly phase: 'promote' | 'before' | 'after' | 'other';
  readonly persona: string | null;
}

beforeAll(async () => {
  ground = { situation: PROMOTED, folder: await createProject(PROMOTED.files) };
  places = await placesOf('apply --promote');
});
afterAll(() => removeProject(ground.folder));

async function argvOf(command: Command, stage: Stage): Promise<readonly string[]> {
  if (command === 'apply --promote') return IN_TURN;
  if (command === 'promote') return ['promote', 'waiting', '--auto-approve', ...JSON_FORMAT, ...ONE_BY_ONE];
  const plan = await stage.run(['plan', '--promote', '--format', 'json']);
  await writeFile(path.join(stage.folder, PLAN_FILE), plan.stdout);
  return ['apply', '--plan', PLAN_FILE, ...ALLOW_ALL_BUT_FOREIGN, ...JSON_FORMAT, ...ONE_BY_ONE];
}

function placesOf(command: Command): Promise<Place[]> {
  return withStage(ground, {}, async (stage) => {
    const run = await stage.run(await argvOf(command, stage));
    const methods = run.requests.map(({ method }) => method);
    return run.requests.map(({ method, persona }, index) => {
      const around = methods[index + 1] === 'POST' ? 'before' : methods[index - 1] === 'POST' ? 'after' : 'other';
      return { number: index + 1, phase: method === 'POST' ? 'promote' : around, persona };
    });
  });
}

interface Played {
  readonly run: Run;
  readonly violations: readonly string[];
}

/** One run with a disturbance, checked; then a run again without, which must finish the work. */
async function play(command: Command, faults: readonly Fault[], options: readonly string[] = []): Promise<Played> {
  return withStage(ground, {}, async (stage) => {
    const argv = await argvOf(command, stage);
    const before = minted(stage);
    const run = await stage.run([...argv, ...options], { faults });
    tally.count(stage.emulator.injected.map(nameOf));
    const missed = stage.emulator.injected.length === 0 ? ['the fault was not injected'] : [];
    return { run, violations: [...missed, ...brokenBy(run), ...(await finish(stage, run, before))] };
  });
}

function brokenBy(run: Run): string[] {
  return [
    ...alwaysHolds(run),
    ...productionIsOldOrNew(run.before, run),
    ...promotesWereShown(run.before, run),
    ...promoteReportIsTrue(run),
  ];
}

async function finish(stage: Stage, first: Run, before: ReadonlyMap<string, number>): Promise<string[]> {
  stage.endFaults();
  const rerun = await stage.run([...CLEAN, ...JSON_FORMAT], { processes: SAME_MACHINE });
  return [
    ...alwaysHolds(rerun),
    ...promotesWereShown(first.before, rerun),
    ...promotesConverged(first.before, rerun, { before, after: minted(stage) }),
  ];
}

const at = ({ number, phase, persona }: Place) => `request ${number} (${phase} ${persona}): `;

it('a clean run ships what it may, once, and holds what is foreign', async () => {
  const violations = await withStage(ground, {}, async (stage) => {
    const before = minted(stage);
    const run = await stage.run(IN_TURN);
    return [...brokenBy(run), ...promotesConverged(run.before, run, { before, after: minted(stage) })];
  });
  expect(violations).toEqual([]);
  expect(places.filter(({ phase }) => phase === 'promote').map(({ persona }) => persona)).toEqual([
    'p-both',
    'p-lone',
    'p-waiting',
  ]);
});

describe('a fault at the promote request', () => {
  it.each(FAULTS)('$name', async (row) => {
    expect(
      await brokenAt(
        row,
        places.filter(({ phase }) => phase === 'promote'),
      ),
    ).toEqual([]);
  });

  it.each(ONE_OF_EACH)('$name, at the look before and the look after', async (row) => {
    const around = places.filter(({ phase, persona }) => ['before', 'after'].includes(phase) && persona === 'p-both');
    expect(await brokenAt(row, around)).toEqual([]);
  });

  it.each(ONE_OF_EACH)('$name, for ever', async (row) => {
    const fault = { ...row.fault, times: Number.POSITIVE_INFINITY, path: 'p-both/versions/promote' };
    const { violations } = await play('apply --promote', [fault], row.isSlow ? SHORT_TIMEOUT : []);
    expect(violations).toEqual([]);
  });

  it.each(['apply --plan', 'promote'] as const)('one of each kind, under %s', async (command) => {
    const [place] = (await placesOf(command)).filter(({ phase }) => phase === 'promote');
    const broken: string[] = [];
    for (const row of ONE_OF_EACH) {
      const faults = [{ ...row.fault, nth: place?.number ?? 0 }];
      const { violations } = await play(command, faults, row.isSlow ? SHORT_TIMEOUT : []);
      broken.push(...violations.map((violation) => `${row.name}: ${violation}`));
    }
    expect(broken).toEqual([]);
  });
});

async function brokenAt(row: FaultRow, where: readonly Place[]): Promise<string[]> {
  const broken: string[] = [];
  for (const place of where) {
    const faults = [{ ...row.fault, nth: place.number }];
    const played = await play('apply --promote', faults, row.isSlow ? SHORT_TIMEOUT : []);
    broken.push(...[...played.violations, ...unkept(row, place, played.run)].map((one) => at(place) + one));
  }
  return broken;
}

/** What one fault may do to a promote: nothing at all, fail it alone, or stop the run. */
function unkept({ promises }: FaultRow, { phase, persona }: Place, run: Run): string[] {
  if (phase === 'after' || persona === null) return [];
  const promised: Promised = promises[phase === 'promote' ? 'write' : 'fresh'];
  const own = promoteOutcome(run, persona)?.status;
  const wanted = { absorbed: 'applied', persona: 'failed', incomplete: 'failed', stops: own }[promised];
  const others = outcomesOf(run).filter(
    ({ id, status, action }) =>
      id !== persona && !(id === 'p-foreign' && action === 'promote') && status !== 'applied' && status !== 'unchanged',
  );
  const alone =
    promised === 'stops' ? [] : others.map(({ key, status }) => `${key} was not concerned, and is ${status}`);
  return own === wanted ? alone : [...alone, `promised ${promised}, and it is ${own}`];
}

describe('somebody else, at each request', () => {
  it.each(EDITORS)(
    '$name: nothing of theirs is shipped by us, but what slips in with the promote itself',
    async (editor) => {
      const broken: string[] = [];
      for (const { id } of MEMBERS.filter(({ shipped }) => shipped !== null)) {
        // At the requests of others it is as at the next of its own.
        for (const place of places.filter(({ persona }) => persona === id)) {
          const violations = await withStage(ground, {}, async (stage) => {
            const run = await stage.run(IN_TURN, {
              onArrival: (number) => (number === place.number ? editor.edit(stage, id) : undefined),
            });
            tally.count([`editor: ${editor.name}`]);
            return wrongAfterEditor(run, editor, { id, isRace: place.phase === 'promote' && place.persona === id });
          });
          broken.push(...violations.map((violation) => `${at(place)}${id}: ${violation}`));
        }
      }
      expect(broken).toEqual([]);
    },
  );
});

describe('the service turns out otherwise', () => {
  const OTHERS: readonly VariantRow[] = [
    ...ALONE,
    { name: 'promoteAnswer version', variants: { promoteAnswer: 'version' } },
    { name: 'promoteAnswer empty', variants: { promoteAnswer: 'empty' } },
    { name: 'promoteDrops', variants: { promoteDrops: ['personality_prompt'] } },
    { name: 'promotedFrom none', variants: { promotedFrom: 'none' } },
  ];

  it.each(OTHERS)('$name: what is told is true, and nothing is minted twice', async ({ name, variants }) => {
    const violations = await withStage(ground, variants, async (stage) => {
      const runs = [await stage.run(IN_TURN), await stage.run(IN_TURN)];
      tally.count([`variant: ${name}`]);
      return [...runs.flatMap((run) => [...alwaysHolds(run), ...toldOfVariant(run)]), ...mintedTwice(runs)];
    });
    expect(violations).toEqual([]);
  });

  /** What was promoted and verified is in production as it is on the draft, and what is foreign is not. */
  function toldOfVariant(run: Run): string[] {
    const lies = MEMBERS.flatMap(({ id, key }) => {
      const content = run.after.get(id);
      if (content?.draft == null || content.production === null) return [];
      const isOnAir = sameJson(content.draft, content.production);
      return promoteOutcome(run, id)?.status === 'applied' && !isOnAir ? [`${key} is said to be promoted`] : [];
    });
    return [...lies, ...shippedAll(run.after, LEFT_OVER).map((id) => `what is foreign in ${id} was shipped`)];
  }

  function mintedTwice([first, second]: readonly Run[]): string[] {
    return MEMBERS.flatMap(({ id, key }) => {
      const isDone = first !== undefined && promoteOutcome(first, id)?.status === 'applied';
      return isDone && second !== undefined && promotesOf(second, id).length > 0 ? [`${key} was promoted again`] : [];
    });
  }
});

describe('SIGKILL', () => {
  it.each<{ readonly name: string; readonly faults: readonly Fault[]; readonly phases: readonly Place['phase'][] }>([
    { name: 'each request, which is done all the same', faults: [], phases: ['other', 'before', 'promote', 'after'] },
    { name: 'each promote, which is lost', faults: [{ kind: 'reset_before' }], phases: ['promote'] },
  ])('at $name', async ({ faults, phases }) => {
    const broken: string[] = [];
    for (const place of places.filter(({ phase }) => phases.includes(phase))) {
      const violations = await withStage(ground, {}, async (stage) => {
        const before = minted(stage);
        const nth = { at: place.number, faults: faults.map((fault) => ({ ...fault, nth: place.number })) };
        const run = await runAndSignal(stage, [...CLEAN, ...ONE_BY_ONE], { signal: 'SIGKILL', ...nth });
        tally.count(['SIGKILL']);
        return [
          ...alwaysHolds(run),
          ...productionIsOldOrNew(run.before, run),
          ...promotesWereShown(run.before, run),
          ...(await finish(stage, run, before)),
        ];
      });
      broken.push(...violations.map((violation) => at(place) + violation));
    }
    expect(broken).toEqual([]);
  });
});

it('every fault and every editor was really there', () => {
  const expected = [
    ...FAULTS.map(({ fault }) => nameOf(fault)),
    ...EDITORS.map(({ name }) => `editor: ${name}`),
    'SIGKILL',
  ];
  expect(tally.tell(expected)).toEqual([]);
});
