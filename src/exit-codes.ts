/** The exit codes, the one place that knows them (README, "Exit codes"). */
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
