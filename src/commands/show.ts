import { Stop } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { ShowCommand, ShownPlane } from '../model/command.ts';
import { commandFor, sharedOptions } from '../model/command-line.ts';
import { type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import { exactJson, isMarkedNumber } from '../model/exact-json.ts';
import type { JsonValue } from '../model/json.ts';
import type { LivePersona } from '../model/persona.ts';
import { onShownPlane, shownFields, shownValue } from '../plan/shown.ts';
import { standingOf } from '../plan/standing.ts';
import { showDocument } from '../render/looking-documents.ts';
import { aboutLines, leftOutLines, visibleLines } from '../render/show.ts';
import { chooseOne, whyUnread } from './choose-one.ts';
import { findField } from './find-field.ts';
import { runGrep } from './grep.ts';
import { lookAround, type Sight, type Surroundings } from './look-around.ts';
import { personaYaml } from './persona-yaml.ts';
import { createPrinter, type Printer, printDiagnostics, printDocument, printRemark, printStop } from './printer.ts';

/** Prints one persona as its file would read, from one side; with `--grep`, where a sentence stands. */
export async function runShow(command: ShowCommand, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, 'show', command);
  if (command.grep !== null) return runGrep(command, command.grep, io, printer);
  const around = await lookAround(io, printer, { ...command, everybody: false });
  if ('stop' in around) return printStop(printer, around.stop, around.diagnostics);
  around.connection.close();
  const one = chooseOne(around, sharedOptions(command), (selector) => againFor(command, selector));
  if (one instanceof Stop) return printStop(printer, one, []);
  const plane = command.plane ?? 'production';
  const unread = plane === 'files' && one.desired !== null ? null : whyUnread(one);
  if (unread !== null) return printStop(printer, unread, []);
  const own = around.project.diagnostics.filter(({ key }) => key !== null && key === one.key);
  printDiagnostics(printer, own);
  const shown = showOne({ command, around, own, printer, io }, one, plane);
  if (shown instanceof Stop) return printStop(printer, shown, []);
  return hasErrors(own) ? EXIT.partial : EXIT.done;
}

/** The command as it was typed, for one persona. */
function againFor(command: ShowCommand, selector: string): string {
  const plane = command.plane === null ? [] : ['--plane', command.plane];
  const field = command.field === null ? [] : ['--field', command.field];
  return commandFor('show', [selector], [...plane, ...field, ...sharedOptions(command)]);
}

interface Showing {
  readonly command: ShowCommand;
  readonly around: Surroundings;
  /** What is wrong with the persona's own file. */
  readonly own: readonly Diagnostic[];
  readonly printer: Printer;
  readonly io: Io;
}

function showOne(showing: Showing, one: Sight, plane: ShownPlane): Stop | null {
  const side = onShownPlane(one, plane);
  if (side === null) return noSuchSide(one, plane, sharedOptions(showing.command));
  const fields = shownFields(side);
  const { field } = showing.command;
  const path = field === null ? null : findField(field, fields);
  if (path instanceof Stop) return path;
  if (showing.printer.format === 'json') {
    const { target } = showing.around;
    const about = { standing: standingOf(one), plane, target, createdAt: showing.io.now(), diagnostics: showing.own };
    const shown = path === null ? { fields } : { field: path, value: shownValue(fields, path) ?? null };
    printDocument(showing.printer, showDocument({ ...about, shown }));
    return null;
  }
  return path === null ? showFile(showing, one, plane, side) : showField(showing, one, plane, shownValue(fields, path));
}

/** Without the side there is nothing to hear, to promote or to apply. */
function noSuchSide({ key, id, live }: Sight, plane: ShownPlane, options: readonly string[]): Stop {
  const what = key ?? id;
  if (plane === 'files' && key !== null) {
    const hint = `Mend it; to check: ${commandFor('validate', [key], options)}`;
    return new Stop('invalid_files', `The file of ${key} is invalid.`, hint);
  }
  if (plane === 'files') {
    return new Stop('no_match', `No file manages ${what}.`, `To write one: ${commandFor('pull', [id], options)}`);
  }
  if (live === null) return new Stop('no_match', `${what} could not be read.`, null);
  const other = plane === 'draft' ? 'production' : 'draft';
  const hint = `Look at the other one: ${commandFor('show', [what], ['--plane', other, ...options])}`;
  return new Stop('no_version', `${what} has no ${plane} version.`, hint);
}

function showFile(showing: Showing, one: Sight, plane: ShownPlane, side: LivePersona): Stop | null {
  const { printer, around } = showing;
  const written = personaYaml(side, one.desired, around);
  if (written instanceof Stop) return written;
  const head = aboutLines(standingOf(one), plane, sharedOptions(showing.command));
  const comments = [...head, ...(plane === 'files' ? [] : leftOutLines(written.leftOut))];
  printText(printer, `${comments.map((line) => `# ${line}\n`).join('')}${written.text}`);
  return null;
}

/** Text is printed as it is, all else as JSON; what it is stands on stderr, out of the way of a pipe. */
function showField({ command, printer }: Showing, one: Sight, plane: ShownPlane, value: JsonValue = null): null {
  for (const line of aboutLines(standingOf(one), plane, sharedOptions(command))) printRemark(printer, line);
  if (value === null) printRemark(printer, `${command.field} is not set.`);
  else if (value !== '') printText(printer, fieldText(value));
  return null;
}

/** A terminal obeys what stands in a text, so it is escaped there; into a pipe it goes as it is. */
function printText({ out }: Printer, text: string): void {
  out.write(out.isTerminal ? visibleLines(text) : text);
}

/** Text bare, all else as JSON. */
function fieldText(value: JsonValue): string {
  return typeof value === 'string' && !isMarkedNumber(value) ? value.replace(/\n?$/, '\n') : `${exactJson(value)}\n`;
}
