import { Stop } from '../errors.ts';
import { type ExitCode, exitOfDrift } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { DriftCommand } from '../model/command.ts';
import { sharedOptions } from '../model/command-line.ts';
import { GUARD_NAMES } from '../model/guard.ts';
import { driftOf } from '../plan/drift.ts';
import { driftDocument } from '../render/documents.ts';
import { driftText, hasFindings } from '../render/drift.ts';
import { unmanagedLines } from '../render/unmanaged.ts';
import { planWithProgress } from './planning.ts';
import { createPrinter, printDocument, printNothingTouched, printResult, printStop } from './printer.ts';
import { readUnmanaged } from './unmanaged.ts';

/** Tells which live personas are not as the files say. It writes nothing, so that guards have nothing to say. */
export async function runDrift(command: DriftCommand, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, 'drift', command);
  const planned = await planWithProgress(
    io,
    printer,
    { ...command, promote: 'after_update', allow: GUARD_NAMES },
    command.format === 'json',
  );
  if ('stop' in planned) return printStop(printer, planned.stop, planned.diagnostics);
  const unmanaged = command.unmanaged ? await readUnmanaged(planned, io) : null;
  planned.connection.close();
  if (unmanaged instanceof Stop) return printStop(printer, unmanaged, planned.warnings);
  const { plan, touched } = planned;
  const plane = command.plane ?? (planned.config.environment?.promote === 'after-apply' ? 'both' : 'draft');
  const personas = driftOf(plan, planned.seen, plane);
  if (command.format === 'json') printDocument(printer, driftDocument(plan, plane, personas, unmanaged));
  else if (touched !== null && personas.length === 0) printNothingTouched(printer, touched.ref);
  else if (hasFindings(personas) || (unmanaged ?? []).length > 0 || !command.quiet) {
    const options = sharedOptions(command);
    const words = { selectors: command.selectors, options, plane };
    printResult(printer, driftText(personas, plan, words, printer.style));
    for (const line of unmanagedLines(unmanaged, words, printer.style)) printResult(printer, line);
  }
  return exitOfDrift(
    plan.complete,
    personas.map((persona) => persona.status),
    unmanaged?.length,
  );
}
