/** Where the project lies in its repository: what a log is asked for. */
import { realpath } from 'node:fs/promises';
import { posix, relative, resolve, sep } from 'node:path';
import type { Config } from '../config/load.ts';
import type { Environment } from '../model/environment.ts';
import type { DesiredPersona } from '../model/persona.ts';
import { type ProjectPaths, usualFolder } from './layout.ts';

/** All relative to the repository's top, with `/`. What lies outside of it has no history here. */
export async function projectPaths(
  top: string,
  cwd: string,
  config: Pick<Config, 'file' | 'personas' | 'environment'>,
): Promise<ProjectPaths> {
  const file = config.file === null ? null : await pathBelow(top, resolve(cwd, config.file));
  const environment = config.environment?.name ?? null;
  return { config: file, personas: (await pathBelow(top, config.personas)) ?? '.', environment };
}

/** The files and folders that say what the personas say. */
export async function pathsToAsk(
  top: string,
  cwd: string,
  paths: ProjectPaths,
  { environment, personas }: { readonly environment: Environment | null; readonly personas: readonly DesiredPersona[] },
): Promise<string[]> {
  const prompts = await Promise.all(
    [...new Set(personas.flatMap(promptFilesOf))].map((file) => pathBelow(top, resolve(cwd, file))),
  );
  const bindings = environment === null ? null : await pathBelow(top, environment.file.path);
  const { personas: folder, config } = paths;
  const usual = config === null ? null : usualFolder(config);
  return [
    ...new Set([folder, usual, config, bindings, ...prompts.map(withNeighbours)].filter((path) => path !== null)),
  ];
}

/** The folder of a prompt file, since a neighbour may have been its former name; at the top the file alone. */
export function withNeighbours(path: string | null): string | null {
  if (path === null) return null;
  const folder = posix.dirname(path);
  return folder === '.' ? path : folder;
}

/** The first source of a change is the persona file; those behind it are prompt files. */
function promptFilesOf({ sources }: DesiredPersona): string[] {
  return [...sources.values()].flatMap((places) => places.slice(1).map((place) => place.file));
}

/** The config files that may stand in a folder, also where there is none now. */
export async function usualConfigs(top: string, root: string): Promise<string[]> {
  const folder = await pathBelow(top, root);
  return folder === null ? [] : ['persona-sync.yaml', 'persona-sync.yml'].map((name) => posix.join(folder, name));
}

/** Null for a path outside of the repository. Both are absolute. */
export async function pathBelow(top: string, path: string): Promise<string | null> {
  const way = relative(top, await realpath(path).catch(() => path));
  if (way === '..' || way.startsWith(`..${sep}`)) return null;
  return way === '' ? '.' : way.split(sep).join('/');
}
