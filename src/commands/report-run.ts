/** What a command that wrote tells at its end: the outcomes, where its journal is, and why it stopped. */
import type { Execution } from '../apply/execute.ts';
import type { Connection } from '../bland/connect.ts';
import { Stop } from '../errors.ts';
import { EXIT, type ExitCode, exitOfApply, exitOfStop, strongest } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { displayPath } from '../load/paths.ts';
import { mayHaveWritten, type Outcome } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import { applyDocument } from '../render/documents.ts';
import { outcomesOnAirLine } from '../render/on-air.ts';
import { reportText } from '../render/report.ts';
import { refusedKey } from '../stops.ts';
import type { Errand, Work } from './errand.ts';
import { type Printer, printResult, printStopAlone, tellsText } from './printer.ts';
import { publish } from './publish.ts';

/** The journal that was kept of an execution. */
export interface Journalled {
  /** Absolute path, and the run's id; null where nothing was to be written. */
  readonly journal: { readonly path: string; readonly run: string } | null;
  /** Why the journal is not whole, or null. */
  readonly journalFailure: string | null;
}

export type Recorded = Execution & Journalled;

/** A plan, and the same as it was shown: with this run's warnings. */
export interface Shown extends Work {
  readonly shown: Plan;
}

/** Tells the result in every format that was asked for, whatever it is. */
export async function reportRun(
  work: Shown,
  errand: Errand,
  recorded: Recorded,
  io: Io,
  printer: Printer,
): Promise<ExitCode> {
  const { plan, shown, connection } = work;
  const { outcomes, wrote } = recorded;
  const stop = whyStopped(recorded, plan, connection);
  if (tellsText(printer)) printText(plan, errand, recorded, io, printer);
  if (stop !== null) printStopAlone(printer, stop);
  const unwritten = await publish(printer, {
    document: documentOf(shown, errand, { outcomes, stop, ...placeOf(recorded, io) }, io),
    sheet: async () => {
      const { reportSheet } = await import('../render/sheet/report.ts');
      const remarks = [...journalLine(errand, recorded, io), ...errand.remarks.lines(outcomes)];
      return reportSheet({
        command: errand.name,
        plan: shown,
        outcomes,
        ways: errand.ways,
        endedAt: io.now(),
        stop,
        remarks,
      });
    },
  });
  const exit = exitOfApply({
    statuses: outcomes.map((outcome) => outcome.status),
    interrupted: io.interrupted.aborted,
    stopped: stop !== null,
    wrote,
  });
  const unreported = unwritten !== null && !wrote ? exitOfStop(unwritten.code) : EXIT.done;
  const isPartial = errand.remarks.partial || outcomes.some(isUnbound);
  return strongest(exit, unreported, isPartial ? EXIT.partial : EXIT.done);
}

/** Somebody must still write down the id of a new persona. */
function isUnbound({ action, id, bound }: Outcome): boolean {
  return action === 'create' && id !== null && bound === null;
}

interface Documented extends Journal {
  readonly outcomes: readonly Outcome[];
  readonly stop: Stop | null;
}

function documentOf(plan: Plan, errand: Errand, { outcomes, stop, ...journal }: Documented, io: Io): object {
  const more = { ...errand.remarks.inDocument, ...journal };
  return applyDocument(plan, { name: errand.name, outcomes, createdAt: io.now(), stop, more });
}

function printText(plan: Plan, errand: Errand, recorded: Recorded, io: Io, printer: Printer): void {
  const { outcomes } = recorded;
  const { create, update, promote } = plan.summary;
  if (create + update + promote > 0) printResult(printer, `\n${reportText(outcomes, errand.ways, printer.style)}`);
  else if (!printer.quiet && errand.name !== 'undo')
    for (const line of outcomesOnAirLine(outcomes, errand.ways)) printResult(printer, line);
  for (const line of journalLine(errand, recorded, io)) printResult(printer, line);
  for (const line of errand.remarks.lines(outcomes)) printResult(printer, line);
}

function journalLine(errand: Errand, recorded: Recorded, io: Io): string[] {
  const { journal, run } = placeOf(recorded, io);
  if (journal === null || run === null) return [];
  // Undo puts drafts back; of what was promoted or created it tells the way.
  const updated = recorded.outcomes.some((outcome) => outcome.action === 'update' && mayHaveWritten(outcome));
  const way = updated ? 'to take it back' : 'how to go back';
  return [`Journal: ${journal}${recorded.wrote ? ` (${way}: ${errand.undo(run)})` : ''}`];
}

interface Journal {
  readonly journal: string | null;
  readonly run: string | null;
}

const NO_JOURNAL: Journal = { journal: null, run: null };

/** The journal's path as a reader finds it. */
function placeOf({ journal }: Recorded, io: Io): Journal {
  if (journal === null) return NO_JOURNAL;
  return { journal: displayPath(journal.path, io.cwd), run: journal.run };
}

/** Nothing was written: why, and the plan that was not applied. */
export async function tellUnapplied(
  errand: Errand,
  printer: Printer,
  stop: Stop,
  plan: Plan,
  io: Io,
): Promise<ExitCode> {
  printStopAlone(printer, stop);
  await publish(printer, {
    document: documentOf(plan, errand, { outcomes: [], stop, ...NO_JOURNAL }, io),
    sheet: async () => (await import('../render/sheet/report.ts')).unappliedSheet(errand.name, plan, stop),
  });
  return exitOfStop(stop.code);
}

function whyStopped(recorded: Recorded, plan: Plan, connection: Connection): Stop | null {
  const { otherAccount, unauthorized, unjournalled, journalFailure } = recorded;
  if (otherAccount !== null) {
    return new Stop(
      'wrong_account',
      `The plan was made for account ${plan.target.account}, but the key is for account ${otherAccount}; nothing was written.`,
      `Set ${connection.keyEnv} to a key of the plan’s account, or plan again: persona-sync plan --out FILE`,
    );
  }
  if (unauthorized !== null) return refusedKey(connection, unauthorized.message);
  if (unjournalled !== null) {
    return new Stop(
      'write_file',
      `The journal cannot be written any more, so no further write was sent: ${unjournalled}.`,
      'Make room on the disk, then run the same command again.',
    );
  }
  return journalFailure === null ? null : brokenEnd(journalFailure, recorded.wrote);
}

/** All that was to be written was sent: nothing is to be done again. */
function brokenEnd(why: string, wrote: boolean): Stop {
  const hint = wrote
    ? 'What the report says was written stands, and can be taken back. Make room on the disk before the next run.'
    : 'Make room on the disk before the next run.';
  return new Stop('write_file', `The journal of this run is not whole: ${why}.`, hint);
}
