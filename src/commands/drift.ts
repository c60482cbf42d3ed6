import { Stop } from '../errors.ts';
import { type ExitCode, exitOfDrift, exitOfStop, strongest } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { DriftCommand } from '../model/command.ts';
import { sharedOptions } from '../model/command-line.ts';
import { GUARD_NAMES } from '../model/guard.ts';
import type { Planned } from '../pipeline.ts';
import { driftOf } from '../plan/drift.ts';
import { judgeRisks } from '../plan/permits.ts';
import { driftDocument } from '../render/documents.ts';
import { driftText, hasFindings } from '../render/drift.ts';
import type { DriftWords, Held } from '../render/drift-steps.ts';
import { unmanagedLines } from '../render/unmanaged.ts';
import { planWithProgress } from './planning.ts';
import { createPrinter, printNothingTouched, printResult, printStop, tellsText } from './printer.ts';
import { publish } from './publish.ts';
import { readUnmanaged } from './unmanaged.ts';

/** Tells which live personas are not as the files say. It writes nothing, so that guards have nothing to say. */
export async function runDrift(command: DriftCommand, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, 'drift', command);
  const wantsCommit = command.format !== 'text' || command.reports.length > 0 || command.summary;
  const planned = await planWithProgress(
    io,
    printer,
    { ...command, promote: 'after_update', allow: GUARD_NAMES },
    wantsCommit,
  );
  if ('stop' in planned) return printStop(printer, planned.stop, planned.diagnostics);
  const unmanaged = command.unmanaged ? await readUnmanaged(planned, io) : null;
  planned.connection.close();
  if (unmanaged instanceof Stop) return printStop(printer, unmanaged, planned.warnings);
  const { plan, touched } = planned;
  const plane = command.plane ?? (planned.config.environment?.promote === 'after-apply' ? 'both' : 'draft');
  const personas = driftOf(plan, planned.seen, plane);
  const words: DriftWords = {
    plane,
    selectors: command.selectors,
    options: sharedOptions(command),
    isNarrowed: command.changedSince !== null || command.shard !== null,
    held: heldBy(planned),
  };
  if (touched !== null && personas.length === 0) printNothingTouched(printer, touched.ref);
  else if (tellsText(printer) && (hasFindings(personas) || (unmanaged ?? []).length > 0 || !command.quiet)) {
    printResult(printer, driftText(personas, plan, words, printer.style));
    for (const line of unmanagedLines(unmanaged, words, printer.style)) printResult(printer, line);
  }
  const unwritten = await publish(printer, {
    document: driftDocument(plan, plane, personas, unmanaged),
    sheet: async () => {
      const { driftSheet } = await import('../render/sheet/drift.ts');
      return driftSheet(personas, plan, { ...words, unmanaged });
    },
  });
  const exit = exitOfDrift(
    plan.complete,
    personas.map((persona) => persona.status),
    unmanaged?.length,
  );
  return unwritten === null ? exit : strongest(exit, exitOfStop(unwritten.code));
}

/** What would hold an apply, which promotes nothing here. */
function heldBy({ plan, config }: Planned): Held {
  const updates = plan.personas.map((persona) => ({ ...persona, promote: null }));
  const { guarded, refused } = judgeRisks({ ...plan, personas: updates }, config, []);
  return { update: guarded.update, run: refused.map(({ guard }) => guard) };
}
