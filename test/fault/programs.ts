/**
 * Random programs: edits in the dashboard, faults, interruptions and commands in any order, each run judged by what came
 * in at the service. fast-check shrinks a failing one to the few steps that matter, and prints its seed.
 */
import fc from 'fast-check';
import type { Fault } from '../../src/emulator/faults.ts';
import type { Outcome } from '../../src/model/outcome.ts';
import { type Content, contentOf } from './content.ts';
import { EDITS } from './editing.ts';
import { FAULTS } from './faults.ts';
import { alwaysHolds, rerunConverged, writesWereShown } from './invariants.ts';
import { isAsDesired, sameMeaning } from './meaning.ts';
import { documentOf, reportIn } from './report.ts';
import { APPLY, APPLY_PLAN, JSON_FORMAT, nameOf, ONE_BY_ONE, savePlan } from './scenario.ts';
import type { Member, Situation } from './situation.ts';
import { ALLOW, type Run, type Stage } from './stage.ts';
import { landed, runWithEdits, type Timeline, unexplained } from './timeline.ts';

/** Who edits what: indexes into the members and the table of edits. */
interface Touch {
  readonly member: number;
  readonly edit: number;
}

export type Step =
  | ({ readonly kind: 'edit' } & Touch)
  | { readonly kind: 'save plan' }
  | {
      readonly kind: 'run';
      readonly command: 'plan' | 'drift' | 'apply' | 'apply --plan' | 'undo';
      readonly faults: readonly {
        readonly fault: Fault;
        readonly on: 'all' | 'PATCH' | 'GET';
        readonly nth: number;
        readonly times: number;
      }[];
      readonly edits: readonly (Touch & { readonly at: number })[];
      readonly interruptAt: number | null;
      readonly oneByOne: boolean;
    };

/** By kind, so that each kind is drawn as often as any other. */
const KINDS = [...new Set(FAULTS.filter(({ isSlow }) => !isSlow).map(({ fault }) => fault.kind))];
const faultOfAnyKind: fc.Arbitrary<Fault> = fc
  .constantFrom(...KINDS)
  .chain((kind) => fc.constantFrom(...FAULTS.map(({ fault }) => fault).filter((fault) => fault.kind === kind)));

const touch = { member: fc.nat(6), edit: fc.nat(EDITS.length - 1) };

const run: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('run' as const),
  command: fc.constantFrom('plan', 'drift', 'apply', 'apply', 'apply', 'apply --plan', 'undo'),
  faults: fc.array(
    fc.record({
      fault: faultOfAnyKind,
      on: fc.constantFrom('all', 'PATCH', 'PATCH', 'GET'),
      nth: fc.integer({ min: 1, max: 8 }),
      times: fc.constantFrom(1, 1, 2, 5),
    }),
    { maxLength: 3 },
  ),
  edits: fc.array(fc.record({ ...touch, at: fc.integer({ min: 1, max: 14 }) }), { maxLength: 2 }),
  interruptAt: fc.option(fc.integer({ min: 1, max: 14 }), { freq: 6, nil: null }),
  oneByOne: fc.boolean(),
});

export const programs: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { arbitrary: run, weight: 4 },
    { arbitrary: fc.record({ kind: fc.constant('edit' as const), ...touch }), weight: 1 },
    { arbitrary: fc.constant<Step>({ kind: 'save plan' }), weight: 1 },
  ),
  { minLength: 1, maxLength: 5 },
);

/** Plays a program on a fresh stage, then puts everything right again. `count` is told of each run. */
export async function playProgram(
  stage: Stage,
  program: readonly Step[],
  count: (injected: readonly string[]) => void,
): Promise<string[]> {
  const memory: Memory = { runs: new Map(), lastRun: null };
  await savePlan(stage);
  for (const step of program) {
    const violations = await playStep(stage, step, memory, count);
    if (violations.length > 0) return violations;
  }
  return putRight(stage);
}

