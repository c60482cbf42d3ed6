/**
 * Joins the chunks that esbuild cuts into few files. esbuild makes a chunk of whatever some commands share, more than a hundred
 * in all, and node needs about as long to find and open a file as to compile ten kilobytes. A pack holds what one
 * command loads, less what the packs before it hold. So it imports from earlier packs only, and no circle comes about.
 */
import { basename } from 'node:path';
import { build } from 'esbuild';

const ENTRY = 'cli.js';

/** In this order: the file's name, and the source whose chunk, with all that this imports, the pack holds. */
const PACKS = [
  { name: 'main', source: 'src/main.ts' },
  { name: 'files', source: 'src/commands/validate.ts' },
  { name: 'service', source: 'src/commands/plan.ts' },
  { name: 'writing', source: 'src/commands/apply.ts' },
];

/**
 * `chunks` (name → its text and its output in esbuild's metafile) → files (name → CommonJS text, and the sources in it). `mark`
 * stands in each name but `cli.js`, so that the files of two builds never meet. `cli.js` has its own copy of what it imports:
 * a file that starts the program must not be loaded by another. Throws where a pack's source begins no chunk.
 */
export async function packChunks(chunks, mark) {
  const fileOf = assign(chunks, mark);
  const files = new Map();
  for (const file of new Set(fileOf.values())) {
    const names =
      file === ENTRY ? reached(chunks, ENTRY) : [...fileOf.keys()].filter((name) => fileOf.get(name) === file);
    const inputs = names.flatMap((name) => Object.entries(chunks.get(name).output.inputs));
    const sources = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([source]) => source);
    files.set(file, { text: await join(names, file, chunks, fileOf), sources });
  }
  return files;
}

/** Chunk → file. */
function assign(chunks, mark) {
  const fileOf = new Map([[ENTRY, ENTRY]]);
  for (const { name, source } of PACKS) {
    const [first] = [...chunks].find(([, { output }]) => output.entryPoint === source) ?? [];
    if (first === undefined) throw new Error(`no chunk begins with ${source}, which scripts/packs.mjs names`);
    for (const chunk of reached(chunks, first)) if (!fileOf.has(chunk)) fileOf.set(chunk, `${name}-${mark}.js`);
  }
  for (const chunk of chunks.keys()) {
    if (!fileOf.has(chunk)) fileOf.set(chunk, chunk.replace(/\.js$/, `-${mark}.js`));
  }
  return fileOf;
}

/** The chunk and all that it imports, without what is loaded on demand. */
function reached(chunks, first) {
  const found = new Set([first]);
  for (const name of found) {
    const imports = chunks.get(name).output.imports.filter(({ kind }) => kind === 'import-statement');
    for (const { path } of imports) if (chunks.has(basename(path))) found.add(basename(path));
  }
  return [...found];
}

/** Without imports of esbuild's own helpers from which nothing is taken: it writes one in each chunk, and a file would be loaded for it. */
function withoutIdleImports(text, chunks) {
  return text.replace(/^import "\.\/([^"]+)";$/gm, (line, name) =>
    Object.keys(chunks.get(name).output.inputs).length === 0 ? '' : line,
  );
}

/** `node:crypto` takes five milliseconds to load, and is first needed while the service is waited for. */
function withLateCrypto(text) {
  const late = 'new Proxy({}, { get: (_, name) => require("node:crypto")[name] })';
  return text.replace(/^(var \w+ = )require\("node:crypto"\);$/gm, `$1${late};`);
}

/** The text of one file: its chunks in one scope. */
async function join(names, file, chunks, fileOf) {
  const places = [...chunks.keys()];
  /** What a chunk exports: the name in the chunk, and the one that no other chunk of its file has. */
  const namesOf = (chunk) =>
    chunks.get(chunk).output.exports.map((own) => ({ own, told: `${own}_${places.indexOf(chunk)}` }));
  const exportsOf = (chunk) => {
    const list = namesOf(chunk).map(({ own, told }) => `${own} as ${told}`);
    return `import './${chunk}';\nexport { ${list.join(', ')} } from './${chunk}';`;
  };
  const importsOf = (chunk) => {
    const list = namesOf(chunk).map(({ own, told }) => `${told} as ${own}`);
    return `export { ${list.join(', ')} } from './${fileOf.get(chunk)}';`;
  };
  /** Loads on demand as CommonJS does, and hands out the names that the chunk has. */
  const onDemand = (text) =>
    text.replace(/\bimport\("(\.\/|node:)([^"]+)"\)/g, (_, kind, name) => {
      if (kind === 'node:') return `Promise.resolve().then(() => require("node:${name}"))`;
      const list = namesOf(name).map(({ own, told }) => `${own}: file.${told}`);
      return `Promise.resolve().then(() => require("./${fileOf.get(name)}")).then((file) => ({ ${list.join(', ')} }))`;
    });
  const chunksOfPack = {
    name: 'chunks-of-pack',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\/[^/]+\.js$/ }, ({ path, kind, namespace }) => {
        const chunk = basename(path);
        if (namespace === 'elsewhere' || kind !== 'import-statement') return { path, external: true };
        return { path: chunk, namespace: names.includes(chunk) ? 'here' : 'elsewhere' };
      });
      onLoad({ filter: /^/, namespace: 'here' }, ({ path }) => ({
        contents: onDemand(withoutIdleImports(chunks.get(path).text, chunks)),
      }));
      onLoad({ filter: /^/, namespace: 'elsewhere' }, ({ path }) => ({ contents: importsOf(path) }));
    },
  };
  const { outputFiles } = await build({
    stdin: { contents: file === ENTRY ? `import './${ENTRY}';` : names.map(exportsOf).join('\n') },
    write: false,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    legalComments: 'none',
    banner: { js: '"use strict";' },
    plugins: [chunksOfPack],
  });
  return withLateCrypto(outputFiles[0].text);
}
