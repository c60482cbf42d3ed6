import { findJournals, type KeptJournal, readJournal } from '../apply/journal-read.ts';
import { type RunSummary, summarizeRun } from '../apply/run-summary.ts';
import { loadConfig, loadConfigFor } from '../config/load.ts';
import { Stop } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { displayPath } from '../load/paths.ts';
import type { RunsCommand } from '../model/command.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { runsDocument } from '../render/documents.ts';
import { runsText } from '../render/runs.ts';
import { createPrinter, printDiagnostics, printDocument, printResult, printStop } from './printer.ts';

/** Lists the journals of this checkout, the newest first. One that cannot be read is told, and hides no other. */
export async function runRuns(command: RunsCommand, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, 'runs', command);
  const options = { cwd: io.cwd, configFlag: command.config, keys: io.keys };
  const loaded = command.env === null ? await loadConfig(options) : await loadConfigFor(command.env, options);
  if (!loaded.ok) return printStop(printer, loaded.stop, loaded.diagnostics);
  const kept = await findJournals(loaded.config.root);
  if (kept instanceof Stop) return printStop(printer, kept, []);
  const { runs: all, diagnostics } = await listRuns(kept, io.cwd);
  const runs = all.filter(({ target }) => command.env === null || target.environment === command.env);
  if (printer.format === 'json') printDocument(printer, runsDocument(runs, diagnostics));
  else if (runs.length > 0 || !printer.quiet) printResult(printer, runsText(runs, command.env, printer.style));
  printDiagnostics(printer, diagnostics);
  return diagnostics.length > 0 ? EXIT.partial : EXIT.done;
}

interface Listed {
  readonly runs: RunSummary[];
  readonly diagnostics: Diagnostic[];
}

/** One after the other: a journal holds prompts, and all of them at once may be much. */
async function listRuns(kept: readonly KeptJournal[], cwd: string): Promise<Listed> {
  const runs: RunSummary[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { path } of kept) {
    const place = displayPath(path, cwd);
    const record = await readJournal(path, place);
    if (record instanceof Stop) diagnostics.push(unreadable(record, place));
    else if (record !== 'empty') runs.push(summarizeRun(record, place));
  }
  return { runs, diagnostics };
}

function unreadable({ message }: Stop, file: string): Diagnostic {
  const hint = 'It cannot be taken back with undo. To be rid of it, delete the file.';
  return { severity: 'error', code: 'journal_unreadable', summary: message, file, ...NOWHERE, hint };
}

const NOWHERE = { line: null, column: null, key: null, excerpt: null } as const;
