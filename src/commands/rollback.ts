import type { ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { RollbackCommand } from '../model/command.ts';
import { allowWords, commandFor, commandLine, sharedOptions } from '../model/command-line.ts';
import type { Plan } from '../model/plan.ts';
import { versionId, versionNumber, versionType } from '../model/version.ts';
import { filesSayLines, IMMEDIATE_LINE, notBroughtLines, undocumentedLine, versionTitle } from '../render/rollback.ts';
import { visible } from '../render/visible.ts';
import { carryOut } from './carry-out.ts';
import { refuseWithoutConsent } from './consent.ts';
import type { Errand, Remarks } from './errand.ts';
import { openRollback, type RollbackWork } from './open-rollback.ts';
import { showPlan } from './plan.ts';
import { createPrinter, type Printer, printResult, printStop } from './printer.ts';

/** Brings the documented fields of a version back onto the draft. */
export async function runRollback(command: RollbackCommand, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, 'rollback', command);
  const again = againOf(command);
  const unasked = refuseWithoutConsent({ name: 'rollback', approved: command.autoApprove, again }, command.format, io);
  if (unasked !== null) return printStop(printer, unasked, []);
  const work = await openRollback(io, printer, command);
  if ('stop' in work) return printStop(printer, work.stop, work.diagnostics);
  try {
    return await carryOut(work, errandOf(command, work), io, printer);
  } finally {
    work.connection.close();
  }
}

function againOf(command: RollbackCommand): Errand['again'] {
  const promote = command.promote ? ['--promote'] : [];
  const options = [...promote, ...sharedOptions(command), ...allowWords(command.allow)];
  return (...more) => commandFor('rollback', command.selectors, ['--to', command.to, ...options, ...more]);
}

function errandOf(command: RollbackCommand, work: RollbackWork): Errand {
  const options = sharedOptions(command);
  const again = againOf(command);
  return {
    name: 'rollback',
    approved: command.autoApprove,
    allow: command.allow,
    concurrency: command.concurrency,
    undoes: null,
    ways: {
      command: 'rollback',
      options,
      promotes: command.promote,
      onAir: again('--promote'),
      plan: (key) => commandFor('history', [key], ['-p', ...options]),
      apply: (_key, ...more) => again(...more),
    },
    whenIncomplete: `When the service answers: ${again()}`,
    again,
    undo: (run) => commandLine(['undo', run, ...options]),
    remarks: remarksOf(work, options),
  };
}

function remarksOf(work: RollbackWork, options: readonly string[]): Remarks {
  const { version, persona, notBrought, undocumented, filesSay } = work;
  const to = { id: versionId(version), number: versionNumber(version), type: versionType(version) };
  return {
    partial: notBrought.length > 0,
    inDocument: { to, left_alone: notBrought, undocumented, files_say: filesSay },
    show: (printer, shown) => show(work, printer, shown),
    lines: (outcomes) =>
      outcomes.some(({ status }) => status === 'applied' || status === 'unverified' || status === 'unchanged')
        ? filesSayLines(filesSay, persona.key, options)
        : [],
  };
}

function show({ plan, persona, version, notBrought, undocumented }: RollbackWork, printer: Printer, shown: Plan): void {
  const title = versionTitle(version);
  const isSame = plan.summary.update + plan.summary.promote === 0;
  if (isSame && !printer.quiet) printResult(printer, nothingToDo(visible(persona.key), title, notBrought.length > 0));
  if (!isSame) {
    printResult(printer, `Back to ${title}:\n`);
    showPlan(printer, shown);
  }
  for (const line of [...notBroughtLines(notBrought, printer.style), ...undocumentedLine(undocumented, printer.style)])
    printResult(printer, line);
  if (!isSame) printResult(printer, IMMEDIATE_LINE);
}

function nothingToDo(key: string, title: string, isLeft: boolean): string {
  return isLeft
    ? `Nothing of ${title} can be brought back to the draft of ${key}.`
    : `Nothing to roll back: the draft of ${key} is as ${title}.`;
}
