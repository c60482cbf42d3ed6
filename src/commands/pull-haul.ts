/** What pull reads: files, what else lies in their folder, and what is live; and what it makes of them. */
import { lstat, readdir, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Stop } from '../errors.ts';
import type { Io } from '../io.ts';
import { displayPath } from '../load/paths.ts';
import { readText } from '../load/read.ts';
import type { PullCommand } from '../model/command.ts';
import { commandFor, sharedOptions } from '../model/command-line.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { liveAccount, liveName, plainName } from '../model/persona.ts';
import type { Target } from '../model/plan.ts';
import type { Pulled, SkippedPersona } from '../model/pull.ts';
import { explainReads } from '../plan/explain-read.ts';
import type { Project, Stopped } from '../project.ts';
import { type Found, pullPersonas } from '../pull/pull-personas.ts';
import { fieldLabel } from '../render/words.ts';
import { lookAround, type Sight, type Surroundings } from './look-around.ts';
import type { Printer } from './printer.ts';
import { bindingWrites } from './pull-bindings.ts';
import { refuseFields } from './pull-fields.ts';
import { schemasFor } from './schema-place.ts';

export interface Haul {
  readonly pulled: Pulled;
  readonly target: Target;
  /** The project root, absolute. */
  readonly root: string;
  /** Where a pull that was killed may have left drafts; absolute. */
  readonly folders: readonly string[];
  /** Files whose persona could not be pulled. */
  readonly failed: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly createdAt: Date;
}

export async function haulPersonas(io: Io, printer: Printer, command: PullCommand): Promise<Haul | Stopped> {
  const around = await lookAround(io, printer, { ...command, everybody: command.all, edits: true });
  if ('stop' in around) return around;
  around.connection.close();
  const { project, sights } = around;
  const unread = explainReads(sights.flatMap(({ desired, read }) => (desired === null ? [] : [{ desired, read }])));
  const diagnostics = [...project.diagnostics, ...unread];
  const stop =
    refuseReads(sights, command) ?? refuseFields(command.fields, project.config.allowed) ?? refuseAccount(around);
  if (stop !== null) return { stop, diagnostics };
  const waiting = unboundFiles(project);
  const pulled = await pullFound(around, command, io, waiting);
  const undecided = refuseUndecided(pulled, command);
  if (undecided !== null) return { stop: undecided, diagnostics };
  const bound = await bindingWrites(pulled, around, io.cwd, command.all);
  if (bound instanceof Stop) return { stop: bound, diagnostics };
  return {
    pulled: {
      ...pulled,
      writes: [...pulled.writes, ...bound.filter(({ before, after }) => before !== after)],
      skipped: [...skippedAmong(sights, command, waiting), ...pulled.skipped],
    },
    target: { ...around.target, account: sharedAccount(sights) },
    root: project.config.root,
    folders: foldersOf(project, io.cwd),
    failed: unread.length,
    diagnostics,
    createdAt: io.now(),
  };
}

function foldersOf({ config, known, valid }: Project, cwd: string): string[] {
  const { personas, file, environment } = config;
  const prompts = valid.flatMap(({ promptFiles }) => promptFiles.map((prompt) => prompt.file));
  const others = [...prompts, ...(file === null ? [] : [file])].map((one) => resolve(cwd, one));
  const ids = environment === null ? [] : [environment.file.path];
  return [personas, ...[...known.map(({ key }) => join(personas, key)), ...others, ...ids].map(dirname)];
}

/** One that could not be read may have been edited: nothing is written on a guess. */
function refuseReads(sights: readonly Sight[], command: PullCommand): Stop | null {
  if (!sights.some(({ read }) => read.kind === 'unreadable')) return null;
  const again = commandFor('pull', command.selectors, [...(command.all ? ['--all'] : []), ...sharedOptions(command)]);
  return new Stop(
    'incomplete',
    'Some personas could not be read, so nothing was written.',
    `When the service answers: ${again}`,
  );
}

/** An environment that names its account takes from no other. */
function refuseAccount({ project, sights, connection }: Surroundings): Stop | null {
  const environment = project.config.environment;
  const wanted = environment?.account ?? null;
  const other = sights
    .map(({ live }) => (live === null ? null : liveAccount(live)))
    .find((one) => one !== null && one !== wanted);
  if (environment === null || wanted === null || other === undefined) return null;
  return new Stop(
    'wrong_account',
    `The personas at ${connection.baseUrl} belong to account ${other}, but the environment ${environment.name} is for account ${wanted}.`,
    `Set ${connection.keyEnv} to a key of that account, or correct \`account\` in ${project.config.file ?? 'persona-sync.yaml'}.`,
  );
}

