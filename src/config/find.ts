import { dirname, join, resolve } from 'node:path';
import { Stop } from '../errors.ts';
import { statOf } from '../load/look.ts';
import { displayPath } from '../load/paths.ts';
import { quoted } from '../model/diagnostic.ts';

const NAMES = ['persona-sync.yaml', 'persona-sync.yml'] as const;

/** The config file's absolute path, null where there is none, or why none can be chosen. `flag` is what `--config` names. */
export function findConfig(cwd: string, flag: string | null): string | null | Stop {
  if (flag !== null) return findNamed(resolve(cwd, flag), flag);
  for (const folder of upwards(cwd)) {
    const [first, second] = NAMES.map((name) => join(folder, name)).filter(isThere);
    if (second !== undefined) return twoFiles(folder, cwd);
    if (first !== undefined) return first;
  }
  return null;
}

/** Git's top, where a `.git` folder or file (a worktree has a file) stands; else the working directory. Starts no process. */
export function findRoot(cwd: string): string {
  return upwards(cwd).find((folder) => isThere(join(folder, '.git'))) ?? cwd;
}

function findNamed(path: string, flag: string): string | Stop {
  if (isThere(path)) return path;
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

function isThere(path: string): boolean {
  return statOf(path) !== null;
}
