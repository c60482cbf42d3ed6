/** A journal in short, for the list of runs. */
import type { CiRun, RunRecord, WritingCommandName } from '../model/journal.ts';
import type { OutcomeStatus } from '../model/outcome.ts';
import type { Target } from '../model/plan.ts';

export interface RunSummary {
  readonly run: string;
  readonly command: WritingCommandName;
  /** The run that it took back, or null. */
  readonly undoes: string | null;
  /** ISO 8601. */
  readonly started_at: string;
  readonly target: Target;
  readonly commit: string | null;
  readonly ci: CiRun | null;
  /** The journal, relative to the working directory. */
  readonly journal: string;
  /** How many personas that were to be changed ended how. */
  readonly counts: Readonly<Partial<Record<OutcomeStatus, number>>>;
  /** How many personas were to be written and have no outcome: the run was cut short meanwhile. */
  readonly unsettled: number;
  readonly interrupted: boolean;
  /** Without its last line: it was cut short, or is still under way. */
  readonly cut_short: boolean;
}

/** `journal`: the file as a reader finds it. */
export function summarizeRun(record: RunRecord, journal: string): RunSummary {
  const { run, command, undoes, started_at, target, commit, ci, writes, promotes, creates, outcomes, end } = record;
  const counts: Partial<Record<OutcomeStatus, number>> = {};
  for (const { status } of outcomes) counts[status] = (counts[status] ?? 0) + 1;
  const settled = new Set(outcomes.map(({ key, action }) => `${action === 'promote' ? 'promote' : 'write'} ${key}`));
  const begun = [...writes, ...creates, ...promotes].filter(
    ({ key, type }) => !settled.has(`${type === 'promote' ? 'promote' : 'write'} ${key}`),
  );
  const unsettled = new Set(begun.map(({ key }) => key)).size;
  const ended = { interrupted: end?.interrupted ?? false, cut_short: end === null };
  return { run, command, undoes, started_at, target, commit, ci, journal, counts, unsettled, ...ended };
}
