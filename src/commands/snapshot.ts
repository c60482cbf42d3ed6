import type { Connection } from '../bland/connect.ts';
import { readPersonas } from '../bland/read.ts';
import { readAccount } from '../bland/read-account.ts';
import { Stop } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { openConnection } from '../live/source.ts';
import type { SnapshotCommand } from '../model/command.ts';
import { compareText } from '../model/compare-text.ts';
import { hasErrors } from '../model/diagnostic.ts';
import { type LivePersona, liveAccount } from '../model/persona.ts';
import { describeFailure, type ServiceFailure } from '../model/service.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { explainWrongAccount } from '../plan/explain-read.ts';
import { buildSnapshot } from '../plan/snapshot.ts';
import { loadProject, type Project, type Stopped } from '../project.ts';
import { snapshotDocument } from '../render/documents.ts';
import { count } from '../render/words.ts';
import { interruptedWhileReading, invalidFiles, refusedKey } from '../stops.ts';
import { verboseTries } from './planning.ts';
import { createPrinter, type Printer, printDiagnostics, printDocument, printResult, printStop } from './printer.ts';
import { createProgress } from './progress.ts';
import { saveDocument } from './save-document.ts';

/** Saves the live side: all of it, or nothing. */
export async function runSnapshot(command: SnapshotCommand, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, 'snapshot', command);
  const project = await loadProject(io, { ...command, selectors: [] });
  if ('stop' in project) return printStop(printer, project.stop, project.diagnostics);
  const { diagnostics } = project;
  if (hasErrors(diagnostics)) return printStop(printer, invalidFiles(diagnostics, command), diagnostics);
  printDiagnostics(printer, diagnostics);
  const taken = await takeSnapshot(command, project, io, printer);
  if ('stop' in taken) return printStop(printer, taken.stop, taken.diagnostics);
  const document = { kind: 'snapshot', again: 'persona-sync snapshot --out FILE' } as const;
  const unsaved = await saveDocument(taken, command.out, io.cwd, document);
  if (unsaved !== null) return printStop(printer, unsaved, []);
  if (command.format === 'json') printDocument(printer, snapshotDocument(taken, command.out, diagnostics));
  else if (!command.quiet) printResult(printer, savedText(taken, command.out, unboundOf(project)));
  return EXIT.done;
}

/** How many files no live persona is bound to: there is nothing to read by an id. */
function unboundOf({ personas }: Project): number {
  return personas.filter(({ id }) => id === null).length;
}

function savedText({ personas, missing, target, whole }: Snapshot, file: string, unbound: number): string {
  const left = personas.reduce((sum, { redacted }) => sum + redacted.length, 0);
  return [
    `Saved ${count(personas.length, 'persona')} of ${target.base_url} to ${file}`,
    ...(unbound === 0 || whole === true
      ? []
      : [`${count(unbound, 'file')} bound to none (--all looks for their names)`]),
    ...(missing.length === 0 ? [] : [`${missing.length} that the service does not have`]),
    ...(left === 0 ? [] : [`${count(left, 'field')} left out, because of a key in ${left === 1 ? 'it' : 'them'}`]),
  ]
    .join('; ')
    .concat('.');
}

async function takeSnapshot(
  command: SnapshotCommand,
  { config, personas }: Project,
  io: Io,
  printer: Printer,
): Promise<Snapshot | Stopped> {
  const { onTry } = verboseTries(printer, command.verbose);
  const connection = await openConnection(io, command, { ...config, flag: command.config }, onTry);
  if (connection instanceof Stop) return { stop: connection, diagnostics: [] };
  try {
    const progress = createProgress(printer);
    const ids = personas.map(({ id }) => id).filter((id) => id !== null);
    if (command.all) progress.begin(`reading all personas of ${connection.baseUrl}`, 0);
    else progress.begin(`reading ${count(ids.length, 'persona')} from ${connection.baseUrl}`, ids.length);
    const onProgress = (found: number): void => progress.advance(found);
    const read = await readLiveSide(ids, command.all, connection, { interrupted: io.interrupted, onProgress });
    progress.end();
    if (io.interrupted.aborted) return { stop: interruptedWhileReading(), diagnostics: [] };
    if (read instanceof Stop) return { stop: read, diagnostics: [] };
    const environment = config.environment?.name ?? null;
    const target = { base_url: connection.baseUrl, environment, account: sharedAccount(read.lives) };
    const about = { target, whole: command.all, allowed: config.allowed, keyInUse: connection.keys };
    return buildSnapshot({ ...read, ...about, createdAt: io.now() });
  } finally {
    connection.close();
  }
}

interface LiveSide {
  readonly lives: readonly LivePersona[];
  readonly missing: readonly string[];
}

async function readLiveSide(
  ids: readonly string[],
  all: boolean,
  connection: Connection,
  options: Parameters<typeof readPersonas>[2],
): Promise<LiveSide | Stop> {
  const account = all ? await readAccount(connection.reader, options) : ({ ok: true, value: [] } as const);
  if (!account.ok) return unreadable(account.failure, connection);
  const known = new Set(account.value.map(({ id }) => id));
  const wanted = ids.filter((id) => !known.has(id));
  const answers = await readPersonas(connection.reader, wanted, options);
  const lives: LivePersona[] = [...account.value];
  const missing: string[] = [];
  for (const [id, answer] of answers) {
    if (answer.ok) lives.push(answer.value);
    else if (answer.failure.kind === 'not_found') missing.push(id);
    else return unreadable(answer.failure, connection);
  }
  if (lives.length > 0 || missing.length < 2) return { lives: lives.sort(byId), missing: missing.sort() };
  const { summary, hint } = explainWrongAccount(missing.length, connection);
  return new Stop('wrong_account', summary, hint);
}

function byId(a: LivePersona, b: LivePersona): number {
  return compareText(a.id, b.id);
}

function unreadable(failure: ServiceFailure, connection: Connection): Stop {
  if (failure.kind === 'unauthorized') return refusedKey(connection, failure.message);
  const message = `Not every persona could be read, so no snapshot was saved: ${describeFailure(failure)}.`;
  return new Stop('incomplete', message, 'Run the same command again when the service answers.');
}

function sharedAccount(lives: readonly LivePersona[]): string | null {
  const accounts = new Set(lives.map(liveAccount));
  const [account = null] = accounts;
  return accounts.size === 1 ? account : null;
}
