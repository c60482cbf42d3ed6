/**
 * The first half of the way of the data: files → personas, each step once.
 *
 *     discover → parse → look for keys → validate → resolve → check → select
 *
 * No network, no key. The other half, from personas to a plan, is pipeline.ts.
 */
import { dirname } from 'node:path';
import { keyInEnvironment } from './bland/key.ts';
import { type Config, loadConfig } from './config/load.ts';
import { Stop } from './errors.ts';
import type { Io } from './io.ts';
import { discover } from './load/discover.ts';
import { findKeysInYaml } from './load/key-shapes.ts';
import { type ParsedPersona, parsePersonaFile } from './load/parse.ts';
import { isInside } from './load/paths.ts';
import { type ResolveOptions, resolvePersona } from './load/resolve.ts';
import { selectPersonas } from './load/select.ts';
import { type Diagnostic, hasErrors, orderDiagnostics } from './model/diagnostic.ts';
import type { AllowedFields } from './model/fields.ts';
import type { JsonObject } from './model/json.ts';
import type { DesiredPersona, ResolvedPersona } from './model/persona.ts';
import { nothingFound, nothingMatches } from './stops.ts';
import { validatePersona } from './validate/persona.ts';
import { checkPersonas } from './validate/rules.ts';

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

/** Files → personas. Every file is judged, also when the run is narrowed. */
export async function loadProject(io: Io, options: ProjectOptions): Promise<Project | Stopped> {
  const keyInUse = keyInEnvironment(io.env);
  const loaded = await loadConfig({ cwd: projectFolder(io.cwd, options), configFlag: options.config, keyInUse });
  if (!loaded.ok) return { stop: loaded.stop, diagnostics: loaded.diagnostics };
  const config = options.folder === undefined ? loaded.config : { ...loaded.config, personas: options.folder };
  const found = await discover(config.personas, io.cwd, config.root, keyInUse);
  const parsed = await inTurn(found.files, (file) => parsePersonaFile(file, keyInUse));
  if (parsed.length === 0)
    return {
      stop: nothingFound(config),
      diagnostics: found.diagnostics.filter(({ code }) => code !== 'nothing_found'),
    };
  const resolved = await inTurn(parsed, (file) =>
    judgeFile(file, config.allowed, { root: config.root, cwd: io.cwd, keyInUse }),
  );
  const personas = resolved.flatMap(({ persona }) => (persona === null ? [] : [persona]));
  const diagnostics = orderDiagnostics([
    ...found.diagnostics,
    ...resolved.flatMap((one) => one.diagnostics),
    ...checkPersonas(personas),
  ]);
  const selected = selectFiles(parsed, options.selectors, config, io.cwd);
  if (selected instanceof Stop) return { stop: selected, diagnostics };
  const wanted = new Set(selected);
  const ready = hasErrors(diagnostics) ? [] : personas.filter((persona) => wanted.has(persona.key)).filter(hasId);
  return { config, files: parsed.length, selected, personas: ready, diagnostics };
}

/** Where the config is looked for: here, or beside a folder that lies elsewhere. */
function projectFolder(cwd: string, { folder, config }: ProjectOptions): string {
  return folder === undefined || config !== null || isInside(folder, cwd) ? cwd : dirname(folder);
}

/** One file through validate and resolve, unless a key stands in it; persona null where it cannot be used. */
async function judgeFile(
  file: ParsedPersona,
  allowed: AllowedFields,
  options: ResolveOptions,
): Promise<{ persona: ResolvedPersona | null; diagnostics: readonly Diagnostic[] }> {
  const keys = findKeysInYaml(file, file.key, options.keyInUse);
  if (keys.length > 0) return { persona: null, diagnostics: keys };
  if (file.value === null) return { persona: null, diagnostics: file.diagnostics };
  const readable: ParsedPersona & { value: JsonObject } = { ...file, value: file.value };
  const invalid = validatePersona(readable, allowed);
  const resolved = await resolvePersona(readable, options);
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
