import type { ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { ApplyCommand } from '../model/command.ts';
import { commandFor, commandLine } from '../model/command-line.ts';
import { carryOut } from './carry-out.ts';
import { refuseWithoutConsent } from './consent.ts';
import { type Errand, NO_REMARKS } from './errand.ts';
import { planWithProgress } from './planning.ts';
import { createPrinter, printStop } from './printer.ts';

/** Shows its plan, asks, writes and reports. */
export async function runApply(command: ApplyCommand, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, 'apply', command);
  const errand = errandOf(command);
  const unasked = refuseWithoutConsent(errand, command.format, io);
  if (unasked !== null) return printStop(printer, unasked, []);
  const work =
    command.plan === null
      ? await planWithProgress(io, printer, command, true)
      : await (await import('./open-saved-plan.ts')).openSavedPlan(io, printer, command, command.plan);
  if ('stop' in work) return printStop(printer, work.stop, work.diagnostics);
  try {
    return await carryOut(work, errand, io, printer);
  } finally {
    work.connection.close();
  }
}

function errandOf(command: ApplyCommand): Errand {
  const { plan, selectors, allow, concurrency } = command;
  const config = command.config === null ? [] : ['--config', command.config];
  const saved = plan === null ? [] : ['--plan', plan];
  const allowed = allow.flatMap((guard) => ['--allow', guard]);
  const again = (...more: readonly string[]): string =>
    commandFor('apply', selectors, [...saved, ...config, ...allowed, ...more]);
  return {
    name: 'apply',
    // A saved plan was approved when it was reviewed.
    approved: command.autoApprove || plan !== null,
    allow,
    concurrency,
    undoes: null,
    ways: {
      command: 'apply',
      plan: (key) => commandFor('plan', [key], config),
      apply: (key, ...more) => commandFor('apply', plan === null ? [key] : [], [...saved, ...config, ...more]),
      ...(plan === null ? {} : { planAnew: commandLine(['plan', '--out', 'FILE', ...config]) }),
    },
    whenIncomplete: `When the service answers: ${again()}; or name the personas to apply: ${commandFor('apply', ['SELECTORS'], config)}`,
    again,
    undo: (run) => commandLine(['undo', run, ...config]),
    remarks: NO_REMARKS,
  };
}
