/**
 * Which personas a branch touches: those whose own file, prompt files or values are not as they were where it left the
 * other branch, and all of them where the config changed. What cannot be resolved counts as touched.
 */
import { realpath } from 'node:fs/promises';
import { posix, relative, resolve } from 'node:path';
import type { Config } from '../config/load.ts';
import type { Stop } from '../errors.ts';
import { type ChangedFiles, changedSince } from '../git/changed.ts';
import { openObjects } from '../git/objects.ts';
import { findRepository, type Repository } from '../git/repository.ts';
import type { Io } from '../io.ts';
import { isPersonaPath } from '../load/discover.ts';
import { displayPath } from '../load/paths.ts';
import { type Diagnostic, diagnosticOf } from '../model/diagnostic.ts';
import type { Bindings, Environment } from '../model/environment.ts';
import type { KnownPersona } from '../model/persona.ts';
import { PastBase } from './base.ts';
import { explainNotComparable, explainNotFound } from './explain-touched.ts';
import type { ProjectPaths } from './layout.ts';
import { pathBelow, projectPaths, usualConfigs } from './paths.ts';

export interface TouchedOptions {
  readonly io: Pick<Io, 'cwd' | 'env'>;
  readonly config: Config;
  readonly ref: string;
  /** Every persona file. */
  readonly files: readonly { readonly key: string; readonly path: string }[];
  /** The files as each environment has them. */
  readonly judged: readonly JudgedFiles[];
}

interface JudgedFiles {
  readonly environment: Environment | null;
  readonly bindings: Bindings;
  /** Those in which nothing is wrong. */
  readonly personas: readonly KnownPersona[];
}

export interface Touched {
  readonly ref: string;
  /** The commit that is compared with. */
  readonly base: string;
  readonly keys: ReadonlySet<string>;
  /** Persona files that are gone, each named. */
  readonly diagnostics: readonly Diagnostic[];
}

export async function findTouched(options: TouchedOptions): Promise<Touched | Stop> {
  const { io, config, ref } = options;
  const repository = await findRepository({ folder: await realpath(config.personas), env: io.env });
  if ('why' in repository) return explainNotFound(ref, repository);
  const project = await projectPaths(repository.top, io.cwd, config);
  const sources = await sourcesOf(options, repository, project);
  const changes = await changedSince(ref, [...sources.all], repository, io.env);
  if ('why' in changes) return explainNotComparable(ref, changes, repository.shallow);
  const objects = openObjects({ folder: repository.top, env: io.env });
  try {
    const base = new PastBase(objects, project, changes.base);
    const keys = await touchedKeys(options, sources, changes, base);
    return {
      ref,
      base: changes.base,
      keys,
      diagnostics: await explainDeleted(options, { ...project, top: repository.top }, changes, base),
    };
  } finally {
    await objects.close();
  }
}

/** Where what the personas say comes from, relative to the repository's top. */
interface Sources {
  readonly all: ReadonlySet<string>;
  /** Config files, also one that is gone. */
  readonly configs: readonly string[];
  /** Of each persona, its own file and its prompt files. */
  readonly byKey: ReadonlyMap<string, ReadonlySet<string>>;
  /** By environment. */
  readonly bindings: ReadonlyMap<JudgedFiles, string>;
}

async function sourcesOf(options: TouchedOptions, { top }: Repository, project: ProjectPaths): Promise<Sources> {
  const { io, config, files, judged } = options;
  const known = new Map<string, readonly string[]>();
  const pathsOf = async (file: string): Promise<readonly string[]> => {
    const found = known.get(file) ?? (await bothPaths(top, resolve(io.cwd, file)));
    known.set(file, found);
    return found;
  };
  const byKey = new Map<string, Set<string>>();
  for (const { key, path } of files) byKey.set(key, new Set(await pathsOf(path)));
  for (const { key, promptFiles } of judged.flatMap(({ personas }) => personas))
    for (const { file } of promptFiles) for (const path of await pathsOf(file)) byKey.get(key)?.add(path);
  const bindings = new Map<JudgedFiles, string>();
  for (const one of judged) {
    const path = one.environment === null ? null : await pathBelow(top, one.environment.file.path);
    if (path !== null) bindings.set(one, path);
  }
  const configs = [...(project.config === null ? [] : [project.config]), ...(await usualConfigs(top, config.root))];
  const own = [...byKey.values()].flatMap((paths) => [...paths]);
  return { all: new Set([project.personas, ...configs, ...bindings.values(), ...own]), configs, byKey, bindings };
}

/** A path as it is written, and where its symbolic links lead. */
async function bothPaths(top: string, path: string): Promise<string[]> {
  const written = relative(top, path);
  const real = await pathBelow(top, path);
  return [...new Set([...(written.startsWith('..') ? [] : [written]), ...(real === null ? [] : [real])])];
}

async function touchedKeys(
  { files, judged }: TouchedOptions,
  { configs, byKey, bindings }: Sources,
  { changed, deleted }: ChangedFiles,
  base: PastBase,
): Promise<ReadonlySet<string>> {
  const everyKey = files.map(({ key }) => key);
  if (configs.some((path) => changed.has(path) || deleted.has(path))) return new Set(everyKey);
  const touched = new Set(everyKey.filter((key) => [...(byKey.get(key) ?? [])].some((path) => changed.has(path))));
  for (const one of judged) {
    const resolved = new Set(one.personas.map(({ key }) => key));
    for (const key of everyKey) if (!resolved.has(key)) touched.add(key);
    const path = bindings.get(one);
    if (path === undefined || !(changed.has(path) || deleted.has(path))) continue;
    const before = one.environment === null ? null : await base.bindings(one.environment.name);
    for (const key of before === null ? everyKey : keysThatMoved(before, one)) touched.add(key);
  }
  return touched;
}

/** Personas that use a value that changed, or that are bound to another id. */
function keysThatMoved(before: Bindings, { bindings, personas }: JudgedFiles): string[] {
  const names = new Set([...before.values.keys(), ...bindings.values.keys()]);
  const valueIn = ({ values }: Bindings, name: string): string =>
    JSON.stringify([values.get(name)?.value, values.get(name)?.text]);
  const moved = new Set([...names].filter((name) => valueIn(before, name) !== valueIn(bindings, name)));
  return personas
    .filter(
      ({ key, used }) =>
        used.some(({ name }) => moved.has(name)) || before.ids.get(key)?.id !== bindings.ids.get(key)?.id,
    )
    .map(({ key }) => key);
}

/** A persona that lives on in another file was renamed, not deleted. */
async function explainDeleted(
  { ref, judged, io }: TouchedOptions,
  { personas: folder, top }: ProjectPaths & Pick<Repository, 'top'>,
  { deleted }: ChangedFiles,
  base: PastBase,
): Promise<Diagnostic[]> {
  const ids = new Set(judged.flatMap(({ personas }) => personas.map(({ id }) => id)));
  const gone: Diagnostic[] = [];
  for (const path of deleted) {
    const below = posix.relative(folder, path);
    if (below.startsWith('..') || !isPersonaPath(below)) continue;
    const id = await base.idOf(path);
    if (id !== null && ids.has(id)) continue;
    const summary = `The file was deleted since ${ref}; the live persona${id === null ? '' : ` ${id}`} stays as it is.`;
    const hint = 'If it is not wanted any more, delete it in the dashboard.';
    gone.push(
      diagnosticOf(displayPath(resolve(top, path), io.cwd), {
        severity: 'warning',
        code: 'file_deleted',
        summary,
        hint,
        key: null,
      }),
    );
  }
  return gone;
}
