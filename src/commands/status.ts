import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { StatusCommand } from '../model/command.ts';
import { sharedOptions } from '../model/command-line.ts';
import { type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import { explainReads } from '../plan/explain-read.ts';
import { standingOf } from '../plan/standing.ts';
import { statusDocument } from '../render/looking-documents.ts';
import { statusText } from '../render/status.ts';
import { lookAround, type Sight } from './look-around.ts';
import { createPrinter, printDiagnostics, printDocument, printResult, printStop } from './printer.ts';

/** Tells where each persona stands: files, draft and what callers hear. Differences are no findings here: exit 0. */
export async function runStatus(command: StatusCommand, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, 'status', command);
  const around = await lookAround(io, printer, { ...command, everybody: false });
  if ('stop' in around) return printStop(printer, around.stop, around.diagnostics);
  const { project, connection, target, sights, unbound } = around;
  connection.close();
  const diagnostics = [...project.diagnostics, ...explainSights(sights)];
  const standings = sights.map(standingOf);
  printDiagnostics(printer, diagnostics);
  if (printer.format === 'json') {
    printDocument(printer, statusDocument({ standings, unbound, target, createdAt: io.now(), diagnostics }));
  } else {
    printResult(printer, statusText(standings, unbound, sharedOptions(command), printer.style));
  }
  return hasErrors(diagnostics) ? EXIT.partial : EXIT.done;
}

/** Why a persona could not be looked at. A twin can: it is only told of, with its file. */
export function explainSights(sights: readonly Sight[]): Diagnostic[] {
  return explainReads(sights.flatMap(({ desired, read }) => (desired === null ? [] : [{ desired, read }])));
}
