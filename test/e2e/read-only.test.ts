/** Who looks cannot touch: `plan`, `drift`, `status`, `show`, `history`, `snapshot` and `doctor` send nothing but GET, `validate` and `explain` send nothing, whatever their flags. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { runCli } from '../support/built-cli.ts';
import { closeWorlds, openWorld, personaFile, type World } from '../support/world.ts';

afterEach(closeWorlds);

type Flags = Readonly<Record<string, readonly string[]>>;

/** Every flag of the command, each with what follows it. A flag that `--help` lists and this table does not is a failure. */
const COMMON: Flags = {
  '--config': ['persona-sync.yaml'],
  '--env': ['test'],
  '--format': ['json'],
  '--no-color': [],
  '--quiet': [],
  '--verbose': [],
  '--help': [],
};
const REPORTS: Flags = { '--report': ['html=report.html'], '--summary': [] };
const SERVICE: Flags = { ...COMMON, '--concurrency': ['2'], '--timeout': ['10'] };
const SINCE: Flags = { '--changed-since': ['HEAD'] };
const MOVED: Flags = { ...SINCE, '--history': ['5'] };
const FLAGS = {
  validate: { ...COMMON, ...REPORTS, ...SINCE, '--shard': ['1/1'] },
  plan: {
    ...SERVICE,
    ...REPORTS,
    ...MOVED,
    '--live': ['live.json'],
    '--max-age': ['24'],
    '--allow': ['shrink,identity'],
    '--out': ['plan.json'],
    '--promote': [],
    '--no-promote': [],
    '--shard': ['1/1'],
    '--check-references': [],
    '--detailed-exitcode': [],
  },
  drift: { ...SERVICE, ...REPORTS, ...MOVED, '--plane': ['both'], '--unmanaged': [], '--shard': ['1/1'] },
  status: SERVICE,
  show: { ...SERVICE, '--plane': ['files'], '--field': ['name'], '--grep': ['A'] },
  history: { ...SERVICE, '--patch': [] },
  snapshot: { ...SERVICE, '--out': ['other.json'], '--all': [] },
  explain: COMMON,
  doctor: { ...COMMON, '--timeout': ['10'] },
} satisfies Record<string, Flags>;
type Looking = keyof typeof FLAGS;
const COMMANDS: readonly Looking[] = [
  'validate',
  'plan',
  'drift',
  'status',
  'show',
  'history',
  'snapshot',
  'explain',
  'doctor',
];

/** What the command cannot do without. */
const OPERANDS: Readonly<Partial<Record<Looking, readonly string[]>>> = {
  show: ['a'],
  history: ['a'],
  snapshot: ['--out', 'live.json'],
  explain: ['a'],
};
const begin = (command: Looking): readonly string[] => [command, ...(OPERANDS[command] ?? [])];

/** Commands without selectors, and those that ask nothing of the service. */
const WHOLE: readonly Looking[] = ['explain', 'doctor'];
const OFFLINE: readonly string[] = ['validate', 'explain'];

/** They need no request. */
const SILENT: readonly string[] = ['--help', '--live'];

/** They do not go with all others. */
const ALONE_ONLY: readonly string[] = [...SILENT, '--unmanaged'];

const FILES = {
  'persona-sync.yaml': 'personas: personas\nenvironments: { test: { api_key_env: BLAND_API_KEY } }\n',
  'personas/a.yaml': personaFile({ id: 'a', name: 'A', role: 'new', call_config: { voice: 'June' } }),
  'personas/b.yaml': personaFile({ id: 'b', name: 'B', role: null }),
};
const SEED = [
  { id: 'a', name: 'A', role: 'old', call_config: { voice: 'Karl' } },
  { id: 'b', name: 'B', role: 'old' },
];

/** How many requests it took to prepare a world. */
const prepared = new WeakMap<World, number>();

/** Files that no commit has yet, in a repository; with a snapshot of the live side, where one is asked for. */
async function openPrepared(words: readonly string[]): Promise<World> {
  const world = await openWorld({ files: FILES, seed: SEED });
  const author = ['-c', 'user.name=A', '-c', 'user.email=a@example.com'];
  await execa('git', ['init', '--quiet', world.folder]);
  await execa('git', [...author, 'commit', '--quiet', '--allow-empty', '-m', 'Begin'], { cwd: world.folder });
  if (words.includes('--live')) await world.runHere(['snapshot', '--out', 'live.json']);
  prepared.set(world, world.methods().length);
  return world;
}

