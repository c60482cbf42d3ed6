import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Stop } from '../errors.ts';
import { findKeysInYaml } from '../load/key-shapes.ts';
import { parseYaml } from '../load/parse-yaml.ts';
import { displayPath } from '../load/paths.ts';
import { readText } from '../load/read.ts';
import { explainReadProblem } from '../load/read-problem.ts';
import { type Diagnostic, hasErrors, orderDiagnostics, quoted } from '../model/diagnostic.ts';
import { type AllowedFields, NO_ALLOWED_FIELDS } from '../model/fields.ts';
import { type AcceptedRisk, DEFAULT_GUARD_LIMITS, type GuardLimits } from '../model/guard.ts';
import { isJsonObject, isStringList, type JsonObject, ownValue } from '../model/json.ts';
import type { Places } from '../model/places.ts';
import { validateConfig } from '../validate/config.ts';
import { readAllowedFields } from './allowed.ts';
import { findConfig, findRoot } from './find.ts';
import { checkFolder, isFolderBelow } from './folder.ts';
import { readAccepted, readGuardLimits } from './guards.ts';

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
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly stop: Stop; readonly diagnostics: readonly Diagnostic[] };

const DEFAULT_FOLDER = 'personas';

interface ConfigOptions {
  readonly cwd: string;
  readonly configFlag: string | null;
  /** The API key of this run, which counts as a secret wherever it stands. */
  readonly keyInUse?: string | null;
}

/** Reads the config file: the one that `--config` names, else the nearest upwards from the working directory, else none. */
export async function loadConfig(options: ConfigOptions): Promise<ConfigResult> {
  const found = await findConfig(options.cwd, options.configFlag);
  if (found instanceof Stop) return { ok: false, stop: found, diagnostics: [] };
  if (found === null) return configWithoutFile(options.cwd);
  return readConfig(found, options.cwd, options.keyInUse ?? null);
}

async function configWithoutFile(cwd: string): Promise<ConfigResult> {
  const root = await realpath(await findRoot(cwd));
  if (!(await isFolderBelow(join(await realpath(cwd), DEFAULT_FOLDER), root))) return refuseFolder();
  const config = {
    file: null,
    root,
    personas: join(cwd, DEFAULT_FOLDER),
    allowed: NO_ALLOWED_FIELDS,
    limits: DEFAULT_GUARD_LIMITS,
    accepted: [],
  };
  return { ok: true, config };
}

function refuseFolder(): ConfigResult {
  const summary = `The personas folder ${quoted(DEFAULT_FOLDER)} is a symbolic link out of the project.`;
  const hint = 'Put the folder itself in its place, or run the command in the project that holds it.';
  return { ok: false, stop: new Stop('config', summary, hint), diagnostics: [] };
}

async function readConfig(path: string, cwd: string, keyInUse: string | null): Promise<ConfigResult> {
  const file = displayPath(path, cwd);
  const read = await readText(path);
  if (!read.ok) return refuse(file, [explainReadProblem(read.problem, file, null, keyInUse)]);
  const { value, places, diagnostics } = parseYaml(read.text, file, null);
  const keys = findKeysInYaml({ file, value, places }, null, keyInUse);
  if (keys.length > 0) return refuse(file, keys);
  if (hasErrors(diagnostics)) return refuse(file, diagnostics);
  const settings = value ?? {};
  const problems = validateConfig(settings, places);
  if (hasErrors(problems) || !isJsonObject(settings)) return refuse(file, problems);
  return buildConfig({ path, file, settings, places });
}

interface ConfigFile {
  readonly path: string;
  readonly file: string;
  readonly settings: JsonObject;
  readonly places: Places;
}

async function buildConfig({ path, file, settings, places }: ConfigFile): Promise<ConfigResult> {
  const folder = ownValue(settings, 'personas');
  const names = ownValue(settings, 'allow_fields');
  const allowed = readAllowedFields(isStringList(names) ? names : [], places);
  const named = typeof folder === 'string' ? folder : DEFAULT_FOLDER;
  const personas = join(dirname(path), named);
  const root = await realpath(dirname(path));
  const outside = await checkFolder(named, root, places);
  const problems = orderDiagnostics([...allowed.diagnostics, ...outside]);
  if (problems.length > 0) return refuse(file, problems);
  const guards = { limits: readGuardLimits(settings), accepted: readAccepted(settings) };
  return { ok: true, config: { file, root, personas, allowed: allowed.fields, ...guards } };
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
