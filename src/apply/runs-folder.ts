/** `.persona-sync/` below the project root: the journals and the lock. Readable by its owner alone, and ignored by git. */
import { lstat, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isCode, messageOf, Stop } from '../errors.ts';

const FOLDER = '.persona-sync';

export function stateFolder(root: string): string {
  return path.join(root, FOLDER);
}

export function runsFolder(root: string): string {
  return path.join(root, FOLDER, 'runs');
}

/** Makes what is missing. A link in their place is refused: what is written below holds prompts and must stay here. */
export async function makeStateFolder(root: string): Promise<Stop | null> {
  try {
    for (const folder of [stateFolder(root), runsFolder(root)]) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      if (!(await lstat(folder)).isDirectory()) return refuse(root, `${folder} is a link`);
    }
    await ignoreItself(stateFolder(root));
    return null;
  } catch (thrown) {
    return refuse(root, messageOf(thrown));
  }
}

async function ignoreItself(folder: string): Promise<void> {
  try {
    await writeFile(path.join(folder, '.gitignore'), '*\n', { flag: 'wx', mode: 0o600 });
  } catch (thrown) {
    if (!isCode(thrown, 'EEXIST')) throw thrown;
  }
}

function refuse(root: string, why: string): Stop {
  return new Stop(
    'write_file',
    `The journal cannot be kept, so nothing was written: ${why}.`,
    `Make ${stateFolder(root)} a folder that you may write to.`,
  );
}
