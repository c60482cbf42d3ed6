import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Stop } from '../errors.ts';
import { displayPath } from '../load/paths.ts';
import { quoted } from '../model/diagnostic.ts';

const NAMES = ['persona-sync.yaml', 'persona-sync.yml'] as const;

/** The config file's absolute path, null where there is none, or why none can be chosen. `flag` is what `--config` names. */
export async function findConfig(cwd: string, flag: string | null): Promise<string | null | Stop> {
  if (flag !== null) return findNamed(resolve(cwd, flag), flag);
  for (const folder of upwards(cwd)) {
    const found = await existing(NAMES.map((name) => join(folder, name)));
    const [first, second] = found;
    if (second !== undefined) return twoFiles(folder, cwd);
    if (first !== undefined) return first;
  }
  return null;
}

/** Git's top, where a `.git` folder or file (a worktree has a file) stands; else the working directory. Starts no process. */
export async function findRoot(cwd: string): Promise<string> {
  for (const folder of upwards(cwd)) {
    if ((await existing([join(folder, '.git')])).length > 0) return folder;
  }
  return cwd;
}

async function findNamed(path: string, flag: string): Promise<string | Stop> {
  if ((await existing([path])).length > 0) return path;
  const hint = 'Correct the path after --config; it is relative to the working directory.';
  return new Stop('config', `There is no file ${quoted(flag)}.`, hint);
}

function twoFiles(folder: string, cwd: string): Stop {
  const where = quoted(displayPath(folder, cwd));
  return new Stop(
    'config',
    `Both ${NAMES.join(' and ')} stand in the folder ${where}.`,
    `Keep ${NAMES[0]}, and delete ${NAMES[1]}.`,
  );
}

/** The folder and all above it, nearest first. */
function upwards(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...upwards(above)];
}

async function existing(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map((path) => stat(path).then(Boolean, () => false)));
  return paths.filter((_path, index) => found[index]);
}
