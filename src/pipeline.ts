/**
 * The way of the data, from files to a plan, each step once. `plan`, `apply` and `drift` all go it; there is no second
 * algorithm for a dry run.
 *
 *     load the project (project.ts) → read live → compare → ask git who moved → plan
 *
 * `apply` takes the plan from here to apply/execute.ts.
 */

import type { TryReport } from './bland/client.ts';
import type { Connection } from './bland/connect.ts';
import type { Config } from './config/load.ts';
import { Stop } from './errors.ts';
import { commitFromCi, commitFromGit } from './git/commit.ts';
import type { Io } from './io.ts';
import { checkReferences } from './live/check-references.ts';
import { type ProjectRead, readProject } from './live/read-project.ts';
import { openSource, type SourceOptions, withKnownParts } from './live/source.ts';
import { sharedOptions } from './model/command-line.ts';
import { type Diagnostic, diagnosticsOf, hasErrors } from './model/diagnostic.ts';
import type { GuardName } from './model/guard.ts';
import { breathe, inTurn } from './model/in-turn.ts';
import type { LivePersona } from './model/persona.ts';
import type { Plan } from './model/plan.ts';
import type { CheckedReference } from './model/reference.ts';
import { findOrigins } from './past/origins.ts';
import type { Touched } from './past/touched.ts';
import { buildPlan, type ComparedPersona, comparePersonas } from './plan/build.ts';
import { prepareDesired } from './plan/changes.ts';
import {
  boundReads,
  explainNothingBound,
  explainReads,
  explainWrongAccount,
  isWrongAccount,
  type ReadPersona,
} from './plan/explain-read.ts';
import { explainReferences } from './plan/explain-references.ts';
import { explainStrays } from './plan/explain-stray.ts';
import type { PromoteMode } from './plan/promote.ts';
import { explainUnknownNames } from './plan/snapshot.ts';
import { loadProject, type Project, type ProjectOptions, type Stopped } from './project.ts';
import { invalidFiles, refuseOtherAccount } from './stops.ts';

/** A plan, and what it was made from. The connection is the caller's to use and to close. */
export interface Planned {
  readonly plan: Plan;
  readonly connection: Connection;
  readonly config: Config;
  /** The live personas that were found, by key. */
  readonly seen: ReadonlyMap<string, LivePersona>;
  /** What the branch touches, where that was asked for. */
  readonly touched: Touched | null;
  /** The ids of all persona files, also when the run is narrowed. */
  readonly ids: ReadonlySet<string>;
  /** The prompt files of the selected personas, relative to the working directory. */
  readonly prompts: readonly string[];
  /** What is to be told beside the plan: the files' own diagnostics, and what git could not tell. Errors stop the run. */
  readonly warnings: readonly Diagnostic[];
}

export interface PlanOptions extends ProjectOptions, SourceOptions {
  /** Guards that the command line allows. */
  readonly allow: readonly GuardName[];
  /** Whether git may be asked for the commit, which costs a process. */
  readonly wantsCommit: boolean;
  /** Whether the plan promotes; `never` unless told. `as_configured`: as the environment has it. */
  readonly promote?: PromoteMode | 'as_configured';
  /** How many commits are looked at for who moved; null: git is not asked. */
  readonly history: number | null;
  /** Whether the account is asked for what the files refer to. */
  readonly checkReferences?: boolean;
}

/** Told what goes on, for progress. */
export interface Watcher {
  /** `place`: the address, and the environment where there is one. */
  onReading(place: string, total: number): void;
  /** `key`: the persona that was read last. */
  onRead(found: number, key: string | null): void;
  /** How many different things the files refer to. */
  onReferences?(place: string, total: number): void;
  onTry?(report: TryReport): void;
}

