/** One scenario of a fault: a fresh service, the command with the fault, the checks, and a run again without it. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Fault } from '../../src/emulator/faults.ts';
import type { Variants } from '../../src/emulator/variants.ts';
import type { FaultRow, Phase, Promised } from './faults.ts';
import { alwaysHolds, reportIsTrue, rerunConverged, storeIsOldOrNew, writesWereShown } from './invariants.ts';
import { reportIn } from './report.ts';
import { type Member, type Situation, undone } from './situation.ts';
import { ALLOW, openStage, type Run, type RunSettings, type Stage } from './stage.ts';

export const ONE_BY_ONE: readonly string[] = ['--concurrency', '1'];
export const JSON_FORMAT: readonly string[] = ['--format', 'json'];
export const APPLY: readonly string[] = ['apply', '--auto-approve', ...ALLOW];
export const PLAN_FILE = 'plan.json';
export const APPLY_PLAN: readonly string[] = ['apply', '--plan', PLAN_FILE, ...ALLOW];

/** Short enough that a hanging request costs little, long enough that no other one is given up. In seconds. */
export const SHORT_TIMEOUT: readonly string[] = ['--timeout', '0.2'];

/** One request of a clean run, which is where a fault is put. */
export interface Position {
  /** Counted from 1. */
  readonly number: number;
  readonly phase: Phase;
  readonly persona: string | null;
}

export type Command = 'apply' | 'apply --plan' | 'undo';

/** A project folder that many stages share. */
export interface Ground {
  readonly situation: Situation;
  readonly folder: string;
}

/** What must have happened before the command, and its argv: each stage has its own address, so its own plan and runs. */
export async function prepare(stage: Stage, command: Command): Promise<readonly string[]> {
  switch (command) {
    case 'apply':
      return APPLY;
    case 'apply --plan':
      await savePlan(stage);
      return APPLY_PLAN;
    case 'undo':
      return ['undo', await applyAndName(stage), '--auto-approve', ...ALLOW];
    default:
      return command satisfies never;
  }
}

/** The id of a clean run of apply. */
async function applyAndName(stage: Stage): Promise<string> {
  const { stdout } = await stage.run([...APPLY, ...JSON_FORMAT]);
  const document: { readonly run: string } = JSON.parse(stdout);
  return document.run;
}

/** What the command is to bring about. */
export function wantedBy(command: Command, situation: Situation): readonly Member[] {
  return command === 'undo' ? undone(situation) : situation.members;
}

export async function savePlan(stage: Stage): Promise<void> {
  const plan = await stage.run(['plan', '--format', 'json']);
  await writeFile(path.join(stage.folder, PLAN_FILE), plan.stdout);
}

export async function withStage<T>(
  ground: Ground,
  variants: Partial<Variants>,
  work: (stage: Stage) => Promise<T>,
): Promise<T> {
  const stage = await openStage({ ...ground, variants });
  try {
    return await work(stage);
  } finally {
    await stage.close();
  }
}

/** The requests of a clean run, one by one. */
export async function positionsOf(
  ground: Ground,
  command: Command,
  variants: Partial<Variants> = {},
): Promise<Position[]> {
  return withStage(ground, variants, async (stage) => {
    const argv = await prepare(stage, command);
    const run = await stage.run([...argv, ...JSON_FORMAT, ...ONE_BY_ONE]);
    if (run.exit !== 0) throw new Error(`the clean run ended with exit ${run.exit}: ${run.stdout}`);
    const writes = run.requests.filter(({ method }) => method === 'PATCH').length;
    const reads = run.requests.length - 2 * writes;
    return run.requests.map(({ method, persona }, index) => ({
      number: index + 1,
      phase: method === 'PATCH' ? 'write' : persona === null ? 'list' : index < reads ? 'look' : 'fresh',
      persona,
    }));
  });
}

export interface FaultScenario {
  readonly command: Command;
  readonly faults: readonly Fault[];
  readonly settings?: RunSettings;
  readonly options?: readonly string[];
  readonly variants?: Partial<Variants>;
  readonly isSlow?: boolean;
}

export interface Played {
  readonly run: Run;
  readonly violations: readonly string[];
  /** The kinds of the faults that were really injected. */
  readonly injected: readonly string[];
}

/** Runs it, and checks all that must hold whatever was injected. */
export async function playFaults(ground: Ground, scenario: FaultScenario): Promise<Played> {
  const {
    command,
    faults,
    settings = {},
    options = [...JSON_FORMAT, ...ONE_BY_ONE],
    variants = {},
    isSlow = false,
  } = scenario;
  const members = wantedBy(command, ground.situation);
  return withStage(ground, variants, async (stage) => {
    const prepared = await prepare(stage, command);
    const argv = [...prepared, ...options, ...(isSlow ? SHORT_TIMEOUT : [])];
    const run = await stage.run(argv, { ...settings, faults });
    const injected = stage.emulator.injected.map(nameOf);
    stage.endFaults();
    const rerun = await stage.run([...(command === 'undo' ? prepared : APPLY), ...JSON_FORMAT]);
    const violations = [
      ...alwaysHolds(run),
      ...storeIsOldOrNew(members, run),
      ...writesWereShown(members, run),
      ...reportIsTrue(members, run),
      ...alwaysHolds(rerun),
      ...rerunConverged(members, rerun),
      ...storeIsOldOrNew(members, { ...rerun, before: run.before }),
    ];
    return { run, violations, injected };
  });
}

/** What a tally calls a fault. */
export function nameOf({ kind, status, retryAfter }: Fault): string {
  const code = status === undefined ? '' : ` ${status}`;
  return `${kind}${code}${retryAfter === undefined ? '' : ' with Retry-After'}`;
}

/** What a fault that hit one request once may do to a run one by one, beyond what always holds. */
export function promiseKept(row: FaultRow, position: Position, { run }: Played): string[] {
  const promised = row.promises[position.phase];
  const report = reportIn(run);
  if (report === null) return [];
  const wrote = run.requests.some(({ method }) => method === 'PATCH');
  const exit = EXIT[promised](wrote);
  const others = report.outcomes.filter(
    ({ id, status }) => id !== position.persona && status !== 'applied' && status !== 'unchanged',
  );
  const own = report.outcomes.find(({ id }) => id === position.persona);
  return [
    ...(run.exit === exit ? [] : [`promised ${promised}, so exit ${exit}; it was ${run.exit}`]),
    ...(promised === 'stops' ? [] : others.map(({ key, status }) => `${key} was not concerned, and is ${status}`)),
    ...(promised === 'persona' && own?.status !== 'failed'
      ? [`${own?.key} should have failed, and is ${own?.status}`]
      : []),
    ...(promised === 'incomplete' && report.stopped !== 'incomplete' ? ['it should have been incomplete'] : []),
  ];
}

const EXIT: Readonly<Record<Promised, (wrote: boolean) => number>> = {
  absorbed: () => 0,
  persona: () => 4,
  incomplete: () => 1,
  stops: (wrote) => (wrote ? 4 : 1),
};
