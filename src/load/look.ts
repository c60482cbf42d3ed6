import { realpathSync, type Stats, statSync } from 'node:fs';

/**
 * Looks at paths, without waiting: a project takes a handful of looks before anything else can be done, and `node:fs` as
 * promises would be loaded for them alone.
 */

/** What stands there, symlinks followed; null where nothing can be seen. */
export function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

/** The path with its symlinks resolved. Throws where there is nothing. */
export const realPath = realpathSync.native;

/** The same, or null where there is nothing. */
export function findRealPath(path: string): string | null {
  try {
    return realPath(path);
  } catch {
    return null;
  }
}
