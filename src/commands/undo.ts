import type { ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { UndoCommand } from '../model/command.ts';
import { allowWords, commandFor, commandLine, sharedOptions } from '../model/command-line.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import { promotedBy } from '../plan/undo.ts';
import { filesLine, heardLines, leftAloneLines, nothingToUndo, promotedLines } from '../render/undo.ts';
import { carryOut } from './carry-out.ts';
import { refuseWithoutConsent } from './consent.ts';
import type { Errand, Remarks } from './errand.ts';
import { openUndo, type UndoWork } from './open-undo.ts';
import { showPlan } from './plan.ts';
import { createPrinter, type Printer, printResult, printStop } from './printer.ts';

/** Puts back what a run wrote, where it still is as that run left it. */
export async function runUndo(command: UndoCommand, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, 'undo', command);
  const unasked = refuseWithoutConsent(
    { name: 'undo', approved: command.autoApprove, again: againOf(command, command.run) },
    command.format,
    io,
  );
  const work = await openUndo(io, printer, command, unasked);
  if ('stop' in work) return printStop(printer, work.stop, work.diagnostics);
  try {
    return await carryOut(work, errandOf(command, work), io, printer);
  } finally {
    work.connection.close();
  }
}

function errandOf(typed: UndoCommand, work: UndoWork): Errand {
  const command = { ...typed, env: envOf(typed, work) };
  const options = sharedOptions(command);
  const again = againOf(command, work.record.run);
  return {
    name: 'undo',
    approved: command.autoApprove,
    allow: command.allow,
    concurrency: command.concurrency,
    undoes: work.record.run,
    ways: {
      command: 'undo',
      options,
      promotes: false,
      plan: (key) => commandFor('plan', [key], options),
      apply: (_key, ...more) => again(...more),
    },
    whenIncomplete: `When the service answers: ${again()}`,
    again,
    undo: (run) => commandLine(['undo', run, ...options]),
    remarks: remarksOf(work, options),
  };
}

/** The journal names the environment; where there are several, other commands must be told. */
function envOf({ env }: UndoCommand, { config }: UndoWork): string | null {
  return config.environments.length > 1 ? (config.environment?.name ?? env) : env;
}

/** `run`: null where none is named, which is the newest. */
function againOf({ journal, config, env, allow }: UndoCommand, run: string | null): Errand['again'] {
  const which = journal === null ? [run ?? []].flat() : ['--journal', journal];
  const options = [...sharedOptions({ config, env }), ...allowWords(allow)];
  return (...more) => commandLine(['undo', ...which, ...options, ...more]);
}

function remarksOf({ plan, record, leftAlone, heard: allHeard }: UndoWork, options: readonly string[]): Remarks {
  const changed = new Set(plan.personas.flatMap(({ key, changes }) => changes.map(({ path }) => `${key} ${path}`)));
  const heard = allHeard.filter(({ key, path }) => changed.has(`${key} ${path}`));
  const promoted = promotedBy(record);
  return {
    partial: leftAlone.length > 0 || promoted.length > 0,
    inDocument: { undoes: record.run, left_alone: leftAlone, callers: heard, promoted },
    show: (printer, shown) => show(printer, shown),
    lines: (outcomes) => {
      const written = new Set(outcomes.filter(wasWritten).map(({ key }) => key));
      const files = written.size === 0 ? [] : filesLine(record);
      const told = heardLines(heard.filter(({ key }) => written.has(key)));
      return [...files, ...told, ...promotedLines(promoted, options)];
    },
  };

  function show(printer: Printer, shown: Plan): void {
    if (plan.summary.update > 0 || plan.summary.failed > 0) showPlan(printer, shown);
    for (const line of leftAloneLines(leftAlone, printer.style)) printResult(printer, line);
    if (plan.summary.update === 0 && plan.summary.failed === 0 && !printer.quiet)
      printResult(printer, nothingToUndo(record, leftAlone));
  }
}

function wasWritten({ status }: Outcome): boolean {
  return status === 'applied' || status === 'unverified';
}
