/**
 * Bundles `src/cli.ts` and every library it uses into `dist/`. The package has no runtime dependencies: what was tested
 * is what is installed, and it starts faster. Code behind a dynamic import is loaded on demand.
 * Only ES modules can be cut into chunks, but node loads CommonJS faster: packs.mjs makes CommonJS files of the chunks.
 *
 * Everything is made in memory first; then the chunks are written, then `cli.js`, and what is stale goes last. So a
 * build that fails changes nothing, and a `dist/cli.js` always finds its chunks.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { collectLicences } from './licences.mjs';
import { packChunks } from './packs.mjs';
import { preparedHelp } from './prepared-help.mjs';
import { hashSources, markOf } from './sources.mjs';
import { compiledSchemas } from './validators.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/**
 * Lets `await import('library')` in our code have the same names in the bundle as under node, where the tests run. Of a
 * CommonJS library the bundle would otherwise offer `default` alone.
 */
const namedExports = {
  name: 'named-exports',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind, importer, resolveDir }) =>
      kind === 'dynamic-import' && !isBuiltin(path) && !importer.includes('node_modules')
        ? { path, namespace: 'library', pluginData: resolveDir }
        : null,
    );
    onLoad({ filter: /^/, namespace: 'library' }, async ({ path, pluginData: resolveDir }) => {
      const names = Object.keys(await import(path)).filter((name) => /^[\w$]+$/.test(name));
      return { contents: `export { ${names.join(', ')} } from ${JSON.stringify(path)};`, resolveDir };
    });
  },
};

/** commander loads what starts processes, for commands that are programs of their own: none here is. */
const withoutProcesses = {
  name: 'without-processes',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
      importer.includes('commander') ? { path, namespace: 'absent' } : null,
    );
    onLoad({ filter: /^/, namespace: 'absent' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** Libraries with short names inside take a third less room. Our own code keeps its names, for stack traces in defect reports. */
const shortLibraries = {
  name: 'short-libraries',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules[\\/].*\.[cm]?js$/ }, async ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const { code } = await transform(text, { minify: true, target: 'node20', legalComments: 'none' });
      return { contents: code, loader: 'js', resolveDir: dirname(path) };
    });
  },
};

/** Name in `dist` → content, `cli.js` last. */
async function bundle() {
  const hash = hashSources(root);
  const define = { PERSONA_SYNC_VERSION: JSON.stringify(version) };
  const result = await build({
    absWorkingDir: root,
    entryPoints: ['src/cli.ts'],
    outdir: dist,
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    legalComments: 'none',
    alias: { yaml: join(root, 'node_modules/yaml/browser/dist/index.js') },
    plugins: [namedExports, compiledSchemas, preparedHelp(define), withoutProcesses, shortLibraries],
    define,
  });
  const chunks = new Map();
  for (const { path, text } of result.outputFiles) {
    const output = result.metafile.outputs[relative(root, path).replaceAll('\\', '/')];
    chunks.set(basename(path), { text: text.replace(/^#!.*\n/, ''), output });
  }
  const files = new Map();
  for (const [name, { text, sources }] of await packChunks(chunks, hash.slice(0, 8))) {
    // What a file is made of, for who reads it, and for the test of what is loaded.
    files.set(name, `${sources.map((source) => `// ${source}\n`).join('')}${text}`);
  }
  files.set('package.json', '{ "type": "commonjs" }\n');
  const entry = files.get('cli.js');
  files.delete('cli.js');
  files.set('THIRD-PARTY-LICENSES.txt', collectLicences(root, result.metafile));
  files.set('cli.js', `#!/usr/bin/env node\n${markOf(hash)}\n${entry}`);
  return files;
}

function write(files) {
  mkdirSync(dist, { recursive: true });
  for (const [name, content] of files) {
    const unfinished = join(dist, `.${name}.${process.pid}`);
    writeFileSync(unfinished, content, { mode: name === 'cli.js' ? 0o755 : 0o644 });
    renameSync(unfinished, join(dist, name));
  }
  for (const name of readdirSync(dist)) {
    if (!files.has(name)) rmSync(join(dist, name), { recursive: true, force: true });
  }
}

try {
  write(await bundle());
} catch (error) {
  // esbuild has already printed its own errors, with their places.
  if (!Array.isArray(error.errors)) console.error(`build failed: ${error.message}`);
  process.exitCode = 1;
}
