/** One scenario of a fault: a fresh service, the command with the fault, the checks, and a run again without it. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Fault } from '../../src/emulator/faults.ts';
import type { Variants } from '../../src/emulator/variants.ts';
import type { FaultRow, Phase, Promised } from './faults.ts';
import { alwaysHolds, reportIsTrue, rerunConverged, storeIsOldOrNew, writesWereShown } from './invariants.ts';
import { reportIn } from './report.ts';
import type { Situation } from './situation.ts';
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

export type Command = 'apply' | 'apply --plan';

/** A project folder that many stages share, with a plan saved in it. */
export interface Ground {
  readonly situation: Situation;
  readonly folder: string;
}

export function argvOf(command: Command): readonly string[] {
  return command === 'apply' ? APPLY : APPLY_PLAN;
}

/** A saved plan names the service's address, so each stage makes its own. */
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
    const reads = command === 'apply' ? (await stage.run(['plan', ...ONE_BY_ONE])).requests.length : 0;
    if (command === 'apply --plan') await savePlan(stage);
    const run = await stage.run([...argvOf(command), ...JSON_FORMAT, ...ONE_BY_ONE]);
    if (run.exit !== 0) throw new Error(`the clean run ended with exit ${run.exit}: ${run.stdout}`);
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
  const { members } = ground.situation;
  return withStage(ground, variants, async (stage) => {
    if (command === 'apply --plan') await savePlan(stage);
    const argv = [...argvOf(command), ...options, ...(isSlow ? SHORT_TIMEOUT : [])];
    const run = await stage.run(argv, { ...settings, faults });
    const injected = stage.emulator.injected.map(nameOf);
    const rerun = await rerunWithoutFaults(stage);
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

/** The same personas on another address would be another plan, so the faults must be over: they are counted, not timed. */
export async function rerunWithoutFaults(stage: Stage): Promise<Run> {
  stage.endFaults();
  return stage.run([...APPLY, ...JSON_FORMAT]);
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
