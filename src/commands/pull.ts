import { Stop } from '../errors.ts';
import { type ExitCode, exitOfPull, exitOfStop } from '../exit-codes.ts';
import { sweepDrafts } from '../files/drafts.ts';
import type { Io } from '../io.ts';
import type { PullCommand } from '../model/command.ts';
import { commandFor, sharedOptions } from '../model/command-line.ts';
import type { FileWrite, Pulled } from '../model/pull.ts';
import { type PullWords, pullNext, pullSummary, pullText } from '../render/pull.ts';
import { pullDocument } from '../render/pull-document.ts';
import { count } from '../render/words.ts';
import { askConsent, refuseWithoutConsent } from './consent.ts';
import { createPrinter, type Printer, printDiagnostics, printDocument, printResult, printStop } from './printer.ts';
import { type Haul, haulPersonas } from './pull-haul.ts';
import { writeFiles } from './pull-write.ts';

/** Brings what is live into the files: shows the diff, asks, and writes. */
export async function runPull(command: PullCommand, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, 'pull', command);
  const approval = { name: 'pull', approved: command.autoApprove || command.check, again: againOf(command) } as const;
  const unasked = refuseWithoutConsent(approval, command.format, io);
  if (unasked !== null) return printStop(printer, unasked, []);
  const haul = await haulPersonas(io, printer, command);
  if ('stop' in haul) return printStop(printer, haul.stop, haul.diagnostics);
  const words = { from: command.from ?? 'draft', options: sharedOptions(command), verbose: command.verbose };
  printDiagnostics(printer, haul.diagnostics);
  show(printer, haul.pulled, words);
  const stop = command.check ? null : await carryOut(haul, command, io);
  if (stop !== null) return refuse(printer, stop, haul, command);
  finish(printer, haul, command, words);
  return exitOfPull({ ...haul, check: command.check });
}

function againOf(command: PullCommand): (...more: readonly string[]) => string {
  const { selectors, all, from, fields, inline } = command;
  const own = [
    ...(all ? ['--all'] : []),
    ...(from === null ? [] : ['--from', from]),
    ...(fields.length === 0 ? [] : ['--fields', fields.join(',')]),
    ...(inline ? ['--inline'] : []),
    ...sharedOptions(command),
  ];
  return (...more) => commandFor('pull', selectors, [...own, ...more]);
}

function show(printer: Printer, pulled: Pulled, words: PullWords): void {
  if (printer.format === 'json') return;
  const text = pullText(pulled, words, printer.style);
  if (text !== '') printResult(printer, `${text}\n`);
}

/** Asks, where there is something to write, and writes it. */
async function carryOut({ pulled, root, folders }: Haul, command: PullCommand, io: Io): Promise<Stop | null> {
  const { writes } = pulled;
  const question = `Write ${count(writes.length, 'file')}?`;
  const isAsked = writes.length > 0 && !command.autoApprove;
  const declined = isAsked ? await askConsent(io, question, againOf(command)()) : null;
  if (declined !== null) return declined;
  if (io.interrupted.aborted) return new Stop('interrupted', 'Interrupted; nothing was written.');
  await sweepDrafts(folders, io.processes);
  return writes.length === 0 ? null : writeFiles(referredToFirst(pulled), { root, io, again: againOf(command)() });
}

/** Wherever a run is killed, no persona file names a prompt file that is not there, and none is without its id. */
function referredToFirst({ personas, writes, adopted }: Pulled): FileWrite[] {
  const files = new Set(personas.map(({ file }) => file));
  const isPersona = ({ file }: FileWrite): boolean => files.has(file);
  return [...adopted, ...writes.filter((write) => !isPersona(write)), ...writes.filter(isPersona)];
}

/** A machine gets the whole document also where nothing came of it. */
async function refuse(printer: Printer, stop: Stop, haul: Haul, command: PullCommand): Promise<ExitCode> {
  if (printer.format !== 'json') return printStop(printer, stop, []);
  printDocument(printer, pullDocument(haul, command, stop));
  return exitOfStop(stop.code);
}

function finish(printer: Printer, haul: Haul, command: PullCommand, words: PullWords): void {
  const { pulled } = haul;
  if (printer.format === 'json') printDocument(printer, pullDocument(haul, command, null));
  else if (pulled.writes.length > 0 || !printer.quiet) {
    printResult(printer, pullSummary(pulled, command.check ? 'would' : 'did', printer.style));
    if (pulled.writes.length === 0 || printer.quiet) return;
    printResult(printer, command.check ? `To write them: ${againOf(command)()}` : pullNext(pulled, words));
  }
}
