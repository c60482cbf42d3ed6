/**
 * The house of src/README.md, held by its import lines. A unit is a folder of `src`, or a file at its top.
 *
 *     cli
 *      └ main
 *         └ args · commands
 *            └ pipeline · project · desired · live · bind · stops · past · apply · merge · pull · render · emulator
 *               └ config · load · validate · plan · bland · git · files
 *                  └ model
 *
 * An import leads to a lower line or stays in its folder. Leaves (io, errors, exit-codes, version) are everybody's. Beyond that:
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { type HouseRules, importsIn, libraryFiles, reachesIn, violations, withoutComments } from './imports.ts';

const RULES: HouseRules = {
  layers: [
    ['cli'],
    ['main'],
    ['args', 'commands'],
    ['pipeline', 'project', 'desired', 'live', 'bind', 'stops', 'past', 'apply', 'merge', 'pull', 'render', 'emulator'],
    ['config', 'load', 'validate', 'plan', 'bland', 'git', 'files'],
    ['model'],
  ],
  leaves: {
    errors: [],
    version: [],
    io: ['errors', 'model'],
    'exit-codes': ['errors', 'model'],
  },
  exceptions: {
    // Narrower: pure, so nothing but types and tables.
    render: ['model'],
    plan: ['model'],
    // Narrower: no config, no git, no other commands' work.
    // Sideways: it reads plans as strictly as apply does.
    merge: ['apply', 'load', 'plan', 'model'],
    apply: ['plan', 'bland', 'validate', 'load', 'model'],
    emulator: ['load', 'model'],
    // Narrower: builds and edits texts; it neither reads files nor asks the service.
    pull: ['load', 'validate', 'plan', 'model'],
    files: [],
    // Sideways: the config is a YAML file with a schema of its own.
    config: ['load', 'validate', 'model'],
    // Narrower: a command line is read, and nothing run.
    args: ['model'],
    // Sideways: the wording of what stops a run is a file beside it.
    pipeline: ['project', 'live', 'stops', 'past', 'config', 'plan', 'bland', 'git', 'model'],
    // Narrower: files of older commits, and no service.
    past: ['config', 'load', 'plan', 'git', 'model'],
    project: ['desired', 'past', 'stops', 'config', 'load', 'model'],
    live: ['stops', 'plan', 'bland', 'model'],
    // Sideways: an id is one field more to edit in its source text.
    bind: ['pull', 'load', 'files', 'model'],
    desired: ['config', 'load', 'validate', 'model'],
  },
};

const LONGEST_FILE = 300;

const SRC = fileURLToPath(new URL('../../../src', import.meta.url));
const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({
    file: file.split(path.sep).join('/'),
    text: readFileSync(path.join(SRC, file), 'utf8'),
  }));
const IMPORTS = FILES.flatMap(({ file, text }) => importsIn(file, text));

describe('the source', () => {
  it('imports downwards only', () => {
    expect(violations(IMPORTS, RULES)).toEqual([]);
  });

  it('has no unit that the rules do not know', () => {
    const known = [...RULES.layers.flat(), ...Object.keys(RULES.leaves)];
    const units = new Set(FILES.map(({ file }) => (file.split('/')[0] ?? '').replace(/\.ts$/, '')));
    expect([...units].filter((unit) => !known.includes(unit))).toEqual([]);
    expect(known.filter((unit) => !units.has(unit))).toEqual([]);
  });

  it('imports each library in one file only', () => {
    const shared = [...libraryFiles(IMPORTS)].filter(([, files]) => files.size > 1);
    expect(shared.map(([library, files]) => `${library}: ${[...files].join(', ')}`)).toEqual([]);
    expect([...libraryFiles(IMPORTS).keys()]).toEqual(
      expect.arrayContaining(['yaml', 'commander', 'execa', 'p-limit']),
    );
  });

  it('reaches for process, console and fetch in cli.ts alone', () => {
    const reaching = FILES.filter(({ text }) => reachesIn(text).length > 0);
    expect(reaching.map(({ file, text }) => [file, new Set(reachesIn(text))])).toEqual([
      ['cli.ts', new Set(['process'])],
    ]);
  });

  it(`has no file of more than ${LONGEST_FILE} lines`, () => {
    const long = FILES.filter(({ text }) => text.split('\n').length > LONGEST_FILE + 1);
    expect(long.map(({ file }) => file)).toEqual([]);
  });

  it('is read whole: nothing that looks like an import is missed', () => {
    const looks = /^import\b|(?<!^)\bimport\(|^export\s+(?:type\s+)?[*{][^'";]*\bfrom\b/gm;
    const count = FILES.flatMap(({ text }) => [...withoutComments(text).matchAll(looks)]).length;
    expect(IMPORTS).toHaveLength(count);
    expect(count).toBeGreaterThan(300);
  });
});

describe('the rules find', () => {
  it.each([
    ['a pure folder that reads files', 'plan/build.ts', "import { parse } from '../load/parse.ts';"],
    ['the same for its types alone', 'render/plan.ts', "import type { Plan } from '../plan/build.ts';"],
    ['a way upwards', 'model/plan.ts', "import { render } from '../render/plan.ts';"],
    ['a way up to the top', 'bland/http.ts', "import { main } from '../main.ts';"],
    ['a sibling', 'git/commit.ts', "import { loadConfig } from '../config/load.ts';"],
    ['a command that another part uses', 'apply/execute.ts', "import { runPlan } from '../commands/plan.ts';"],
    ['a dynamic import', 'load/read.ts', "const { get } = await import('../bland/http.ts');"],
    ['the type of a dynamic import', 'load/read.ts', "let http: import('../bland/http.ts').Http;"],
    ['an import over several lines', 'validate/rules.ts', "import {\n  one,\n  two,\n} from '../plan/build.ts';"],
    ['what is passed on', 'model/json.ts', "export * from '../plan/canonical.ts';"],
    ['an import for its effect', 'model/json.ts', "import '../plan/canonical.ts';"],
    ['a leaf that leans on something', 'errors.ts', "import type { Plan } from './model/plan.ts';"],
    ['a folder inside a folder that leaves it', 'validate/rules/ids.ts', "import { read } from '../../load/read.ts';"],
    ['a file at the top beside it', 'stops.ts', "import { planPersonas } from './pipeline.ts';"],
  ])('%s', (_, file, text) => {
    expect(violations(importsIn(file, text), RULES)).toHaveLength(1);
  });

  it.each([
    ['lower', 'commands/plan.ts', "import { planText } from '../render/plan.ts';"],
    ['in the same folder', 'validate/rules/ids.ts', "import { label } from '../label.ts';"],
    ['to a leaf', 'model/places.ts', "import { messageOf } from '../errors.ts';"],
    ['sideways by exception', 'config/load.ts', "import { parseYaml } from '../load/parse-yaml.ts';"],
    ['only told of', 'model/plan.ts', "/** import { x } from '../plan/build.ts'; */\n// see import('../main.ts')"],
  ])('nothing in an import that leads %s', (_, file, text) => {
    expect(violations(importsIn(file, text), RULES)).toEqual([]);
  });

  it('a library that two files import, one for its types', () => {
    const two = [
      ...importsIn('load/a.ts', "import { parse } from 'yaml';"),
      ...importsIn('load/b.ts', "import type { Node } from 'yaml/types';"),
    ];
    expect(libraryFiles(two)).toEqual(new Map([['yaml', new Set(['load/a.ts', 'load/b.ts'])]]));
  });

  it.each([
    ['process.env.HOME', ['process']],
    ["console.log('x')", ['console']],
    ['await fetch(url)', ['fetch']],
    ['globalThis.fetch(url)', ['globalThis']],
    ["import { env } from 'node:process';", ['node:process']],
    ['// process.exit(1) would lose output', []],
    ["/** Reads no `process.env`. */ const text = 'process.env';", []],
    ['io.process.run(); prefetch(); const process2 = 1;', []],
  ])('%s reaches for %j', (text, found) => {
    expect(reachesIn(text)).toEqual(found);
  });
});