/** What earlier runs of apply reported, by run id: what undo may put back. */
interface Memory {
  readonly runs: Map<string, readonly Outcome[]>;
  lastRun: string | null;
}

async function playStep(
  stage: Stage,
  step: Step,
  memory: Memory,
  count: (injected: readonly string[]) => void,
): Promise<string[]> {
  switch (step.kind) {
    case 'edit':
      touchPersona(stage, step);
      return [];
    case 'save plan':
      await savePlan(stage);
      return [];
    case 'run':
      return playRun(stage, step, memory, count);
    default:
      return step satisfies never;
  }
}

function touchPersona(stage: Stage, { member, edit }: Touch): void {
  const target = stage.situation.members[(member * 2) % stage.situation.members.length];
  if (target === undefined) return;
  const live: Content = contentOf(stage.emulator.store.snapshot(target.id));
  EDITS[edit]?.make(target, live)?.(stage);
}

async function playRun(
  stage: Stage,
  step: Step & { kind: 'run' },
  memory: Memory,
  count: (injected: readonly string[]) => void,
): Promise<string[]> {
  const { members } = stage.situation;
  const argv = argvOf(step.command, memory);
  if (argv === null) return [];
  const interruption = new AbortController();
  const before = stage.emulator.injected.length;
  const edits = step.edits.map(({ at, ...one }) => ({
    at,
    id: targetOf(stage.situation, one).id,
    make: () => touchPersona(stage, one),
  }));
  const timeline = await runWithEdits(
    stage,
    [...argv, ...JSON_FORMAT, ...(step.oneByOne ? ONE_BY_ONE : [])],
    { faults: step.faults.map(placed), interrupted: interruption.signal },
    edits,
    (number) => (number === step.interruptAt ? interruption.abort() : undefined),
  );
  stage.endFaults();
  count([`program: ${step.command}`, ...stage.emulator.injected.slice(before).map(nameOf)]);
  remember(timeline.run, memory);
  const isUndo = step.command === 'undo';
  return [
    ...alwaysHolds(timeline.run),
    ...unexplained(members, timeline),
    ...(isUndo ? wrongUndo(timeline.run, memory) : writesWereShown(members, timeline.run)),
    ...(step.command === 'plan' || step.command === 'drift' ? [] : untrueReport(timeline, members, step.command)),
  ];
}

function targetOf({ members }: Situation, { member }: Touch): Member {
  const target = members[(member * 2) % members.length];
  if (target === undefined) throw new Error('the situation has no members');
  return target;
}

function placed({ fault, on, nth, times }: (Step & { kind: 'run' })['faults'][number]): Fault {
  return { ...fault, nth, times, ...(on === 'all' ? {} : { method: on }) };
}

/** Null where there is no run to undo. */
function argvOf(command: (Step & { kind: 'run' })['command'], memory: Memory): readonly string[] | null {
  switch (command) {
    case 'apply':
      return APPLY;
    case 'apply --plan':
      return APPLY_PLAN;
    case 'undo':
      return memory.lastRun === null ? null : ['undo', memory.lastRun, '--auto-approve', ...ALLOW];
    default:
      return [command];
  }
}

function remember(run: Run, memory: Memory): void {
  const id = documentOf(run)?.run;
  if (run.argv[0] !== 'apply' || typeof id !== 'string' || run.journals.length === 0) return;
  memory.runs.set(id, reportIn(run)?.details ?? []);
  memory.lastRun = id;
}

/** Only what that run wrote is put back, only where it still is so, and with the values from before that run. */
function wrongUndo(run: Run, memory: Memory): string[] {
  const wrote = memory.runs.get(run.argv[1] ?? '') ?? [];
  return (reportIn(run)?.details ?? []).flatMap(({ id, key, changes }) =>
    changes.flatMap(({ path, before, after }) => {
      const original = wrote.find((outcome) => outcome.id === id)?.changes.find((change) => change.path === path);
      const field = path.startsWith('/call_config/') ? 'setting' : (path.split('/')[1] ?? '');
      if (original === undefined) return [`${key} ${path} was not written by that run`];
      const isBack = sameMeaning(field, original.before, after) && sameMeaning(field, original.after, before);
      return isBack ? [] : [`${key} ${path} is not put back to what it was`];
    }),
  );
}

