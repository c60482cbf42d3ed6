import { isAbsolute, join } from 'node:path';
import { findRealPath } from '../load/look.ts';
import { isInside } from '../load/paths.ts';
import { type Diagnostic, diagnosticAt, quoted } from '../model/diagnostic.ts';
import type { Places } from '../model/places.ts';

/** Whether the personas folder, absolute, lies below the root, also once its symlinks are resolved. `root` has them resolved. */
export function isFolderBelow(path: string, root: string): boolean {
  const real = findRealPath(path) ?? path;
  return real !== root && isInside(real, root) && isInside(path, root);
}

/** The personas folder as the config names it, or leaves it to the default. */
export function checkFolder(folder: string, root: string, places: Places): Diagnostic[] {
  if (!isAbsolute(folder) && isFolderBelow(join(root, folder), root)) return [];
  const summary = `The personas folder ${quoted(folder)} is not a folder below the one of this file.`;
  const hint = 'Write a path relative to this file: personas: personas';
  return [diagnosticAt(places.value('/personas'), { code: 'wrong_value', summary, hint, key: null })];
}
