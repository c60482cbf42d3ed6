import { isAbsolute, relative, sep } from 'node:path';

/** A path as messages and documents show it: relative to the working directory, with `/`. Both are absolute. */
export function displayPath(path: string, cwd: string): string {
  return relative(cwd, path).split(sep).join('/') || '.';
}

/** Whether a path lies in a folder or is the folder; both absolute, symlinks resolved. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
