/**
 * How a command speaks: its result on stdout, progress, warnings and errors on stderr. Chosen from the options before
 * anything can fail, so that a failure is told in the format that was asked for.
 */
import type { Stop } from '../errors.ts';
import { type ExitCode, exitOfStop } from '../exit-codes.ts';
import type { Io, Output } from '../io.ts';
import type { CommandName, Format } from '../model/command.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { diagnosticText, hintLines } from '../render/diagnostics.ts';
import { documentText, stoppedDocument } from '../render/documents.ts';
import { indent } from '../render/indent.ts';
import { createStyle, type Style } from '../render/style.ts';
import { nothingTouched } from '../render/touched.ts';
import { visible } from '../render/visible.ts';

export interface Printer {
  readonly command: CommandName | null;
  readonly format: Format;
  readonly quiet: boolean;
  readonly out: Output;
  readonly err: Output;
  /** For stdout, and for stderr. */
  readonly style: Style;
  readonly errStyle: Style;
}

export interface PrinterOptions {
  readonly format: Format;
  readonly color: boolean;
  readonly quiet: boolean;
}

export function createPrinter(io: Io, command: CommandName | null, options: PrinterOptions): Printer {
  const wanted = options.color && (io.env.NO_COLOR ?? '') === '' && io.env.TERM !== 'dumb';
  return {
    command,
    format: options.format,
    quiet: options.quiet,
    out: io.stdout,
    err: io.stderr,
    style: createStyle(wanted && io.stdout.isTerminal),
    errStyle: createStyle(wanted && io.stderr.isTerminal),
  };
}

export function printResult(printer: Printer, text: string): void {
  printer.out.write(`${text}\n`);
}

export function printDocument(printer: Printer, document: object): void {
  printer.out.write(documentText(document));
}

/** The one line of a run whose branch touches no persona. */
export function printNothingTouched(printer: Printer, ref: string): void {
  if (!printer.quiet) printResult(printer, nothingTouched(ref));
}

/** Diagnostics that are not the command's result: on stderr, and in JSON part of the document instead. */
export function printDiagnostics(printer: Printer, diagnostics: readonly Diagnostic[]): void {
  if (printer.format === 'json') return;
  for (const diagnostic of diagnostics) printer.err.write(`${diagnosticText(diagnostic, printer.errStyle)}\n\n`);
}

/** A remark on stderr that `--quiet` leaves out. */
export function printRemark(printer: Printer, text: string): void {
  if (!printer.quiet) printer.err.write(`${printer.errStyle.dim(text)}\n`);
}

/** Tells why the run stopped, and returns its exit code. */
export function printStop(printer: Printer, stop: Stop, diagnostics: readonly Diagnostic[]): ExitCode {
  if (printer.format === 'json') {
    printDocument(printer, stoppedDocument(printer.command, stop, diagnostics));
  } else {
    printDiagnostics(
      printer,
      diagnostics.filter((diagnostic) => diagnostic.code !== stop.code),
    );
    printStopAlone(printer, stop);
  }
  return exitOfStop(stop.code);
}

/** Tells why a run stopped whose result is printed already. */
export function printStopAlone(printer: Printer, stop: Stop): void {
  if (printer.format !== 'json') printer.err.write(stopText(printer, stop));
}

function stopText(printer: Printer, stop: Stop): string {
  const head = `${printer.errStyle.red('error')}: ${visible(stop.message)}`;
  return `${[head, ...indent(hintLines(stop.hint))].join('\n')}\n`;
}
