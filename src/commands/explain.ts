import { Stop } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { ExplainCommand } from '../model/command.ts';
import { commandFor, sharedOptions } from '../model/command-line.ts';
import { hasErrors } from '../model/diagnostic.ts';
import type { ResolvedPersona } from '../model/persona.ts';
import { explainFields } from '../plan/explain-fields.ts';
import { loadProject, type Project } from '../project.ts';
import { explainDocument, explainText } from '../render/explain.ts';
import { invalidFiles } from '../stops.ts';
import { findField } from './find-field.ts';
import { createPrinter, printDiagnostics, printDocument, printResult, printStop } from './printer.ts';

/** Says where each value of a persona comes from. No network, no key. */
export async function runExplain(command: ExplainCommand, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, 'explain', command);
  const project = await loadProject(io, { ...command, selectors: [command.persona] });
  if ('stop' in project) return printStop(printer, project.stop, project.diagnostics);
  const persona = onePersona(project, command);
  if (persona instanceof Stop) return printStop(printer, persona, project.diagnostics);
  const path = command.field === null ? null : findField(command.field, persona.set);
  if (path instanceof Stop) return printStop(printer, path, []);
  const all = explainFields(persona, project.bindings);
  const fields = path === null ? all : all.filter((field) => field.path === path || isBelow(field.path, path));
  const own = project.diagnostics.filter(({ key }) => key === persona.key);
  const explained = {
    persona,
    environment: project.config.environment?.name ?? null,
    fields: orUnmanaged(fields, path),
  };
  if (printer.format === 'json') printDocument(printer, explainDocument(explained, own));
  else {
    printDiagnostics(printer, own);
    printResult(printer, explainText(explained, printer.style));
  }
  return EXIT.done;
}

function isBelow(path: string, above: string): boolean {
  return path.startsWith(`${above}/`);
}

/** A call setting where the file names no settings at all, or clears them, has no line of its own. */
function orUnmanaged(fields: ReturnType<typeof explainFields>, path: string | null): ReturnType<typeof explainFields> {
  return fields.length > 0 || path === null ? fields : [{ path, managed: false, value: null, sources: [] }];
}

/** Its own file must be valid; what is wrong in others does not matter here. */
function onePersona({ selected, valid, diagnostics }: Project, command: ExplainCommand): ResolvedPersona | Stop {
  if (selected.length > 1) {
    const hint = ['Name one of them:', ...selected.map((key) => commandFor('explain', [key], sharedOptions(command)))];
    return new Stop('several_match', `${selected.length} persona files match.`, hint.join('\n'));
  }
  const persona = valid.find(({ key }) => key === selected[0]);
  if (persona !== undefined) return persona;
  return hasErrors(diagnostics) ? invalidFiles(diagnostics, command) : new Stop('no_match', 'No persona file matches.');
}