/** Files and live personas → the plan: the whole way. All files are judged before the first request. */
export async function planPersonas(io: Io, options: PlanOptions, watcher: Watcher): Promise<Planned | Stopped> {
  const loaded = await loadProject(io, options);
  if ('stop' in loaded) return loaded;
  if (hasErrors(loaded.diagnostics))
    return { stop: invalidFiles(loaded.diagnostics, options), diagnostics: loaded.diagnostics };
  const told = { ...loaded, diagnostics: diagnosticsOf(loaded.selected, loaded.diagnostics) };
  const project = withKnownParts(told, options.snapshot, io.now());
  const asked = { ...options, personas: project.personas.length };
  const connection = await openSource(io, asked, { ...project.config, flag: options.config }, watcher.onTry);
  if (connection instanceof Stop) return { stop: connection, diagnostics: told.diagnostics };
  const planned = await planConnected({ io, options, project, connection, watcher });
  if ('stop' in planned) connection.close();
  return planned;
}

/** What the steps share, once the files are judged and the service can be asked. */
interface Planning {
  readonly io: Io;
  readonly options: PlanOptions;
  readonly project: Project;
  readonly connection: Connection;
  readonly watcher: Watcher;
}

async function planConnected(planning: Planning): Promise<Planned | Stopped> {
  const { io, options, project, connection } = planning;
  // A process, and what can be made of the files alone: both while the service is waited for.
  const unwanted = new AbortController();
  const asked = options.wantsCommit ? findCommit(io, project.config.root, unwanted.signal) : null;
  const [read] = await Promise.all([readLive(planning), prepareFiles(planning)]);
  if (read instanceof Stop) {
    unwanted.abort();
    return { stop: read, diagnostics: project.diagnostics };
  }
  const commit = await asked;
  const { personas, unknown } = await askWhoMoved(planning, read);
  const { warnings, errors } = explain(planning, read, { personas, unknown });
  const { allow } = options;
  const promote = promoteModeFor(options, project.config);
  const { account, references } = read;
  const about = { commit, allow, promote, advised: sharedOptions(options), account, references };
  const readAt = options.snapshot === undefined ? io.now() : new Date(options.snapshot.created_at);
  const context = { connection, project, ...about, diagnostics: [...warnings, ...errors] };
  const plan = makePlan(personas, context, readAt);
  if ('stop' in plan) return plan;
  return { plan, connection, seen: seenPersonas(read.reads), warnings, ...factsOf(project) };
}

/** Begins once the first request is on its way. */
async function prepareFiles({ io, project }: Planning): Promise<void> {
  await breathe();
  await inTurn(project.personas, async (persona) => {
    if (!io.interrupted.aborted) prepareDesired(persona);
  });
}

interface LiveRead extends ProjectRead {
  readonly references: readonly CheckedReference[] | null;
}

/** The personas, by ids and names; then, where that is wanted, what they refer to. */
async function readLive({ io, options, project, connection, watcher }: Planning): Promise<LiveRead | Stop> {
  const { environment } = project.config;
  const place = `${connection.baseUrl}${environment === null ? '' : ` (${environment.name})`}`;
  if (project.personas.length > 0 && options.snapshot === undefined) watcher.onReading(place, project.personas.length);
  const read = await readProject(project, connection, io, watcher.onRead);
  if (read instanceof Stop) return read;
  const onAsk = options.checkReferences === true ? (total: number) => watcher.onReferences?.(place, total) : null;
  const checked = await checkReferences(read.reads, project, connection, io, onAsk);
  return checked instanceof Stop ? checked : { ...read, ...checked };
}

interface Moved {
  readonly personas: readonly ComparedPersona[];
  /** What git could not tell. */
  readonly unknown: readonly Diagnostic[];
}

async function askWhoMoved({ io, options, project }: Planning, { reads }: LiveRead): Promise<Moved> {
  const compared = comparePersonas(reads);
  if (options.history === null) return { personas: compared, unknown: [] };
  const judged = await findOrigins(compared, { io, config: project.config, most: options.history });
  return { personas: judged.personas, unknown: judged.diagnostics };
}