/** Each outcome against what happened while the run lasted. */
function untrueReport(timeline: Timeline, members: readonly Member[], command: string): string[] {
  const outcomes = reportIn(timeline.run)?.outcomes;
  if (outcomes === undefined) return ['there is no report'];
  const lies = outcomes.flatMap(({ id, key, status }) => {
    const member = members.find((one) => one.id === id);
    if (member === undefined) return [`a report of ${key}, which no file names`];
    const why = whyNot(status, historyOf(timeline, member, command));
    return why === null ? [] : [`${key} is said to be ${status}, but ${why}`];
  });
  return [...lies, ...untrueExit(timeline.run, outcomes)];
}

interface History {
  readonly wasSent: boolean;
  readonly wasDone: boolean;
  readonly wasEdited: boolean;
  /** Whether it was as desired at any moment of the run, as far as this can be told. */
  readonly wasDesired: boolean;
}

function historyOf({ run, edits }: Timeline, member: Member, command: string): History {
  const own = edits.filter(({ id }) => id === member.id);
  const states = [run.before.get(member.id), run.after.get(member.id), ...own.flatMap(({ from, to }) => [from, to])];
  const asked = run.requests.filter(({ persona }) => persona === member.id);
  // A saved plan is believed where it plans nothing: such a persona is not read again.
  const isBelieved = command === 'undo' || (command === 'apply --plan' && asked.length === 0);
  return {
    wasSent: asked.some(({ method }) => method === 'PATCH'),
    wasDone: landed(run, member.id),
    wasEdited: own.length > 0,
    wasDesired: isBelieved || states.some((state) => state !== undefined && isAsDesired(member, state)),
  };
}

function whyNot(status: Outcome['status'], { wasSent, wasDone, wasEdited, wasDesired }: History): string | null {
  switch (status) {
    case 'applied':
      // Somebody else may have made the very same change while our write was lost.
      return wasSent && wasDesired && (wasDone || wasEdited) ? null : 'no write brought it about';
    case 'unchanged':
      return !wasSent && wasDesired ? null : 'it was not so';
    case 'held':
      return !wasDone || wasEdited ? null : 'it was written';
    case 'failed':
    case 'not_attempted':
      return wasDone ? 'it was written' : null;
    case 'unverified':
    case 'unknown':
      return wasSent ? null : 'nothing was sent';
    default:
      return status satisfies never;
  }
}

function untrueExit(run: Run, outcomes: readonly Pick<Outcome, 'status'>[]): string[] {
  const isDone = outcomes.every(({ status }) => status === 'applied' || status === 'unchanged');
  const wrote = run.requests.some(({ method }) => method === 'PATCH');
  if (run.exit === 0 && !isDone) return ['exit 0, and not all is done'];
  return run.exit === 1 && wrote ? ['exit 1 after a write'] : [];
}

/** Whatever happened: one clean run brings everything to what the files say, but for those that are gone. */
async function putRight(stage: Stage): Promise<string[]> {
  const present = stage.situation.members.filter(({ id }) => !isGone(contentOf(stage.emulator.store.snapshot(id))));
  const run = await stage.run([...APPLY, ...JSON_FORMAT]);
  const isWhole = present.length === stage.situation.members.length;
  return [
    ...alwaysHolds(run),
    ...unexplained(present, { run, edits: [] }),
    ...writesWereShown(present, run),
    ...rerunConverged(present, isWhole ? run : { ...run, exit: run.exit === 4 ? 0 : run.exit }),
  ];
}

function isGone({ root }: Content): boolean {
  return root.deleted_at !== null || String(root.tags).includes('v2-agent:');
}
