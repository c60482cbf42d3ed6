/**
 * The way of the data, from files to a plan, each step once. `plan`, `apply` and `drift` all go it; there is no second
 * algorithm for a dry run.
 *
 *     load the project (project.ts) → read live → compare → ask git who moved → plan
 *
 * `apply` takes the plan from here to apply/execute.ts.
 */

import { chooseBaseUrl } from './bland/address.ts';
import type { TryReport } from './bland/client.ts';
import { type Connection, connect } from './bland/connect.ts';
import { connectOffline } from './bland/offline.ts';
import { readPersonas } from './bland/read.ts';
import { connectSnapshot } from './bland/snapshot.ts';
import type { Config } from './config/load.ts';
import { Stop } from './errors.ts';
import { commitFromCi, commitFromGit } from './git/commit.ts';
import type { Io } from './io.ts';
import { checkReferences } from './live/check-references.ts';
import { readProject } from './live/read-project.ts';
import { sharedOptions } from './model/command-line.ts';
import { type Diagnostic, diagnosticsOf, hasErrors } from './model/diagnostic.ts';
import type { Environment } from './model/environment.ts';
import type { GuardName } from './model/guard.ts';
import { USUAL_KEY } from './model/key-ring.ts';
import type { DesiredPersona, LivePersona } from './model/persona.ts';
import type { Plan } from './model/plan.ts';
import type { CheckedReference } from './model/reference.ts';
import type { Snapshot } from './model/snapshot.ts';
import { findOrigins } from './past/origins.ts';
import type { Touched } from './past/touched.ts';
import { buildPlan, type ComparedPersona, comparePersonas } from './plan/build.ts';
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
import { judgeAnswer } from './plan/judge.ts';
import type { PromoteMode } from './plan/promote.ts';
import { explainSnapshot, explainUnknownFields, knownPart, liveFromSnapshot } from './plan/snapshot.ts';
import { loadProject, type Project, type ProjectOptions, type Stopped } from './project.ts';
import { interruptedWhileReading, invalidFiles, refusedKey, refuseOtherAccount } from './stops.ts';
import { VERSION } from './version.ts';

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

export interface PlanOptions extends ProjectOptions {
  readonly concurrency: number;
  /** One try of one request, in milliseconds. */
  readonly timeout: number;
  /** Guards that the command line allows. */
  readonly allow: readonly GuardName[];
  /** Whether git may be asked for the commit, which costs a process. */
  readonly wantsCommit: boolean;
  /** Whether the plan promotes; `never` unless told. `as_configured`: as the environment has it. */
  readonly promote?: PromoteMode | 'as_configured';
  /** What is live, instead of the service. */
  readonly snapshot?: OpenedSnapshot;
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
  if (hasErrors(loaded.diagnostics)) return { stop: invalidFiles(loaded.diagnostics), diagnostics: loaded.diagnostics };
  const project = { ...loaded, diagnostics: diagnosticsOf(loaded.selected, loaded.diagnostics) };
  const connection = await openSource(io, options, project, watcher);
  if (connection instanceof Stop) return { stop: connection, diagnostics: project.diagnostics };
  const planned = await planConnected(io, options, withKnownParts(project, options.snapshot, io), connection, watcher);
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
  const { environment } = project.config;
  const where = environment === null ? '' : ` (${environment.name})`;
  if (project.personas.length > 0 && options.snapshot === undefined)
    watcher.onReading(connection.baseUrl + where, project.personas.length);
  const read = await readProject(project, connection, io, watcher.onRead);
  if (read instanceof Stop) return { stop: read, diagnostics: project.diagnostics };
  const onBegin = (total: number): void => watcher.onReferences?.(connection.baseUrl + where, total);
  const onAsk = options.checkReferences === true ? onBegin : null;
  const checked = await checkReferences(read.reads, project, connection, io, onAsk);
  if (checked instanceof Stop) return { stop: checked, diagnostics: project.diagnostics };
  const { reads, references } = checked;
  const commit = options.wantsCommit ? await findCommit(io, project.config.root) : null;
  const { config } = project;
  const ids = project.taken;
  const { allow, history: most } = options;
  const promote = promoteModeFor(options, config);
  const compared = comparePersonas(reads);
  const { personas, diagnostics } =
    most === null ? { personas: compared, diagnostics: [] } : await findOrigins(compared, { io, config, most });
  const advised = sharedOptions(options);
  const explained = [
    ...explainReads(personas, advised),
    ...explainStrays(read.strays, advised),
    ...explainReferences(personas, references ?? [], advised),
  ];
  const errors = explained.filter(({ severity }) => severity === 'error');
  const remarks = explained.filter(({ severity }) => severity === 'warning');
  const warnings = [...project.diagnostics, ...diagnostics, ...remarks];
  const context = { connection, project, commit, allow, promote, advised, account: read.account, references };
  const readAt = options.snapshot === undefined ? io.now() : new Date(options.snapshot.created_at);
  const plan = makePlan(personas, { ...context, diagnostics: [...warnings, ...errors] }, readAt);
  if ('stop' in plan) return plan;
  const { touched } = project;
  const prompts = project.personas.flatMap(({ promptFiles = [] }) => promptFiles.map(({ file }) => file));
  return { plan, connection, config, seen: seenPersonas(reads), touched, ids, prompts, warnings };
}

