/**
 * How a command speaks: its result on stdout, progress, warnings and errors on stderr. Chosen from the options before
 * anything can fail, so that a failure is told in the format that was asked for.
 */
import { stripVTControlCharacters } from 'node:util';
import type { Stop } from '../errors.ts';
import { type ExitCode, exitOfStop } from '../exit-codes.ts';
import type { Io, Output } from '../io.ts';
import type { CommandName } from '../model/command.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Format, ReportWishes } from '../model/options.ts';
import { diagnosticText, hintLines } from '../render/diagnostics.ts';
import { documentText, stoppedDocument } from '../render/documents.ts';
import { indent } from '../render/indent.ts';
import { createStyle, type Style } from '../render/style.ts';
import { nothingTouched } from '../render/touched.ts';
import { visible } from '../render/visible.ts';

export interface Printer {
  readonly command: CommandName | null;
  /** The environment, and the config file, where they are named. */
  readonly environment: string | null;
  readonly config: string | null;
  readonly format: Format;
  readonly quiet: boolean;
  /** What is written beside stdout. */
  readonly wishes: ReportWishes;
  /** What was printed as text, without colours: for a report. */
  readonly transcript: string[];
  readonly io: Io;
  readonly out: Output;
  readonly err: Output;
  /** For stdout, and for stderr. */
  readonly style: Style;
  readonly errStyle: Style;
}

export interface PrinterOptions extends Partial<ReportWishes> {
  readonly format: Format;
  readonly color: boolean;
  readonly quiet: boolean;
  /** The environment, and the config file, where they are named. */
  readonly env?: string | null;
  readonly config?: string | null;
}

export function createPrinter(io: Io, command: CommandName | null, options: PrinterOptions): Printer {
  let errStyle: Style | null = null;
  const wanted = options.color && (io.env.NO_COLOR ?? '') === '' && io.env.TERM !== 'dumb';
  return {
    command,
    environment: options.env ?? null,
    config: options.config ?? null,
    format: options.format,
    quiet: options.quiet,
    wishes: { reports: options.reports ?? [], summary: options.summary ?? false },
    transcript: [],
    io,
    out: io.stdout,
    err: io.stderr,
    style: createStyle(wanted && io.stdout.isTerminal),
    // Most runs have nothing to say there, and opening a pipe takes time.
    get errStyle() {
      errStyle ??= createStyle(wanted && io.stderr.isTerminal);
      return errStyle;
    },
  };
}

/** Whether the result is told as text: on stdout, or in a report. */
export function tellsText({ format, wishes }: Printer): boolean {
  return format === 'text' || wishes.reports.some((report) => report.format === 'text');
}

/** A part of the result as text. */
export function printResult(printer: Printer, text: string): void {
  if (printer.format === 'text') printer.out.write(`${text}\n`);
  keep(printer, `${text}\n`);
}

/** The result of a command that prints no other format than text and JSON. */
export function printDocument(printer: Printer, document: object): void {
  printer.out.write(documentText(document));
}

/** The one line of a run whose branch touches no persona. */
export function printNothingTouched(printer: Printer, ref: string): void {
  if (tellsText(printer) && !printer.quiet) printResult(printer, nothingTouched(ref));
}

/** Our own colours are the only control characters that a text still has. */
function keep(printer: Printer, text: string): void {
  printer.transcript.push(stripVTControlCharacters(text));
}

/** Diagnostics that are not the command's result: on stderr; JSON and annotations have them in their document instead. */
export function printDiagnostics(printer: Printer, diagnostics: readonly Diagnostic[]): void {
  if (!tellsProblems(printer)) return;
  for (const diagnostic of diagnostics) printer.err.write(`${diagnosticText(diagnostic, printer.errStyle)}\n\n`);
}

/** Whether stderr is told of problems too: JSON and annotations have them in their document. */
export function tellsProblems({ format }: Printer): boolean {
  return format !== 'json' && format !== 'github';
}

/** A remark on stderr that `--quiet` leaves out. */
export function printRemark(printer: Printer, text: string): void {
  if (!printer.quiet) printer.err.write(`${printer.errStyle.dim(text)}\n`);
}

/** Tells why the run stopped, in every format that was asked for, and returns its exit code. */
export async function printStop(printer: Printer, stop: Stop, diagnostics: readonly Diagnostic[]): Promise<ExitCode> {
  const others = diagnostics.filter((diagnostic) => diagnostic.code !== stop.code);
  printDiagnostics(printer, others);
  for (const diagnostic of others) keep(printer, `${diagnosticText(diagnostic, printer.style)}\n\n`);
  printStopAlone(printer, stop);
  await publishStop(printer, stop, diagnostics);
  return exitOfStop(stop.code);
}

/** Tells why a run stopped whose result is printed already, or comes. */
export function printStopAlone(printer: Printer, stop: Stop): void {
  const text = stopText(printer, stop);
  if (tellsProblems(printer)) printer.err.write(text);
  keep(printer, text);
}

/** Tells, whatever the format, of a failure beside the result. */
export function printFailure(printer: Printer, stop: Stop): void {
  printer.err.write(stopText(printer, stop));
}

async function publishStop(printer: Printer, stop: Stop, diagnostics: readonly Diagnostic[]): Promise<void> {
  const { environmentOf, publish } = await import('./publish.ts');
  const { command } = printer;
  await publish(printer, {
    document: stoppedDocument(command, stop, diagnostics),
    ...(tellsProblems(printer) ? { told: stop } : {}),
    sheet: async () => {
      const { stoppedSheet } = await import('../render/sheet/stopped.ts');
      return stoppedSheet({ command, environment: await environmentOf(printer) }, stop, diagnostics);
    },
  });
}

function stopText(printer: Printer, stop: Stop): string {
  const head = `${printer.errStyle.red('error')}: ${visible(stop.message)}`;
  return `${[head, ...indent(hintLines(stop.hint))].join('\n')}\n`;
}
