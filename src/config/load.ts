import { dirname, join } from 'node:path';
import { Stop } from '../errors.ts';
import { findKeysInYaml } from '../load/key-shapes.ts';
import { realPath } from '../load/look.ts';
import { parseYaml } from '../load/parse-yaml.ts';
import { displayPath } from '../load/paths.ts';
import { readText } from '../load/read.ts';
import { explainReadProblem } from '../load/read-problem.ts';
import { type Diagnostic, hasErrors, orderDiagnostics, quoted } from '../model/diagnostic.ts';
import type { Environment } from '../model/environment.ts';
import { type AllowedFields, NO_ALLOWED_FIELDS } from '../model/fields.ts';
import { type AcceptedRisk, DEFAULT_GUARD_LIMITS, type GuardLimits } from '../model/guard.ts';
import { isJsonObject, isStringList, type JsonObject, ownValue } from '../model/json.ts';
import { KeyRing } from '../model/key-ring.ts';
import type { Places } from '../model/places.ts';
import { validateConfig } from '../validate/config.ts';
import { readAllowedFields } from './allowed.ts';
import { chooseEnvironment } from './choose.ts';
import { keyVariablesIn, readEnvironments } from './environments.ts';
import { findConfig, findRoot } from './find.ts';
import { checkFolder, isFolderBelow } from './folder.ts';
import { readAccepted, readGuardLimits, readRequireOrigin } from './guards.ts';

export interface Config {
  /** `persona-sync.yaml` relative to the working directory, with `/`; null without one. */
  readonly file: string | null;
  /** The project root, absolute, symlinks resolved: the folder of the config file; else git's top; else the working directory. */
  readonly root: string;
  /** The personas folder, absolute. */
  readonly personas: string;
  readonly allowed: AllowedFields;
  /** When a change is held until it is allowed. */
  readonly limits: GuardLimits;
  /** Held changes that were accepted in review. */
  readonly accepted: readonly AcceptedRisk[];
  /** Whether a live change that no commit explains is held. */
  readonly requireOrigin: boolean;
  /** All of them, in the order of the config. */
  readonly environments: readonly Environment[];
  /** The one that the run is for; null where there are none, and where none is wanted. */
  readonly environment: Environment | null;
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly stop: Stop; readonly diagnostics: readonly Diagnostic[] };

const DEFAULT_FOLDER = 'personas';

interface ConfigOptions {
  readonly cwd: string;
  readonly configFlag: string | null;
  /** The keys of this run, which count as secrets wherever they stand; it learns those that the config names. */
  readonly keys?: KeyRing;
}

/** Reads the config file: the one that `--config` names, else the nearest upwards from the working directory, else none. */
export async function loadConfig(options: ConfigOptions): Promise<ConfigResult> {
  const found = findConfig(options.cwd, options.configFlag);
  if (found instanceof Stop) return { ok: false, stop: found, diagnostics: [] };
  if (found === null) return configWithoutFile(options.cwd);
  return readConfig(found, options.cwd, options.keys ?? new KeyRing({}));
}

/** The same, for one environment: the one that `--env` names, else the only one. Its guards take the place of the general ones. */
export async function loadConfigFor(env: string | null, options: ConfigOptions): Promise<ConfigResult> {
  const loaded = await loadConfig(options);
  return loaded.ok ? enterEnvironment(loaded.config, env) : loaded;
}

export function enterEnvironment(config: Config, env: string | null): ConfigResult {
  const environment = chooseEnvironment(config.environments, env, config.file);
  if (environment instanceof Stop) return { ok: false, stop: environment, diagnostics: [] };
  return { ok: true, config: configIn(config, environment) };
}

export function configIn(config: Config, environment: Environment | null): Config {
  if (environment === null) return config;
  const { limits, requireOrigin } = environment;
  return { ...config, environment, limits, requireOrigin };
}

function configWithoutFile(cwd: string): ConfigResult {
  const root = realPath(findRoot(cwd));
  if (!isFolderBelow(join(realPath(cwd), DEFAULT_FOLDER), root)) return refuseFolder();
  const config = {
    file: null,
    root,
    personas: join(cwd, DEFAULT_FOLDER),
    allowed: NO_ALLOWED_FIELDS,
    limits: DEFAULT_GUARD_LIMITS,
    accepted: [],
    requireOrigin: false,
    environments: [],
    environment: null,
  };
  return { ok: true, config };
}

function refuseFolder(): ConfigResult {
  const summary = `The personas folder ${quoted(DEFAULT_FOLDER)} is a symbolic link out of the project.`;
  const hint = 'Put the folder itself in its place, or run the command in the project that holds it.';
  return { ok: false, stop: new Stop('config', summary, hint), diagnostics: [] };
}

async function readConfig(path: string, cwd: string, keys: KeyRing): Promise<ConfigResult> {
  const file = displayPath(path, cwd);
  const read = await readText(path);
  if (!read.ok) return refuse(file, [explainReadProblem(read.problem, file, null, keys.all)]);
  keys.learn(keyVariablesIn(read.text));
  const { value, places, diagnostics } = parseYaml(read.text, file, null);
  const shown = findKeysInYaml({ file, value, places }, null, keys.all);
  if (shown.length > 0) return refuse(file, shown);
  if (hasErrors(diagnostics)) return refuse(file, diagnostics);
  const settings = value ?? {};
  const problems = validateConfig(settings, places);
  if (hasErrors(problems) || !isJsonObject(settings)) return refuse(file, problems);
  return buildConfig({ path, cwd, file, settings, places });
}

interface ConfigFile {
  readonly path: string;
  readonly cwd: string;
  readonly file: string;
  readonly settings: JsonObject;
  readonly places: Places;
}

function buildConfig(config: ConfigFile): ConfigResult {
  const { path, file, settings, places } = config;
  const folder = ownValue(settings, 'personas');
  const names = ownValue(settings, 'allow_fields');
  const allowed = readAllowedFields(isStringList(names) ? names : [], places);
  const named = typeof folder === 'string' ? folder : DEFAULT_FOLDER;
  const personas = join(dirname(path), named);
  const root = realPath(dirname(path));
  const outside = checkFolder(named, root, places);
  const { environments, diagnostics } = readEnvironments(config);
  const problems = orderDiagnostics([...allowed.diagnostics, ...outside, ...diagnostics]);
  if (problems.length > 0) return refuse(file, problems);
  const guards = {
    limits: readGuardLimits(settings),
    accepted: readAccepted(settings),
    requireOrigin: readRequireOrigin(settings, false),
  };
  return {
    ok: true,
    config: { file, root, personas, allowed: allowed.fields, ...guards, environments, environment: null },
  };
}

function refuse(file: string, diagnostics: readonly Diagnostic[]): ConfigResult {
  const count = diagnostics.length === 1 ? 'a problem' : `${diagnostics.length} problems`;
  const stop = new Stop(
    'config',
    `The configuration ${quoted(file)} has ${count}.`,
    'Mend what is named, and run the command again.',
  );
  return { ok: false, stop, diagnostics };
}