function sharedAccount(sights: readonly Sight[]): string | null {
  const accounts = new Set(sights.flatMap(({ live }) => (live === null ? [] : [liveAccount(live)])));
  const [account = null] = accounts;
  return accounts.size === 1 ? account : null;
}

/** Name → key of files that are bound to nothing: a live persona of that name gets no second file. */
function unboundFiles({ personas }: Project): ReadonlyMap<string, string> {
  return new Map(personas.flatMap(({ id, name, key }) => (id === null ? [[plainName(name), key]] : [])));
}

async function pullFound(
  { project, sights, connection }: Surroundings,
  command: PullCommand,
  io: Io,
  waiting: ReadonlyMap<string, string>,
): Promise<Pulled> {
  const { config, bindings, valid, known } = project;
  const found = sights.flatMap(({ desired, read }): Found[] =>
    read.kind !== 'found' || (desired === null && waiting.has(plainName(liveName(read.live))))
      ? []
      : [{ desired, live: read.live }],
  );
  const paths = await pathsBelow(config.personas, io.cwd);
  const realPaths = await realPathsOf(valid, io.cwd);
  return pullPersonas(found, {
    from: command.from ?? 'draft',
    fields: command.fields,
    inline: command.inline,
    allowed: config.allowed,
    keyInUse: connection.keys,
    withIds: config.environments.length <= 1 && bindings.ids.size === 0,
    folder: displayPath(config.personas, io.cwd),
    schemas: schemasFor(config.personas, io),
    keys: known.map(({ key }) => key),
    paths,
    unused: await unusedPrompts(paths, new Set(realPaths.values()), io.cwd),
    files: valid,
    realPaths,
  });
}

/** All that lies below the folder, relative to the working directory; nothing where there is no folder yet. */
async function pathsBelow(folder: string, cwd: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return names.map((name) => displayPath(join(folder, name), cwd));
}

/** Prompt files, named as pull names them, that no persona file names. `used`: real paths of those that one does. */
async function unusedPrompts(
  paths: readonly string[],
  used: ReadonlySet<string>,
  cwd: string,
): Promise<Map<string, string>> {
  const found = paths.filter((path) => /_prompt\.md$/.test(path));
  const read = await Promise.all(
    found.map(async (path) => {
      const own = await lstat(resolve(cwd, path)).catch(() => null);
      const real = await realpath(resolve(cwd, path)).catch(() => path);
      const isUnused = own?.isFile() === true && !used.has(real);
      const text = isUnused ? await readText(resolve(cwd, path)) : null;
      return text?.ok === true ? [[path, text.text] as const] : [];
    }),
  );
  return new Map(read.flat());
}

async function realPathsOf(valid: Project['valid'], cwd: string): Promise<ReadonlyMap<string, string>> {
  const files = new Set(valid.flatMap(({ promptFiles }) => promptFiles.map(({ file }) => file)));
  const real = await Promise.all([...files].map((file) => realpath(resolve(cwd, file)).catch(() => file)));
  return new Map([...files].map((file, at) => [file, real[at] ?? file]));
}

function skippedAmong(
  sights: readonly Sight[],
  command: PullCommand,
  waiting: ReadonlyMap<string, string>,
): SkippedPersona[] {
  return sights.flatMap(({ desired, id, read, live }): SkippedPersona[] => {
    if (desired !== null || live === null) return [];
    const name = liveName(live);
    if (read.kind === 'twin' || read.kind === 'deleted') return [{ id, name, reason: read.kind, detail: null }];
    if (read.kind === 'archived') return [{ id, name, reason: 'no_version', detail: null }];
    const key = waiting.get(plainName(name));
    const bind = key === undefined ? null : commandFor('bind', [key, id], sharedOptions(command));
    return bind === null ? [] : [{ id, name, reason: 'unbound', detail: bind }];
  });
}

/** Half-finished work in the dashboard must not become the truth unseen. */
function refuseUndecided({ personas }: Pulled, command: PullCommand): Stop | null {
  const waiting = personas.filter((persona) => persona.not_on_air.length > 0);
  if (!command.all || command.from !== null || waiting.length === 0) return null;
  const names = waiting.map(
    ({ key, name, not_on_air: paths }) => `${key} "${name}": ${paths.map(fieldLabel).join(', ')}`,
  );
  const all = (from: string): string => commandFor('pull', [], ['--all', '--from', from, ...sharedOptions(command)]);
  const ways = [`Choose the drafts: ${all('draft')}`, `or what callers hear: ${all('production')}`];
  const what = waiting.length === 1 ? 'The draft of 1 persona is' : `The drafts of ${waiting.length} personas are`;
  return new Stop('undecided', `${what} not what callers hear.`, [...names, ...ways].join('\n'));
}
