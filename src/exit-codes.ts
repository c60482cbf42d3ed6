/** The exit codes, the one place that knows them (README, "Exit codes"). */
import type { StopCode } from './errors.ts';
import type { DriftStatus } from './model/drift.ts';
import type { OutcomeStatus } from './model/outcome.ts';
import type { Plan } from './model/plan.ts';
import type { Pulled } from './model/pull.ts';

export const EXIT = {
  /** Done; for plan also when it is not empty. */
  done: 0,
  /** Failed, nothing was written. */
  failed: 1,
  /** Differences: `plan --detailed-exitcode`, `drift`. */
  differences: 2,
  /** The files are invalid; nothing was sent. */
  invalid: 3,
  /** Done in part. */
  partial: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const PRECEDENCE: readonly ExitCode[] = [
  EXIT.interrupted,
  EXIT.failed,
  EXIT.invalid,
  EXIT.partial,
  EXIT.differences,
  EXIT.done,
];

/** When several hold: 130 > 1 > 3 > 4 > 2 > 0. */
export function strongest(...codes: readonly ExitCode[]): ExitCode {
  return PRECEDENCE.find((code) => codes.includes(code)) ?? EXIT.done;
}

/** The code of a run that stopped before its result. */
export function exitOfStop(code: StopCode): ExitCode {
  if (code === 'invalid_files') return EXIT.invalid;
  return code === 'interrupted' ? EXIT.interrupted : EXIT.failed;
}

/** `detailed`: what would be written or promoted counts as a difference. */
export function exitOfPlan(plan: Pick<Plan, 'complete' | 'summary' | 'personas'>, detailed: boolean): ExitCode {
  const { create, update, promote, failed } = plan.summary;
  const isPartial = failed > 0 || plan.personas.some((persona) => persona.promote?.action === 'failed');
  return strongest(
    plan.complete ? EXIT.done : EXIT.failed,
    isPartial ? EXIT.partial : EXIT.done,
    detailed && create + update + promote > 0 ? EXIT.differences : EXIT.done,
  );
}

/** Missing, deleted and new personas are findings, and so are those without a file, where they are asked for; a persona that could not be compared is not. */
export function exitOfDrift(complete: boolean, statuses: readonly DriftStatus[], unmanaged = 0): ExitCode {
  const finding = statuses.some(
    (status) => status === 'differs' || status === 'new' || status === 'missing' || status === 'deleted',
  );
  return strongest(
    complete ? EXIT.done : EXIT.failed,
    statuses.includes('failed') ? EXIT.partial : EXIT.done,
    finding || unmanaged > 0 ? EXIT.differences : EXIT.done,
  );
}

/** With `check` files that would be written count as differences; conflicts and personas that failed are what is left undone. */
export function exitOfPull({
  pulled,
  failed,
  check,
}: {
  readonly pulled: Pick<Pulled, 'personas' | 'writes'>;
  readonly failed: number;
  readonly check: boolean;
}): ExitCode {
  const isPartial = failed > 0 || pulled.personas.some(({ conflicts }) => conflicts.length > 0);
  return strongest(
    isPartial ? EXIT.partial : EXIT.done,
    check && pulled.writes.length > 0 ? EXIT.differences : EXIT.done,
  );
}

/** `stopped`: told as an error, which is a failure as long as nothing was written, and never a success. */
export function exitOfApply(run: {
  readonly statuses: readonly OutcomeStatus[];
  readonly interrupted: boolean;
  readonly stopped: boolean;
  readonly wrote: boolean;
}): ExitCode {
  const partial = run.statuses.some((status) => status !== 'applied' && status !== 'unchanged');
  return strongest(
    run.interrupted ? EXIT.interrupted : EXIT.done,
    run.stopped && !run.wrote ? EXIT.failed : EXIT.done,
    partial || run.stopped ? EXIT.partial : EXIT.done,
  );
}
