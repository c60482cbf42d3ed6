/** The plan for a command: the pipeline, with progress. */
import type { Io } from '../io.ts';
import type { ServiceOptions } from '../model/options.ts';
import { type Shard, shardText } from '../model/shard.ts';
import { type Planned, type PlanOptions, planPersonas, type Watcher } from '../pipeline.ts';
import { isPlainNote } from '../plan/explain-origin.ts';
import type { Stopped } from '../project.ts';
import { touchedLines } from '../render/touched.ts';
import { count } from '../render/words.ts';
import { type Printer, printDiagnostics, printRemark, tellsProblems } from './printer.ts';
import { createProgress, tryLine } from './progress.ts';

export async function planWithProgress(
  io: Io,
  printer: Printer,
  options: ServiceOptions &
    Pick<PlanOptions, 'allow' | 'promote' | 'history' | 'changedSince' | 'shard' | 'snapshot' | 'checkReferences'>,
  wantsCommit: boolean,
): Promise<Planned | Stopped> {
  const progress = createProgress(printer);
  const planned = await planPersonas(
    io,
    { ...options, wantsCommit },
    {
      onReading: (place, total) => progress.begin(`reading ${count(total, 'persona')} from ${place}`, total),
      onRead: (found, key) => {
        progress.at(key);
        progress.advance(found);
      },
      onReferences: (place, total) => progress.begin(`asking for ${count(total, 'reference')} at ${place}`, total),
      ...verboseTries(printer, options.verbose),
    },
  );
  progress.end();
  if ('stop' in planned) return planned;
  const { touched, plan } = planned;
  if (touched !== null && plan.personas.length > 0 && tellsProblems(printer)) {
    const keys = plan.personas.map(({ key }) => key);
    for (const line of touchedLines({ ref: touched.ref, keys, files: plan.summary.files })) printRemark(printer, line);
  }
  printDiagnostics(
    printer,
    planned.warnings.filter((warning) => !isPlainNote(warning)),
  );
  if (tellsProblems(printer))
    for (const { summary } of planned.warnings.filter(isPlainNote)) printRemark(printer, summary);
  return planned;
}

/** `--promote`, `--no-promote`, or null: as the environment has it. */
export function promoteWish(promote: boolean | null): NonNullable<PlanOptions['promote']> {
  if (promote === null) return 'as_configured';
  return promote ? 'after_update' : 'never';
}

/** The same as it was typed. */
export function promoteFlag(promote: boolean | null): string[] {
  if (promote === null) return [];
  return [promote ? '--promote' : '--no-promote'];
}

/** The same for `--check-references`. */
export function checkFlag(checkReferences: boolean): string[] {
  return checkReferences ? ['--check-references'] : [];
}

/** The share that was asked for, as it was typed. */
export function shardFlag(shard: Shard | null): string[] {
  return shard === null ? [] : ['--shard', shardText(shard)];
}

/** With `--verbose`, one line on stderr for each try of each request. */
export function verboseTries(printer: Printer, verbose: boolean): Pick<Watcher, 'onTry'> {
  if (!verbose) return {};
  return { onTry: (report) => printer.err.write(`${printer.errStyle.dim(tryLine(report))}\n`) };
}
