/** What a command does not use, it does not load: most of the start-up time is loading modules. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { BUILT_CLI, scrubbedEnv } from '../support/built-cli.ts';
import { closeWorlds, openWorld, personaFile } from '../support/world.ts';

afterEach(closeWorlds);

const HOOK = fileURLToPath(new URL('../support/loading-hook.cjs', import.meta.url));
const FILES = { 'personas/a.yaml': personaFile({ id: 'a', name: 'A' }) };
const SEED = [{ id: 'a', name: 'A' }];

interface Loaded {
  /** How many files of `dist`: each costs beside what is in it. */
  readonly files: number;
  /** The libraries whose code stands in the chunks; of ajv, its files. */
  readonly libraries: readonly string[];
  /** The folders and top files of `src`; what judges documents by itself, since its code is half as long as all the rest. */
  readonly units: readonly string[];
  /** Modules of node itself. */
  readonly node: readonly string[];
}

async function loadedBy(args: readonly string[]): Promise<Loaded> {
  const { folder, env } = await openWorld({ files: FILES, seed: SEED });
  const list = path.join(folder, 'loaded.txt');
  const options = { cwd: folder, env: scrubbedEnv({ ...env, LOADED: list }), extendEnv: false };
  await execa(process.execPath, ['--require', HOOK, BUILT_CLI, ...args], options);
  const modules = [...new Set((await readFile(list, 'utf8')).trim().split('\n'))];
  const chunks = modules.filter((name) => path.isAbsolute(name));
  const texts = await Promise.all(chunks.map((file) => readFile(file, 'utf8')));
  const sources = texts.flatMap((text) => [...text.matchAll(/^\/\/ (src|node_modules)\/(.+)$/gm)]);
  const filesOf = (from: string) => sources.flatMap(([, where, file = '']) => (where === from ? [file] : []));
  return {
    files: chunks.length,
    libraries: sorted(filesOf('node_modules').map((file) => (file.startsWith('ajv/') ? file : topOf(file)))),
    units: sorted(filesOf('src').map(topOf)),
    node: sorted(modules.filter((name) => name.startsWith('node:'))),
  };
}

function topOf(file: string): string {
  if (file === 'validate/documents.ts') return file;
  return file.split('/')[0] ?? '';
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

const ENTRY = {
  files: 1,
  libraries: [],
  units: ['cli.ts', 'errors.ts', 'version.ts'],
  node: ['node:fs', 'node:module', 'node:os', 'node:path'],
};
const HELP = { ...ENTRY, files: 2, units: sorted([...ENTRY.units, 'args']) };
const COMMAND_LINE = {
  files: 2,
  libraries: ['commander', 'fastest-levenshtein'],
  units: sorted([...ENTRY.units, 'args', 'exit-codes.ts', 'main.ts', 'model']),
  node: sorted([...ENTRY.node, 'node:events', 'node:process']),
};
const VALIDATE = {
  files: 3,
  // Of ajv only what counts characters: the validators were compiled by the build.
  libraries: sorted([...COMMAND_LINE.libraries, 'ajv/dist/runtime/ucs2length.js', 'picocolors', 'yaml']),
  units: sorted([
    ...COMMAND_LINE.units,
    ...['commands', 'config', 'desired', 'load', 'plan', 'project.ts', 'render', 'stops.ts', 'validate'],
  ]),
  node: sorted([...COMMAND_LINE.node, 'node:buffer', 'node:util']),
};

it.each([
  ['--version: the entry alone', ['--version'], ENTRY],
  ['--help: its text', ['--help'], HELP],
  ['the help of a command: no more', ['apply', '--help'], HELP],
  ['help behind other options: the command line', ['apply', '--quiet', '--help'], COMMAND_LINE],
  ['validate: what reads and judges files; no network, no git', ['validate'], VALIDATE],
])('%s', async (_, args, expected) => {
  expect(await loadedBy(args)).toEqual(expected);
});

it('plan loads no emulator, no git, no journal, and no validator of documents', async () => {
  const { files, libraries, units } = await loadedBy(['plan']);
  expect(files).toBe(4);
  expect(libraries).not.toContain('execa');
  expect(units).not.toContain('validate/documents.ts');
  expect(units).not.toEqual(expect.arrayContaining(['emulator']));
  expect(units).not.toEqual(expect.arrayContaining(['apply']));
});
