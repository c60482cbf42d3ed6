import type { ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { PromoteCommand } from '../model/command.ts';
import { allowWords, commandFor, commandLine, sharedOptions } from '../model/command-line.ts';
import { carryOut } from './carry-out.ts';
import { refuseWithoutConsent } from './consent.ts';
import { type Errand, NO_REMARKS } from './errand.ts';
import { planWithProgress } from './planning.ts';
import { createPrinter, printStop } from './printer.ts';

/** Ships drafts that are as the files say. It updates nothing; the others are told with the way out. */
export async function runPromote(command: PromoteCommand, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, 'promote', command);
  const errand = errandOf(command);
  const unasked = refuseWithoutConsent(errand, command.format, io);
  if (unasked !== null) return printStop(printer, unasked, []);
  const work = await planWithProgress(io, printer, { ...command, promote: 'as_it_is', history: null }, true);
  if ('stop' in work) return printStop(printer, work.stop, work.diagnostics);
  try {
    return await carryOut(work, errand, io, printer);
  } finally {
    work.connection.close();
  }
}

function errandOf(command: PromoteCommand): Errand {
  const { selectors, allow, concurrency } = command;
  const options = sharedOptions(command);
  const allowed = allowWords(allow);
  const again = (...more: readonly string[]): string =>
    commandFor('promote', selectors, [...options, ...allowed, ...more]);
  return {
    name: 'promote',
    approved: command.autoApprove,
    allow,
    concurrency,
    undoes: null,
    ways: {
      command: 'promote',
      options,
      promotes: true,
      plan: (key) => commandFor('plan', [key], ['--promote', ...options]),
      apply: (key, ...more) => commandFor('promote', [key], [...options, ...allowed, ...more]),
    },
    whenIncomplete: `When the service answers: ${again()}; or name the personas to promote: ${commandFor('promote', ['SELECTORS'], [...options, ...allowed])}`,
    again,
    undo: (run) => commandLine(['undo', run, ...options]),
    remarks: NO_REMARKS,
  };
}
