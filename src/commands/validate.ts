import type { ExitCode } from '../exit-codes.ts';
import { EXIT, exitOfStop, strongest } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { ValidateCommand } from '../model/command.ts';
import { sharedOptions } from '../model/command-line.ts';
import { hasErrors } from '../model/diagnostic.ts';
import { judgeProject } from '../project.ts';
import { validateDocument } from '../render/documents.ts';
import { validateText } from '../render/validate.ts';
import { createPrinter, printResult, printStop, tellsText } from './printer.ts';
import { publish } from './publish.ts';

/** Judges all files; the diagnostics are the result. With selectors, text shows those of the selected files and counts the rest. */
export async function runValidate(command: ValidateCommand, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, 'validate', command);
  const project = await judgeProject(io, command);
  if ('stop' in project) return printStop(printer, project.stop, project.diagnostics);
  const { selected, diagnostics } = project;
  if (command.verbose) for (const key of selected) printer.err.write(`judged ${key}\n`);
  const narrowed = command.selectors.length > 0 || command.changedSince !== null || command.shard !== null;
  if (tellsText(printer) && (diagnostics.length > 0 || !command.quiet))
    printResult(printer, validateText(project, { narrowed, options: sharedOptions(command) }, printer.style));
  const unwritten = await publish(printer, {
    document: validateDocument(project),
    sheet: async () => (await import('../render/sheet/validate.ts')).validateSheet(project, narrowed),
  });
  const exit = hasErrors(diagnostics) ? EXIT.invalid : EXIT.done;
  return unwritten === null ? exit : strongest(exit, exitOfStop(unwritten.code));
}