/** Everything that is to be told: warnings in the order of the steps, and why personas failed. */
function explain(
  { options, project }: Planning,
  { strays, references }: LiveRead,
  { personas, unknown }: Moved,
): { readonly warnings: readonly Diagnostic[]; readonly errors: readonly Diagnostic[] } {
  const advised = sharedOptions(options);
  const explained = [
    ...explainReads(personas, advised),
    ...explainUnknownNames(personas, options.snapshot, advised),
    ...explainStrays(strays, advised),
    ...explainReferences(personas, references ?? [], advised),
  ];
  const remarks = explained.filter(({ severity }) => severity === 'warning');
  return {
    warnings: [...project.diagnostics, ...unknown, ...remarks],
    errors: explained.filter(({ severity }) => severity === 'error'),
  };
}

/** What a command needs to know of the files beside the plan. */
function factsOf({
  config,
  touched,
  taken,
  personas,
}: Project): Pick<Planned, 'config' | 'touched' | 'ids' | 'prompts'> {
  const prompts = personas.flatMap(({ promptFiles = [] }) => promptFiles.map(({ file }) => file));
  return { config, touched, ids: taken, prompts };
}

function promoteModeFor({ promote = 'never' }: PlanOptions, { environment }: Config): PromoteMode {
  if (promote !== 'as_configured') return promote;
  return environment?.promote === 'after-apply' ? 'after_update' : 'never';
}

export interface PlanContext {
  readonly connection: Connection;
  readonly project: Project;
  readonly commit: string | null;
  /** Guards that the command line allows. */
  readonly allow: readonly GuardName[];
  readonly promote: PromoteMode;
  /** The files' own, and what the reads gave. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every persona of the account, where it was read. */
  readonly account: readonly LivePersona[] | null;
  /** What the files refer to, where that was asked. */
  readonly references: readonly CheckedReference[] | null;
  /** What every command needs that is advised. */
  readonly advised: readonly string[];
}

/** Compared and explained: the plan. Where no persona exists for the key, the run stops instead. */
export function makePlan(reads: readonly ComparedPersona[], context: PlanContext, createdAt: Date): Plan | Stopped {
  const { connection, project, commit, allow, promote, diagnostics, account, references, advised } = context;
  const { baseUrl, keys: keyInUse } = connection;
  const bound = new Set([...project.taken, ...project.strays.map(({ id }) => id)]);
  const diagnostic = isWrongAccount(reads)
    ? explainWrongAccount(boundReads(reads).length, connection)
    : explainNothingBound(reads, bound, account ?? [], connection);
  if (diagnostic !== null) {
    return { stop: new Stop('wrong_account', diagnostic.summary, diagnostic.hint), diagnostics: [diagnostic] };
  }
  const { limits, accepted, requireOrigin } = project.config;
  const environment = project.config.environment?.name ?? null;
  const pinned = project.config.environment?.account ?? null;
  const elsewhere = refuseOtherAccount(reads, pinned, connection);
  if (elsewhere !== null) return { stop: elsewhere, diagnostics: [] };
  const guards = { rules: { limits, accepted, requireOrigin }, allow };
  const about = { files: project.files, shard: project.shard, baseUrl, environment, createdAt, commit, promote };
  const seen = { account, pinned, references, advised };
  return buildPlan({ reads, ...about, ...seen, diagnostics, keyInUse, ...guards });
}

/** The personas that were found, by key. */
export function seenPersonas(reads: readonly ReadPersona[]): ReadonlyMap<string, LivePersona> {
  return new Map(reads.flatMap(({ desired, read }) => (read.kind === 'found' ? [[desired.key, read.live]] : [])));
}

/** The commit the files are at; git is asked only where the CI's variables do not say. */
export async function findCommit(io: Io, folder: string, unwanted?: AbortSignal): Promise<string | null> {
  const place = { folder, env: io.env, ...(unwanted === undefined ? {} : { unwanted }) };
  return commitFromCi(io.env) ?? (await commitFromGit(place));
}
