import { writeId } from '../bind/id-file.ts';
import { readAccount } from '../bland/read-account.ts';
import { Stop } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { openConnection } from '../live/source.ts';
import type { Binding, NotBound } from '../model/binding.ts';
import type { BindCommand } from '../model/command.ts';
import { sharedOptions } from '../model/command-line.ts';
import { hasErrors } from '../model/diagnostic.ts';
import { nearestName } from '../model/nearest.ts';
import type { LivePersona } from '../model/persona.ts';
import { keyShapes } from '../model/secrets.ts';
import { matchNames } from '../plan/namesake.ts';
import { loadProject, type Project, type Stopped } from '../project.ts';
import { bindText } from '../render/bind.ts';
import { bindDocument } from '../render/documents.ts';
import { interruptedWhileReading, invalidFiles, refusedKey, unreadableAccount } from '../stops.ts';
import { verboseTries } from './planning.ts';
import { createPrinter, type Printer, printDocument, printResult, printStop } from './printer.ts';
import { idFileOf } from './record-id.ts';

interface Bound {
  readonly bound: readonly Binding[];
  readonly rest: readonly NotBound[];
}

/** Writes down which live persona a file manages: one that is named, or all by their names. */
export async function runBind(command: BindCommand, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, 'bind', command);
  const project = await loadProject(io, { ...command, selectors: [] });
  if ('stop' in project) return printStop(printer, project.stop, project.diagnostics);
  const result = command.byName
    ? await bindByName(project, command, io, printer)
    : await bindOne(project, { key: command.key ?? '', id: command.id ?? '' }, io);
  if ('stop' in result) return printStop(printer, result.stop, result.diagnostics);
  const environment = project.config.environment?.name ?? null;
  if (printer.format === 'json') printDocument(printer, bindDocument(environment, result));
  else if (!printer.quiet || result.rest.length > 0)
    printResult(printer, bindText(result, sharedOptions(command), printer.style));
  return result.rest.some(({ ids }) => ids.length > 0) ? EXIT.partial : EXIT.done;
}

interface Pair {
  readonly key: string;
  readonly id: string;
}

async function bindOne(project: Project, { key, id }: Pair, io: Io): Promise<Bound | Stopped> {
  const wanted = project.known.find((one) => one.key === key);
  if (wanted === undefined) return stopped(unknownKey(key, project));
  if (keyShapes(id, io.keys.all).length > 0) return stopped(keyInsteadOfId());
  const other = project.known.find((one) => one.key !== key && one.ids.includes(id));
  if (other !== undefined) {
    const hint = 'One file manages one live persona: give each its own, or delete one of the two files.';
    return stopped(new Stop('bind', `${id} is bound to ${other.key} already.`, hint));
  }
  const written = await write(project, { key, id }, io);
  return written instanceof Stop ? stopped(written) : { bound: [written], rest: [] };
}

function keyInsteadOfId(): Stop {
  const hint = 'Copy the id from the address of the persona in the dashboard; a key belongs into no file.';
  return new Stop('bind', 'The id looks like an API key, so nothing was written.', hint);
}

function unknownKey(key: string, { known }: Project): Stop {
  const nearest = nearestName(
    key,
    known.map((one) => one.key),
  );
  const hint =
    nearest === null
      ? 'A key is the file’s path below the personas folder, without ending.'
      : `Did you mean ${nearest}?`;
  return new Stop('no_match', `There is no persona file "${key}".`, hint);
}

/** Into the persona's own file where its id stands there already, and may. */
async function write({ config, bindings, strays, known }: Project, { key, id }: Pair, io: Io): Promise<Binding | Stop> {
  const persona = known.find((one) => one.key === key);
  const bound = bindings.ids.get(key)?.id;
  const own = persona?.ids.find((one) => one !== bound);
  const isOwn = own !== undefined && config.environments.length < 2;
  const place = idFileOf(isOwn ? { ...config, environment: null } : config, persona?.path ?? '', io.cwd);
  const was = bound ?? own ?? null;
  const stray = bound === undefined ? strays.find((one) => one.id === id) : undefined;
  const insteadOf = place.kind === 'environment' && stray !== undefined ? { insteadOf: stray.key } : {};
  const isThere = was === id && (bound !== undefined || isOwn);
  const where = { root: config.root, processes: io.processes };
  const failure = isThere ? null : await writeId(place, { key, id, ...insteadOf }, where);
  if (failure === null) return { key, id, file: place.file, was: was === id ? null : was, is_new: was !== id };
  const line = place.kind === 'environment' ? `ids: { ${JSON.stringify(key)}: ${id} }` : `id: ${id}`;
  return new Stop('bind', `${place.file} was not changed: ${failure}.`, `Write it yourself: ${line}`);
}

async function bindByName(project: Project, command: BindCommand, io: Io, printer: Printer): Promise<Bound | Stopped> {
  if (hasErrors(project.diagnostics))
    return { stop: invalidFiles(project.diagnostics, command), diagnostics: project.diagnostics };
  const unbound = project.personas.filter(({ id }) => id === null);
  if (unbound.length === 0) return { bound: [], rest: [] };
  const account = await readNames(project, command, io, printer);
  if (account instanceof Stop) return stopped(account);
  const matched = unbound.map((persona) => ({ persona, ids: matchNames(persona.name, account, project.taken) }));
  const bound: Binding[] = [];
  for (const { persona, ids } of matched) {
    const [id, second] = ids.exact ? ids.all : [];
    if (id === undefined || second !== undefined) continue;
    const written = await write(project, { key: persona.key, id }, io);
    if (written instanceof Stop) return stopped(written);
    bound.push(written);
  }
  const isBound = new Set(bound.map(({ key }) => key));
  const rest = matched.filter(({ persona }) => !isBound.has(persona.key));
  return { bound, rest: rest.map(({ persona: { key, name }, ids }) => ({ key, name, ids: ids.all })) };
}

async function readNames(
  { config }: Project,
  command: BindCommand,
  io: Io,
  printer: Printer,
): Promise<readonly LivePersona[] | Stop> {
  const { onTry } = verboseTries(printer, command.verbose);
  const connection = await openConnection(io, command, { ...config, flag: command.config }, onTry);
  if (connection instanceof Stop) return connection;
  const account = await readAccount(connection.reader, { interrupted: io.interrupted, onProgress: () => {} });
  connection.close();
  if (io.interrupted.aborted) return interruptedWhileReading();
  if (account.ok) return account.value;
  const { failure } = account;
  return failure.kind === 'unauthorized'
    ? refusedKey(connection, failure.message)
    : unreadableAccount(connection.baseUrl, failure);
}

function stopped(stop: Stop): Stopped {
  return { stop, diagnostics: [] };
}