export type OpenedSnapshot = Snapshot & { readonly file: string };

/** The service, a snapshot of it, or nothing, where nothing is to be asked. */
async function openSource(
  io: Io,
  options: PlanOptions,
  { personas, config }: Project,
  { onTry }: Watcher,
): Promise<Connection | Stop> {
  const { environment } = config;
  if (options.snapshot !== undefined) {
    const { file, target, missing } = options.snapshot;
    const lives = options.snapshot.personas.map((persona) => liveFromSnapshot(persona, target));
    return connectSnapshot(io, environment, { file, target, lives, missing });
  }
  return personas.length === 0 ? connectNowhere(io, environment) : openConnection(io, options, environment, onTry);
}

/** What a snapshot does not keep cannot be compared, and is told. */
function withKnownParts(project: Project, snapshot: OpenedSnapshot | undefined, io: Io): Project {
  if (snapshot === undefined) return project;
  const byId = new Map(snapshot.personas.map((persona) => [persona.id, persona]));
  const known = project.personas.map((persona) => ({ persona, ...knownPart(persona, byId.get(persona.id ?? '')) }));
  const unknown = known.filter((one) => one.unknown.length > 0);
  const diagnostics = [
    ...project.diagnostics,
    explainSnapshot(snapshot, io.now()),
    ...unknown.map((one) => explainUnknownFields(one.persona, one.unknown)),
  ];
  return { ...project, personas: known.map(({ persona, desired }) => ({ ...persona, ...desired })), diagnostics };
}

/** Where a branch touches no persona nothing is asked, so that no key is needed. */
function connectNowhere(io: Io, environment: Environment | null): Connection | Stop {
  const baseUrl = chooseBaseUrl(io.env, environment);
  if (baseUrl instanceof Stop) return baseUrl;
  return connectOffline({ baseUrl, keyEnv: environment?.keyEnv ?? USUAL_KEY, keys: io.keys.all }, []);
}

function promoteModeFor({ promote = 'never' }: PlanOptions, { environment }: Config): PromoteMode {
  if (promote !== 'as_configured') return promote;
  return environment?.promote === 'after-apply' ? 'after_update' : 'never';
}

export function openConnection(
  io: Io,
  { timeout, concurrency }: Pick<PlanOptions, 'timeout' | 'concurrency'>,
  environment: Environment | null,
  onTry?: (report: TryReport) => void,
): Promise<Connection | Stop> {
  return connect({
    io,
    environment,
    timeout,
    concurrency,
    userAgent: `persona-sync/${VERSION}`,
    ...(onTry === undefined ? {} : { onTry }),
  });
}

export type BoundPersona = DesiredPersona & { readonly id: string };

/** The live side of each bound persona, as the service answers it. 401 and 403 stop the run. */
export async function readLive(
  personas: readonly BoundPersona[],
  connection: Connection,
  io: Io,
  onRead: Watcher['onRead'],
): Promise<readonly ReadPersona[] | Stop> {
  const ids = personas.map((persona) => persona.id);
  const keys = new Map(personas.map(({ id, key }) => [id, key]));
  const onProgress = (found: number, id: string | null): void => onRead(found, keys.get(id ?? '') ?? null);
  const answers = await readPersonas(connection.reader, ids, { interrupted: io.interrupted, onProgress });
  if (io.interrupted.aborted) return interruptedWhileReading();
  for (const answer of answers.values()) {
    if (!answer.ok && answer.failure.kind === 'unauthorized') return refusedKey(connection, answer.failure.message);
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
export async function findCommit(io: Io, folder: string): Promise<string | null> {
  return commitFromCi(io.env) ?? (await commitFromGit({ folder, env: io.env }));
}
