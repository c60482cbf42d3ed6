/** Where the schemas are for an editor: in the package that the project itself has installed, else at the public address. */
import { basename, dirname, join } from 'node:path';
import { findRoot } from '../config/find.ts';
import type { Io } from '../io.ts';
import { displayPath, isInside } from '../load/paths.ts';
import { PUBLIC_SCHEMAS } from '../pull/schema-line.ts';

/**
 * As a file in `folder` names them; it is absolute. The package counts as the project's where it lies in the `node_modules` of
 * a folder above, inside the repository: a global one, or that of npx, is not where a colleague has it.
 */
export function schemasFor(folder: string, { cwd, packageFolder }: Pick<Io, 'cwd' | 'packageFolder'>): string {
  const modules = dirname(packageFolder);
  const owner = dirname(modules);
  const isInstalled = basename(packageFolder) === 'persona-sync' && basename(modules) === 'node_modules';
  if (!isInstalled || !isInside(folder, owner) || !isInside(owner, findRoot(cwd))) return PUBLIC_SCHEMAS;
  return displayPath(join(packageFolder, 'schemas'), folder);
}
