/**
 * Which sources a `dist` was built from. The hash stands in the second line of `dist/cli.js`, so it can never belong to
 * another build, and nothing has to be kept beside the build.
 */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';

const PARTS = [
  'src',
  'schemas',
  'package.json',
  'package-lock.json',
  'scripts/build.mjs',
  'scripts/licences.mjs',
  'scripts/packs.mjs',
  'scripts/prepared-help.mjs',
  'scripts/validators.mjs',
];
const MARK = '// built from ';

/** SHA-256 over the paths and contents of everything that a build reads. */
export function hashSources(root) {
  const hash = createHash('sha256');
  for (const file of PARTS.flatMap((part) => filesBelow(root, part))) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** The line that `dist/cli.js` carries. */
export function markOf(hash) {
  return `${MARK}${hash}`;
}

/** The hash that the present `dist/cli.js` was built from, or null where there is none. */
export function builtFrom(root) {
  const head = Buffer.alloc(200);
  try {
    const file = openSync(join(root, 'dist', 'cli.js'), 'r');
    readSync(file, head, 0, head.length, 0);
    closeSync(file);
  } catch {
    return null;
  }
  const line = head.toString('utf8').split('\n')[1] || '';
  return line.startsWith(MARK) ? line.slice(MARK.length) : null;
}

/** Paths relative to the root, with `/`, in a fixed order; a README is no source. */
function filesBelow(root, part) {
  const path = join(root, part);
  if (!statSync(path).isDirectory()) return [part];
  return readdirSync(path)
    .filter((name) => !name.startsWith('.') && !name.endsWith('.md'))
    .sort()
    .flatMap((name) => filesBelow(root, `${part}/${name}`));
}
