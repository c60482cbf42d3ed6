/**
 * The way of the data, from files to a plan, each step once. `plan`, `apply` and `drift` all go it; there is no second
 * algorithm for a dry run.
 *
 *     discover → parse → validate → resolve → check → select → read live → compare → plan
 */

import { dirname } from 'node:path';
import type { TryReport } from './bland/client.ts';
import { type Connection, connect, keyInEnvironment } from './bland/connect.ts';
import { readPersonas } from './bland/read.ts';
import { type Config, loadConfig } from './config/load.ts';
import { Stop } from './errors.ts';
import { commitFromCi, commitFromGit } from './git/commit.ts';
import type { Io } from './io.ts';
import { discover } from './load/discover.ts';
import { type ParsedPersona, parsePersonaFile } from './load/parse.ts';
import { isInside } from './load/paths.ts';
import { resolvePersona } from './load/resolve.ts';
import { selectPersonas } from './load/select.ts';
import { type Diagnostic, hasErrors, orderDiagnostics } from './model/diagnostic.ts';
import type { GuardName } from './model/guard.ts';
import type { JsonObject } from './model/json.ts';
import type { DesiredPersona, LivePersona, ResolvedPersona } from './model/persona.ts';
import type { Plan } from './model/plan.ts';
import { buildPlan } from './plan/build.ts';
import { explainReads, explainWrongAccount, isWrongAccount, type ReadPersona } from './plan/explain-read.ts';
import { judgeAnswer } from './plan/judge.ts';
import { interruptedWhileReading, invalidFiles, nothingFound, nothingMatches, refusedKey } from './stops.ts';
import { validatePersona } from './validate/persona.ts';
import { checkPersonas } from './validate/rules.ts';
import { VERSION } from './version.ts';

/** A run that ends before its result, with what was found until then. */
export interface Stopped {
  readonly stop: Stop;
  readonly diagnostics: readonly Diagnostic[];
}

