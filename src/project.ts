/**
 * The first half of the way of the data: files → personas, each step once.
 *
 *     discover → parse → look for keys → validate → resolve → identify → check → select
 *
 * No network, no key. The other half, from personas to a plan, is pipeline.ts.
 */
import { dirname } from 'node:path';
import { findConfig } from './config/find.ts';
import { type Config, configIn, enterEnvironment, loadConfig } from './config/load.ts';
import { explainStrayBindings } from './desired/explain-strays.ts';
import { type JudgedFiles, judgeFiles, type NonEmpty } from './desired/judge-files.ts';
import { knownPersona } from './desired/known-persona.ts';
import { mergeDiagnostics } from './desired/merge-diagnostics.ts';
import { Stop } from './errors.ts';
import type { Io } from './io.ts';
import { discover, type PersonaFile } from './load/discover.ts';
import { isInside } from './load/paths.ts';
import { type Selectable, selectPersonas } from './load/select.ts';
import { type Diagnostic, hasErrors, orderDiagnostics } from './model/diagnostic.ts';
import type { Bindings, StrayBinding } from './model/environment.ts';
import type { ResolvedPersona } from './model/persona.ts';
import type { KeysInUse } from './model/secrets.ts';
import { isInShard, type Shard, type ShardShare } from './model/shard.ts';
import type { Touched, TouchedOptions } from './past/touched.ts';
import { nothingFound, nothingMatches } from './stops.ts';

/** A run that ends before its result, with what was found until then. */
export interface Stopped {
  readonly stop: Stop;
  readonly diagnostics: readonly Diagnostic[];
}

/** All files judged, and those that the selectors name. */
export interface Project {
  readonly config: Config;
  /** What the environment's file says. */
  readonly bindings: Bindings;
  /** How many persona files there are in all. */
  readonly files: number;
  /** The files' keys that the selectors name, of the shard alone where there is one. */
  readonly selected: readonly string[];
  readonly shard: ShardShare | null;
  /** What the branch touches, where that was asked for: only these are selected. */
  readonly touched: Touched | null;
  /** The selected personas; empty when any file is invalid. */
  readonly personas: readonly ResolvedPersona[];
  /** The ids that any of the files is bound to. */
  readonly taken: ReadonlySet<string>;
  /** Bindings of personas whose file is gone. */
  readonly strays: readonly StrayBinding[];
  /** Every file as selectors know it, an invalid one too. */
  readonly known: readonly Selectable[];
  /** All bound personas whose own file is valid, whatever the others are: enough to look at them. */
  readonly sound: readonly SoundPersona[];
  /** Those, and the ones that are bound to nothing yet. */
  readonly valid: readonly ResolvedPersona[];
  readonly diagnostics: readonly Diagnostic[];
}

export type SoundPersona = ResolvedPersona & { readonly id: string };

export interface ProjectOptions {
  readonly config: string | null;
  /** The environment that `--env` names. */
  readonly env: string | null;
  readonly selectors: readonly string[];
  /** Narrows what is selected to a share of it, which may be nothing. */
  readonly shard?: Shard | null;
  /** A commit: only what is not as it was where HEAD left it. */
  readonly changedSince?: string | null;
  /** Absolute; instead of the config's personas folder. */
  readonly folder?: string;
  /** No persona file at all is no reason to stop. */
  readonly mayBeEmpty?: boolean;
}

/** Files → personas, for one environment. Every file is judged, also when the run is narrowed. */
export async function loadProject(io: Io, options: ProjectOptions): Promise<Project | Stopped> {
  const loaded = await loadProjectConfig(io, options);
  if (!loaded.ok) return loaded;
  const entered = enterEnvironment(loaded.config, options.env);
  if (!entered.ok) return entered;
  const { config } = entered;
  const found = findFiles(io, config, options);
  if ('stop' in found) return found;
  const judged = await judgeFiles(found.files, { ...judging(io), configs: [config], keep: (persona) => persona });
  const [resolved] = judged.environments;
  const own = orderDiagnostics([...found.diagnostics, ...judged.diagnostics, ...resolved.diagnostics]);
  const known = selectableFiles(judged);
  const named = await selectFiles(known, options, { config, cwd: io.cwd });
  if (named instanceof Stop) return { stop: named, diagnostics: own };
  const touched = await narrow(options, { io, config, files: judged.files, judged: judged.environments });
  if (touched instanceof Stop) return { stop: touched, diagnostics: own };
  const selected = named.filter((key) => touched?.keys.has(key) ?? true);
  const diagnostics = [...own, ...(touched?.diagnostics ?? [])];
  const wanted = new Set(selected);
  const sound = resolved.personas.filter(hasId);
  const personas = hasErrors(diagnostics) ? [] : resolved.personas.filter((persona) => wanted.has(persona.key));
  const { bindings, strays } = resolved;
  const taken = new Set(sound.map(({ id }) => id));
  const about = { config, bindings, taken, strays, files: judged.files.length };
  const narrowed = { selected, touched, shard: shareOf(known, options.shard) };
  return { ...about, ...narrowed, personas, known, sound, valid: resolved.personas, diagnostics };
}

/** What `validate` tells: the files judged for one environment, or for every one that there is. */
export interface JudgedProject extends Pick<Project, 'files' | 'selected' | 'touched' | 'shard' | 'diagnostics'> {
  /** The names of the environments that were checked. */
  readonly environments: readonly string[];
}

