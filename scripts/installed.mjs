/**
 * Whether `node_modules` is what `package-lock.json` says, for this platform. npm keeps a lock file of what it installed
 * in `node_modules/.package-lock.json`; comparing the two needs no stamp that could go stale. No dependencies here, and
 * syntax that an old node can still parse: this runs before anything is installed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** True when every package of the lock file that this platform needs is there in the locked version, and no other. */
export function matchesLockFile(root) {
  const locked = packagesOf(join(root, 'package-lock.json'));
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (locked === null || installed === null) return false;
  return (
    Object.entries(locked).every(([path, entry]) =>
      installed[path]
        ? installed[path].integrity === entry.integrity && existsSync(join(root, path, 'package.json'))
        : isForElsewhere(entry),
    ) && Object.keys(installed).every((path) => locked[path])
  );
}

/** The packages of a lock file by path, without the project itself; null when the file cannot be read. */
function packagesOf(file) {
  try {
    const { '': _project, ...packages } = JSON.parse(readFileSync(file, 'utf8')).packages;
    return packages;
  } catch {
    return null;
  }
}

/**
 * An optional package that npm leaves out here: made for another system, processor or C library, or (without such a
 * mark of its own) wanted only by one that is.
 */
function isForElsewhere({ optional, os, cpu, libc }) {
  if (!optional) return false;
  const isMarked = os !== undefined || cpu !== undefined;
  return !(isMarked && allows(os, process.platform) && allows(cpu, process.arch) && allows(libc, cLibrary()));
}

function allows(list, value) {
  if (list === undefined) return true;
  return !list.includes(`!${value}`) && (list.includes(value) || list.every((item) => item.startsWith('!')));
}

/** `glibc` or `musl` on Linux; undefined elsewhere. */
function cLibrary() {
  if (process.platform !== 'linux') return undefined;
  process.report.excludeNetwork = true;
  return process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl';
}