/** All files judged, and those that the selectors name. */
export interface Project {
  readonly config: Config;
  /** How many persona files there are in all. */
  readonly files: number;
  /** The files' keys that the selectors name. */
  readonly selected: readonly string[];
  /** The selected personas; empty when any file is invalid. */
  readonly personas: readonly DesiredPersona[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface ProjectOptions {
  readonly config: string | null;
  readonly selectors: readonly string[];
  /** Absolute; instead of the config's personas folder. */
  readonly folder?: string;
}

/** A plan, and what it was made from. The connection is the caller's to use and to close. */
export interface Planned {
  readonly plan: Plan;
  readonly connection: Connection;
  readonly config: Config;
  /** The live personas that were found, by key. */
  readonly seen: ReadonlyMap<string, LivePersona>;
  /** The files' own diagnostics: warnings, since errors stop the run. */
  readonly warnings: readonly Diagnostic[];
}

export interface PlanOptions extends ProjectOptions {
  readonly concurrency: number;
  /** One try of one request, in milliseconds. */
  readonly timeout: number;
  /** Guards that the command line allows. */
  readonly allow: readonly GuardName[];
  /** Whether git may be asked for the commit, which costs a process. */
  readonly wantsCommit: boolean;
}

/** Told what goes on, for progress. */
export interface Watcher {
  onReading(baseUrl: string, total: number): void;
  onRead(found: number): void;
  onTry?(report: TryReport): void;
}

/** Files and live personas → the plan: the whole way. All files are judged before the first request. */
export async function planPersonas(io: Io, options: PlanOptions, watcher: Watcher): Promise<Planned | Stopped> {
  const project = await loadProject(io, options);
  if ('stop' in project) return project;
  if (hasErrors(project.diagnostics))
    return { stop: invalidFiles(project.diagnostics), diagnostics: project.diagnostics };
  const connection = await openConnection(io, options, watcher.onTry);
  if (connection instanceof Stop) return { stop: connection, diagnostics: project.diagnostics };
  const planned = await planConnected(io, options, project, connection, watcher);
  if ('stop' in planned) connection.close();
  return planned;
}

async function planConnected(
  io: Io,
  options: PlanOptions,
  project: Project,
  connection: Connection,
  watcher: Watcher,
): Promise<Planned | Stopped> {
  watcher.onReading(connection.baseUrl, project.personas.length);
  const reads = await readLive(project.personas, connection, io, watcher.onRead);
  if (reads instanceof Stop) return { stop: reads, diagnostics: project.diagnostics };
  const commit = options.wantsCommit ? await findCommit(io, project.config.root) : null;
  const plan = makePlan(reads, { connection, project, commit, allow: options.allow }, io.now());
  if ('stop' in plan) return plan;
  const { config, diagnostics: warnings } = project;
  return { plan, connection, config, seen: seenPersonas(reads), warnings };
}

export function openConnection(
  io: Io,
  { timeout, concurrency }: Pick<PlanOptions, 'timeout' | 'concurrency'>,
  onTry?: (report: TryReport) => void,
): Promise<Connection | Stop> {
  return connect({
    io,
    timeout,
    concurrency,
    userAgent: `persona-sync/${VERSION}`,
    ...(onTry === undefined ? {} : { onTry }),
  });
}

/** Files → personas. Every file is judged, also when the run is narrowed. */
export async function loadProject(io: Io, options: ProjectOptions): Promise<Project | Stopped> {
  const loaded = await loadConfig({ cwd: projectFolder(io.cwd, options), configFlag: options.config });
  if (!loaded.ok) return { stop: loaded.stop, diagnostics: loaded.diagnostics };
  const config = options.folder === undefined ? loaded.config : { ...loaded.config, personas: options.folder };
  const found = await discover(config.personas, io.cwd, config.root);
  const parsed = await inTurn(found.files, parsePersonaFile);
  if (parsed.length === 0)
    return {
      stop: nothingFound(config),
      diagnostics: found.diagnostics.filter(({ code }) => code !== 'nothing_found'),
    };
  const resolved = await inTurn(parsed, (file) => judgeFile(file, config, io.cwd));
  const personas = resolved.flatMap(({ persona }) => (persona === null ? [] : [persona]));
  const diagnostics = orderDiagnostics([
    ...found.diagnostics,
    ...resolved.flatMap((one) => one.diagnostics),
    ...checkPersonas(personas, { keyInUse: keyInEnvironment(io.env) }),
  ]);
  const selected = selectFiles(parsed, options.selectors, config, io.cwd);
  if (selected instanceof Stop) return { stop: selected, diagnostics };
  const wanted = new Set(selected);
  const ready = hasErrors(diagnostics) ? [] : personas.filter((persona) => wanted.has(persona.key)).filter(hasId);
  return { config, files: parsed.length, selected, personas: ready, diagnostics };
}

/** The live side of each persona, as the service answers it. 401 and 403 stop the run. */
export async function readLive(
  personas: readonly DesiredPersona[],
  connection: Connection,
  io: Io,
  onProgress: (found: number) => void,
): Promise<readonly ReadPersona[] | Stop> {
  const ids = personas.map((persona) => persona.id);
  const answers = await readPersonas(connection.reader, ids, { interrupted: io.interrupted, onProgress });
  if (io.interrupted.aborted) return interruptedWhileReading();
  for (const answer of answers.values()) {
    if (!answer.ok && answer.failure.kind === 'unauthorized')
      return refusedKey(connection.baseUrl, answer.failure.message);
  }
  return personas.flatMap((desired) => {
    const answer = answers.get(desired.id);
    return answer === undefined ? [] : [{ desired, read: judgeAnswer(desired.id, answer) }];
  });
}

export interface PlanContext {
  readonly connection: Connection;
  readonly project: Project;
  readonly commit: string | null;
  /** Guards that the command line allows. */
  readonly allow: readonly GuardName[];
}

/** Compared and explained: the plan. Where no persona exists for the key, the run stops instead. */
export function makePlan(reads: readonly ReadPersona[], context: PlanContext, createdAt: Date): Plan | Stopped {
  const { connection, project, commit, allow } = context;
  const { baseUrl, key } = connection;
  if (isWrongAccount(reads)) {
    const diagnostic = explainWrongAccount(reads.length, baseUrl);
    return { stop: new Stop('wrong_account', diagnostic.summary, diagnostic.hint), diagnostics: [diagnostic] };
  }
  const diagnostics = [...project.diagnostics, ...explainReads(reads)];
  const { limits, accepted } = project.config;
  const guards = { rules: { limits, accepted }, allow };
  return buildPlan({ reads, files: project.files, baseUrl, createdAt, commit, diagnostics, keyInUse: key, ...guards });
}

/** The personas that were found, by key. */
export function seenPersonas(reads: readonly ReadPersona[]): ReadonlyMap<string, LivePersona> {
  return new Map(reads.flatMap(({ desired, read }) => (read.kind === 'found' ? [[desired.key, read.live]] : [])));
}

/** The commit the files are at; git is asked only where the CI's variables do not say. */
export async function findCommit(io: Io, folder: string): Promise<string | null> {
  return commitFromCi(io.env) ?? (await commitFromGit(folder));
}

/** Where the config is looked for: here, or beside a folder that lies elsewhere. */
function projectFolder(cwd: string, { folder, config }: ProjectOptions): string {
  return folder === undefined || config !== null || isInside(folder, cwd) ? cwd : dirname(folder);
}

/** One file through validate and resolve; persona null where it cannot be used. */
async function judgeFile(
  file: ParsedPersona,
  config: Config,
  cwd: string,
): Promise<{ persona: ResolvedPersona | null; diagnostics: readonly Diagnostic[] }> {
  if (file.value === null) return { persona: null, diagnostics: file.diagnostics };
  const readable: ParsedPersona & { value: JsonObject } = { ...file, value: file.value };
  const invalid = validatePersona(readable, config.allowed);
  const resolved = await resolvePersona(readable, { root: config.root, cwd });
  const diagnostics = [...file.diagnostics, ...invalid, ...resolved.diagnostics];
  return { persona: hasErrors(diagnostics) ? null : resolved.persona, diagnostics };
}

/** One after the other: parsing is what takes time, and ten thousand files open at once are too many. */
async function inTurn<In, Out>(items: readonly In[], work: (item: In) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

/** Keys of the selected files, in file order; all of them without selectors. */
function selectFiles(
  files: readonly ParsedPersona[],
  selectors: readonly string[],
  config: Config,
  cwd: string,
): readonly string[] | Stop {
  if (selectors.length === 0) return files.map((file) => file.key);
  const known = files.map(({ key, path, value }) => ({
    key,
    path,
    id: typeof value?.id === 'string' ? value.id : null,
  }));
  const chosen = selectPersonas(known, selectors, { cwd, personasFolder: config.personas });
  return chosen.ok ? chosen.selected.map((persona) => persona.key) : nothingMatches(chosen.unmatched);
}

function hasId(persona: ResolvedPersona): persona is ResolvedPersona & { readonly id: string } {
  return persona.id !== null;
}
