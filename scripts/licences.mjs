/** The licence texts that must travel with the bundled libraries. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LICENCE_FILE = /^(licen[cs]e|copying)(\.(md|txt))?$/i;

/**
 * The text of `THIRD-PARTY-LICENSES.txt`: one entry for each package that esbuild's metafile lists as bundled.
 * Throws when a bundled package has no licence file: what cannot be credited cannot be shipped.
 */
export function collectLicences(root, metafile) {
  const bundled = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  );
  const folders = new Set(bundled.filter((path) => path.includes('node_modules/')).map((path) => packageFolder(path)));
  const entries = [...folders].sort().map((folder) => describe(join(root, folder)));
  return `persona-sync contains these libraries, each under its own licence.\n\n${entries.join('\n')}`;
}

/** `node_modules/a/node_modules/@b/c/lib/x.js` → `node_modules/a/node_modules/@b/c`. */
function packageFolder(path) {
  const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
  if (folder === undefined) throw new Error(`cannot tell the package of ${path}`);
  return folder;
}

function describe(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => LICENCE_FILE.test(entry));
  if (file === undefined) throw new Error(`${name} ${version} is bundled but has no licence file in ${folder}`);
  const text = readFileSync(join(folder, file), 'utf8').trim().replaceAll('\r\n', '\n');
  return `${'='.repeat(80)}\n${name} ${version} (${license})\n${'='.repeat(80)}\n\n${text}\n`;
}
