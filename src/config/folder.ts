import { realpath } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { isInside } from '../load/paths.ts';
import { type Diagnostic, diagnosticAt, quoted } from '../model/diagnostic.ts';
import type { Places } from '../model/places.ts';

/** Whether the personas folder, absolute, lies below the root, also once its symlinks are resolved. `root` has them resolved. */
export async function isFolderBelow(path: string, root: string): Promise<boolean> {
  const real = await realpath(path).catch(() => path);
  return real !== root && isInside(real, root) && isInside(path, root);
}

/** The personas folder as the config names it, or leaves it to the default. */
export async function checkFolder(folder: string, root: string, places: Places): Promise<Diagnostic[]> {
  if (!isAbsolute(folder) && (await isFolderBelow(join(root, folder), root))) return [];
  const summary = `The personas folder ${quoted(folder)} is not a folder below the one of this file.`;
  const hint = 'Write a path relative to this file: personas: personas';
  return [diagnosticAt(places.value('/personas'), { code: 'wrong_value', summary, hint, key: null })];
}