/** The flags of a command, long form, as its `--help` lists them. */
async function flagsInHelp(command: string): Promise<string[]> {
  const { stdout } = await runCli([command, '--help'], { cwd: process.cwd() });
  const options = stdout.slice(stdout.indexOf('Options:'), stdout.indexOf('Examples:'));
  return [...options.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, flag = '']) => flag);
}

const wordsOf = (flags: Flags) => Object.entries(flags).flatMap(([flag, values]) => [flag, ...values]);
const without = (flags: Flags, names: readonly string[]): Flags =>
  Object.fromEntries(Object.entries(flags).filter(([flag]) => !names.includes(flag)));

const ALONE = COMMANDS.flatMap((command) =>
  Object.entries(FLAGS[command]).map(([flag, values]) => [...begin(command), flag, ...values]),
);
const TOGETHER = COMMANDS.flatMap((command) => [
  begin(command),
  [...begin(command), ...wordsOf(without(FLAGS[command], ALONE_ONLY))],
  ...(Object.hasOwn(OPERANDS, command) || WHOLE.includes(command)
    ? []
    : [[command, 'a', ...wordsOf(without(FLAGS[command], ALONE_ONLY))]]),
]);

/** Where the job summary goes, for `--summary`. */
const IN_A_JOB = { env: { GITHUB_STEP_SUMMARY: 'summary.md' } };

const titled = (lines: readonly (readonly string[])[]) => lines.map((words) => ({ line: words.join(' '), words }));

function expectOnlyReads(world: World, words: readonly string[]): void {
  const isSilent = OFFLINE.includes(words[0] ?? '') || SILENT.some((flag) => words.includes(flag));
  expect([...new Set(world.methods().slice(prepared.get(world)))]).toEqual(isSilent ? [] : ['GET']);
}

it.each(COMMANDS)('the table names every flag of %s', async (command) => {
  expect((await flagsInHelp(command)).sort()).toEqual(Object.keys(FLAGS[command]).sort());
});

it('on the same files, apply writes: there is something to hold back from', async () => {
  const world = await openWorld({ files: FILES, seed: SEED });
  expect(await world.run(['apply', '--auto-approve'])).toMatchObject({ exitCode: 0 });
  expect(world.methods().filter((method) => method === 'PATCH')).toHaveLength(2);
});

it.each(titled(ALONE))('$line', async ({ words }) => {
  const world = await openPrepared(words);
  expect((await world.runHere(words, IN_A_JOB)).stderr).not.toContain('error:');
  expectOnlyReads(world, words);
});

it.each(titled(TOGETHER))('$line, as it is shipped', async ({ words }) => {
  const world = await openPrepared(words);
  expect((await world.run(words, IN_A_JOB)).stderr).not.toContain('error:');
  expectOnlyReads(world, words);
});

describe('what only apply understands is refused before any request', () => {
  it.each(COMMANDS)('%s', async (command) => {
    const world = await openWorld({ files: FILES, seed: SEED });
    await world.runHere(['plan', '--out', 'plan.json']);
    const before = world.methods().length;
    const foreign = (await flagsInHelp('apply')).filter((flag) => !Object.hasOwn(FLAGS[command], flag));
    expect(foreign).toEqual(expect.arrayContaining(['--plan', '--auto-approve', '--yes']));
    for (const flag of foreign) {
      const words = [...begin(command), flag, ...(flag === '--plan' ? ['plan.json'] : [])];
      expect(await world.runHere(words)).toMatchObject({ exitCode: 1, stdout: '' });
    }
    expect(world.methods()).toHaveLength(before);
  });
});

describe('validate needs neither key nor service', () => {
  it.each([
    ['without a key', { BLAND_API_KEY: null }],
    ['with an address where nothing listens', { BLAND_BASE_URL: 'http://127.0.0.1:1' }],
    ['with an address that is none', { BLAND_BASE_URL: 'not an address' }],
    ['with neither', { BLAND_API_KEY: null, BLAND_BASE_URL: null }],
  ])('%s', async (_, env) => {
    const world = await openWorld({ files: FILES, seed: SEED });
    expect(await world.run(['validate'], { env })).toMatchObject({ exitCode: 0, stderr: '' });
    expect(world.methods()).toEqual([]);
  });
});
