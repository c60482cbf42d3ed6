import { Stop } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { HistoryCommand } from '../model/command.ts';
import { commandFor, sharedOptions } from '../model/command-line.ts';
import { historyOf } from '../plan/history.ts';
import { standingOf } from '../plan/standing.ts';
import { type HistoryWords, historyText, patchText } from '../render/history.ts';
import { historyDocument } from '../render/looking-documents.ts';
import { personaTitleOf } from '../render/status.ts';
import { chooseOne, whyUnread } from './choose-one.ts';
import { lookAround, type Sight, type Surroundings } from './look-around.ts';
import { createPrinter, type Printer, printDocument, printResult, printStop } from './printer.ts';
import { readVersions, withoutKeys } from './read-versions.ts';

/** Lists the versions of a persona, the newest first; with `-p` what changed in each. */
export async function runHistory(command: HistoryCommand, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, 'history', command);
  const around = await lookAround(io, printer, { ...command, everybody: false });
  if ('stop' in around) return printStop(printer, around.stop, around.diagnostics);
  try {
    const told = await tellHistory(command, around, io, printer);
    return told instanceof Stop ? printStop(printer, told, []) : EXIT.done;
  } finally {
    around.connection.close();
  }
}

async function tellHistory(
  command: HistoryCommand,
  around: Surroundings,
  io: Io,
  printer: Printer,
): Promise<Stop | null> {
  const one = chooseOne(around, sharedOptions(command), (selector) =>
    commandFor('history', [selector], [...(command.patch ? ['-p'] : []), ...sharedOptions(command)]),
  );
  if (one instanceof Stop) return one;
  const unread = one.read.kind === 'archived' ? null : whyUnread(one);
  if (unread !== null) return unread;
  const versions = await readVersions(around.connection, one.id, one.key ?? one.id, io);
  if (versions instanceof Stop) return versions;
  const shown = versions.map((version) => withoutKeys(version, around.connection.keys));
  const entries = historyOf(shown, one.desired);
  if (printer.format === 'json') {
    const { target } = around;
    printDocument(printer, historyDocument(entries, { standing: standingOf(one), target, createdAt: io.now() }));
    return null;
  }
  const text = command.patch ? patchText : historyText;
  printResult(printer, text(entries, wordsFor(one, command), printer.style));
  return null;
}

function wordsFor(one: Sight, command: HistoryCommand): HistoryWords {
  return {
    title: personaTitleOf(standingOf(one)),
    selector: one.key ?? one.id,
    options: sharedOptions(command),
    managed: one.desired !== null,
  };
}