/** Without `env` every environment is checked, and each problem is told once. */
export async function judgeProject(io: Io, options: ProjectOptions): Promise<JudgedProject | Stopped> {
  const loaded = await loadProjectConfig(io, options);
  if (!loaded.ok) return loaded;
  const configs = configsToJudge(loaded.config, options.env);
  if ('stop' in configs) return configs;
  const found = findFiles(io, loaded.config, { ...options, mayBeEmpty: false });
  if ('stop' in found) return found;
  const judged = await judgeFiles(found.files, { ...judging(io), configs, keep: knownPersona });
  const told = judged.environments.map(({ environment, strays, diagnostics }) => ({
    environment,
    diagnostics: [...diagnostics, ...explainStrayBindings(strays)],
  }));
  const own = orderDiagnostics([...found.diagnostics, ...judged.diagnostics, ...mergeDiagnostics(told)]);
  const known = selectableFiles(judged);
  const named = await selectFiles(known, options, { config: loaded.config, cwd: io.cwd });
  if (named instanceof Stop) return { stop: named, diagnostics: own };
  const about = { io, config: loaded.config, files: judged.files, judged: judged.environments };
  const touched = await narrow(options, about);
  if (touched instanceof Stop) return { stop: touched, diagnostics: own };
  const selected = named.filter((key) => touched?.keys.has(key) ?? true);
  const diagnostics = [...own, ...(touched?.diagnostics ?? [])];
  const environments = told.flatMap(({ environment }) => environment?.name ?? []);
  const shard = shareOf(known, options.shard);
  return { environments, files: judged.files.length, selected, touched, shard, diagnostics };
}

/** Null where all are meant. */
async function narrow(
  { changedSince = null }: ProjectOptions,
  about: Omit<TouchedOptions, 'ref'>,
): Promise<Touched | Stop | null> {
  if (changedSince === null) return null;
  const { findTouched } = await import('./past/touched.ts');
  return findTouched({ ...about, ref: changedSince });
}

function configsToJudge(config: Config, env: string | null): NonEmpty<Config> | Stopped {
  const [first, second, ...others] = config.environments.map((environment) => configIn(config, environment));
  if (env === null && first !== undefined && second !== undefined) return [first, second, ...others];
  const entered = enterEnvironment(config, env);
  return entered.ok ? [entered.config] : entered;
}

async function loadProjectConfig(io: Io, options: ProjectOptions): ReturnType<typeof loadConfig> {
  const { folder, config: configFlag } = options;
  const loaded = await loadConfig({ cwd: projectFolder(io.cwd, options), configFlag, keys: io.keys });
  return loaded.ok && folder !== undefined ? { ok: true, config: { ...loaded.config, personas: folder } } : loaded;
}

/** Where the config is looked for: here, or beside a folder that lies elsewhere or has a nearer one, as the examples have. */
function projectFolder(cwd: string, { folder, config }: ProjectOptions): string {
  if (folder === undefined || config !== null || folder === cwd) return cwd;
  const beside = dirname(folder);
  if (!isInside(folder, cwd)) return beside;
  const own = findConfig(beside, null);
  return typeof own === 'string' && dirname(own) !== cwd && isInside(own, cwd) ? beside : cwd;
}

interface FoundFiles {
  readonly files: readonly PersonaFile[];
  readonly diagnostics: readonly Diagnostic[];
}

function findFiles(io: Io, config: Config, options: ProjectOptions): FoundFiles | Stopped {
  const found = discover(config.personas, io.cwd, config.root, io.keys.all);
  if (found.files.length > 0) return found;
  const diagnostics = found.diagnostics.filter(({ code }) => code !== 'nothing_found');
  return options.mayBeEmpty === true
    ? { files: [], diagnostics }
    : { stop: nothingFound(config, options), diagnostics };
}

function judging({ cwd, keys }: Io): { readonly cwd: string; readonly keyInUse: KeysInUse } {
  return { cwd, keyInUse: keys.all };
}

/** An id is known in each environment that binds it. */
function selectableFiles({ files, environments }: JudgedFiles<unknown>): Selectable[] {
  return files.map(({ key, path, id }) => ({
    key,
    path,
    ids: [id, ...environments.map(({ bindings }) => bindings.ids.get(key)?.id ?? null)].filter((one) => one !== null),
  }));
}

function shareOf(known: readonly Selectable[], shard: Shard | null = null): ShardShare | null {
  return shard === null ? null : { ...shard, files: known.filter(({ key }) => isInShard(key, shard)).length };
}

/** Keys of the selected files, in file order; all of them without selectors. */
async function selectFiles(
  known: readonly Selectable[],
  { selectors, shard = null }: Pick<ProjectOptions, 'selectors' | 'shard'>,
  { config, cwd }: { readonly config: Config; readonly cwd: string },
): Promise<readonly string[] | Stop> {
  const chosen = await selectPersonas(known, selectors, { cwd, personasFolder: config.personas });
  if (!chosen.ok) return nothingMatches(chosen.unmatched);
  return chosen.selected.map(({ key }) => key).filter((key) => shard === null || isInShard(key, shard));
}

function hasId(persona: ResolvedPersona): persona is SoundPersona {
  return persona.id !== null;
}
