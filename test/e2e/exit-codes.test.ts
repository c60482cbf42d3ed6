/**
 * The exit code of every command in every situation, the same in both formats, and the one JSON document on stdout,
 * also on failure; each code of each command once more from the built program.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { StopCode } from '../../src/errors.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { CliResult } from '../support/built-cli.ts';
import { runMain } from '../support/run-main.ts';
import { startCli } from '../support/running-cli.ts';
import { closeWorlds, documentIn, openWorld, personaFile, type World, type WorldOptions } from '../support/world.ts';

afterEach(closeWorlds);

interface Situation {
  readonly is: string;
  /** The words without `--format`. */
  readonly line: string;
  readonly exit: number;
  /** `error.code` of the document; absent where the run came to its result. */
  readonly error?: StopCode;
  readonly world?: WorldOptions;
  readonly env?: Readonly<Record<string, string | null>>;
  readonly before?: (world: World) => Promise<unknown> | unknown;
  /** The document has its list filled although it has an error. */
  readonly isTold?: boolean;
  /** Not run as it is shipped, where waiting takes its time. */
  readonly waits?: boolean;
}

const ann = { id: 'ann', name: 'Ann', role: 'Front desk', call_config: { voice: 'June' } };
const bob = { id: 'bob', name: 'Bob', role: 'Sales' };
const FILES = { 'personas/ann.yaml': personaFile(ann), 'personas/bob.yaml': personaFile(bob) };

const EQUAL: WorldOptions = { files: FILES, seed: [ann, bob] };
const DIFFERS: WorldOptions = { files: FILES, seed: [ann, { ...bob, role: 'Old' }] };
const BOTH_DIFFER: WorldOptions = {
  files: FILES,
  seed: [
    { ...ann, role: 'Old' },
    { ...bob, role: 'Old' },
  ],
};
const ONE_MISSING: WorldOptions = { files: FILES, seed: [{ ...ann, role: 'Old' }] };
const ONE_DELETED: WorldOptions = { files: FILES, seed: [ann, { ...bob, deleted_at: '2026-01-01T00:00:00.000Z' }] };
const ONE_TWIN: WorldOptions = { files: FILES, seed: [ann, { ...bob, tags: ['v2-agent:7'] }] };
const NONE_THERE: WorldOptions = { files: FILES };
const WARNING: WorldOptions = {
  files: { 'personas/ann.yaml': personaFile({ ...ann, call_config: {} }) },
  seed: [ann],
};
const INVALID: WorldOptions = { ...EQUAL, files: { ...FILES, 'personas/bad.yaml': 'name: Bad\nroel: x\n' } };
const EMPTY: WorldOptions = { files: { 'personas/README.md': 'nothing yet' } };
const BAD_CONFIG: WorldOptions = { ...EQUAL, files: { ...FILES, 'persona-sync.yaml': 'persona: x\n' } };
const NOWHERE = { BLAND_BASE_URL: 'http://127.0.0.1:1' };
const WRONG_KEY = { BLAND_API_KEY: 'not-the-key' };
const NO_KEY = { BLAND_API_KEY: null };

const onEveryPatch = (status: number) => (world: World) =>
  world.emulator.addFault({ kind: 'status', status, method: 'PATCH', times: Number.POSITIVE_INFINITY });

/** What stops each of the commands in the same way. */
function stopsOf(command: string, network: boolean): Situation[] {
  const files: Situation[] = [
    { is: 'no personas', line: command, exit: 1, error: 'no_personas', world: EMPTY },
    { is: 'an unknown flag', line: `${command} --frob`, exit: 1, error: 'usage', world: EQUAL },
    { is: 'a selector that matches nothing', line: `${command} nobody`, exit: 1, error: 'no_match', world: EQUAL },
    { is: 'an invalid config', line: command, exit: 1, error: 'config', world: BAD_CONFIG },
    { is: 'a config that is not there', line: `${command} --config x.yaml`, exit: 1, error: 'config', world: EQUAL },
  ];
  if (!network) return files;
  return [
    ...files,
    { is: 'invalid files', line: command, exit: 3, error: 'invalid_files', world: INVALID },
    { is: 'no key', line: command, exit: 1, error: 'no_key', world: EQUAL, env: NO_KEY },
    { is: 'a wrong key', line: command, exit: 1, error: 'unauthorized', world: EQUAL, env: WRONG_KEY },
    {
      is: 'an address that is none',
      line: command,
      exit: 1,
      error: 'bad_address',
      world: EQUAL,
      env: { BLAND_BASE_URL: 'x' },
    },
    { is: 'every persona missing', line: command, exit: 1, error: 'wrong_account', world: NONE_THERE },
  ];
}

const VALIDATE: readonly Situation[] = [
  { is: 'valid files', line: 'validate', exit: 0, world: EQUAL },
  { is: 'a warning', line: 'validate', exit: 0, world: WARNING },
  { is: 'invalid files', line: 'validate', exit: 3, world: INVALID },
  { is: 'invalid files elsewhere than selected', line: 'validate ann', exit: 3, world: INVALID },
  ...stopsOf('validate', false),
];

const PLAN: readonly Situation[] = [
  { is: 'no differences', line: 'plan --detailed-exitcode', exit: 0, world: EQUAL },
  { is: 'differences', line: 'plan', exit: 0, world: DIFFERS },
  { is: 'differences', line: 'plan --detailed-exitcode', exit: 2, world: DIFFERS },
  { is: 'one persona missing', line: 'plan --detailed-exitcode', exit: 4, world: ONE_MISSING },
  { is: 'one persona deleted', line: 'plan', exit: 4, world: ONE_DELETED },
  { is: 'one persona a twin', line: 'plan', exit: 4, world: ONE_TWIN },
  { is: 'the service not there', line: 'plan', exit: 1, world: DIFFERS, env: NOWHERE, waits: true },
  { is: 'a place that cannot be written', line: 'plan --out personas', exit: 1, error: 'write_file', world: DIFFERS },
  ...stopsOf('plan', true),
];

const DRIFT: readonly Situation[] = [
  { is: 'no differences', line: 'drift', exit: 0, world: EQUAL },
  { is: 'differences', line: 'drift', exit: 2, world: DIFFERS },
  { is: 'one persona missing', line: 'drift', exit: 2, world: ONE_MISSING },
  { is: 'one persona deleted', line: 'drift', exit: 2, world: ONE_DELETED },
  { is: 'one persona a twin', line: 'drift', exit: 4, world: ONE_TWIN },
  { is: 'the service not there', line: 'drift', exit: 1, world: DIFFERS, env: NOWHERE, waits: true },
  ...stopsOf('drift', true),
];

const SAVED = { ...BOTH_DIFFER, files: { ...FILES, 'broken.json': '{', 'other.json': '{"format_version": "1"}' } };
const savePlan = (world: World) => world.runHere(['plan', '--out', 'plan.json']);

const APPLY: readonly Situation[] = [
  { is: 'no differences', line: 'apply --auto-approve', exit: 0, world: EQUAL },
  { is: 'differences', line: 'apply --auto-approve', exit: 0, world: BOTH_DIFFER },
  { is: 'differences, approved in short', line: 'apply -y', exit: 0, world: BOTH_DIFFER },
  { is: 'nobody to ask', line: 'apply', exit: 1, error: 'approval', world: BOTH_DIFFER },
  { is: 'nobody to ask, and nothing to do', line: 'apply', exit: 1, error: 'approval', world: EQUAL },
  { is: 'one persona missing', line: 'apply -y', exit: 4, world: ONE_MISSING },
  { is: 'one persona a twin', line: 'apply -y', exit: 4, world: ONE_TWIN },
  { is: 'a write refused', line: 'apply -y', exit: 4, world: DIFFERS, before: onEveryPatch(422) },
  { is: 'a write that does not stay', line: 'apply -y', exit: 4, world: { ...DIFFERS, variants: { drop: ['role'] } } },
  {
    is: 'the key refused at the first write',
    line: 'apply -y',
    exit: 4,
    error: 'unauthorized',
    world: DIFFERS,
    before: onEveryPatch(401),
    isTold: true,
  },
  {
    is: 'the service not there',
    line: 'apply -y',
    exit: 1,
    error: 'incomplete',
    world: DIFFERS,
    env: NOWHERE,
    waits: true,
  },
  ...stopsOf('apply -y', true),
  { is: 'a saved plan', line: 'apply --plan plan.json', exit: 0, world: SAVED, before: savePlan },
  {
    is: 'a saved plan of which one persona moved',
    line: 'apply --plan plan.json',
    exit: 4,
    world: SAVED,
    before: async (world) => {
      await savePlan(world);
      world.emulator.store.edit('ann', { role: 'Edited' });
    },
  },
  {
    is: 'a saved plan of another account',
    line: 'apply --plan plan.json',
    exit: 1,
    error: 'wrong_account',
    isTold: true,
    world: SAVED,
    before: async (world) => {
      await savePlan(world);
      for (const id of ['ann', 'bob']) world.emulator.store.edit(id, { root: { user_id: 'someone-else' } });
    },
  },
  {
    is: 'a saved plan and no key',
    line: 'apply --plan plan.json',
    exit: 1,
    error: 'no_key',
    world: SAVED,
    env: NO_KEY,
    before: savePlan,
  },
  {
    is: 'a saved plan and a wrong key',
    line: 'apply --plan plan.json',
    exit: 1,
    error: 'unauthorized',
    world: SAVED,
    env: WRONG_KEY,
    before: savePlan,
    isTold: true,
  },
  {
    is: 'a saved plan that is not there',
    line: 'apply --plan nowhere.json',
    exit: 1,
    error: 'plan_file',
    world: SAVED,
  },
  { is: 'a saved plan that is no JSON', line: 'apply --plan broken.json', exit: 1, error: 'plan_file', world: SAVED },
  { is: 'a saved plan that is no plan', line: 'apply --plan other.json', exit: 1, error: 'plan_file', world: SAVED },
  {
    is: 'a saved plan and a selector',
    line: 'apply ann --plan plan.json',
    exit: 1,
    error: 'usage',
    world: SAVED,
    before: savePlan,
  },
  {
    is: 'a saved plan without --plan',
    line: 'apply plan.json',
    exit: 1,
    error: 'usage',
    world: SAVED,
    before: savePlan,
  },
];

const NO_COMMAND: readonly Situation[] = [
  { is: 'a command that does not exist', line: 'plna', exit: 1, error: 'usage' },
  { is: 'a command of other tools', line: 'push', exit: 1, error: 'usage' },
  { is: 'a flag before any command', line: '--frob', exit: 1, error: 'usage' },
  { is: 'the emulator, which has no formats', line: 'emulator', exit: 1, error: 'usage' },
];

const LISTS: Readonly<Record<string, string>> = { plan: 'personas', drift: 'personas', apply: 'outcomes' };

/** What every document has, and what this one must. */
function expectDocument(document: JsonObject, { line, error, isTold = false }: Situation): void {
  const command = line.split(' ')[0] ?? '';
  const isCommand = ['validate', 'plan', 'apply', 'drift', 'emulator'].includes(command);
  expect(document).toMatchObject({
    format_version: '1',
    command: isCommand ? command : null,
    diagnostics: expect.any(Array),
  });
  const list = LISTS[command];
  if (error === undefined) {
    expect(document).not.toHaveProperty('error');
    if (list !== undefined) expect(document[list]).toEqual([expect.anything(), expect.anything()]);
    else expect(document).toHaveProperty('summary');
    return;
  }
  expect(document.error).toEqual({
    code: error,
    message: expect.stringMatching(/\S/),
    hint: expect.stringMatching(/\S/),
  });
  if (list !== undefined) expect(document[list]).toEqual(isTold ? [expect.anything(), expect.anything()] : []);
}

/** A fresh world for one run of the situation. */
async function prepare({ world: options = {}, env, before }: Situation) {
  const world = await openWorld(options);
  await before?.(world);
  return { world, options: env === undefined ? {} : { env } };
}

async function runBoth(situation: Situation): Promise<{ text: CliResult; json: CliResult }> {
  const words = situation.line.split(' ');
  // The emulator knows no --format, so without it there is no text to compare with.
  const asText = words[0] === 'emulator' ? ['emulator', '--frob'] : words;
  const [first, second] = [await prepare(situation), await prepare(situation)];
  return {
    text: await first.world.runHere(asText, first.options),
    json: await second.world.runHere([...words, '--format', 'json'], second.options),
  };
}

/** Those that come first with their command and exit code. */
function firstOfEach(situations: readonly Situation[]): Situation[] {
  const quick = situations.filter(({ waits }) => !waits);
  return quick.filter(({ exit }, at) => quick.findIndex((other) => other.exit === exit) === at);
}

const titled = (situations: readonly Situation[]) =>
  situations.map((situation) => ({ title: `${situation.exit}: ${situation.line} with ${situation.is}`, situation }));

describe.each([
  ['validate', VALIDATE],
  ['plan', PLAN],
  ['drift', DRIFT],
  ['apply', APPLY],
  ['no command', NO_COMMAND],
] as const)('%s', (_, situations) => {
  it.each(titled(situations))('$title', async ({ situation }) => {
    const { text, json } = await runBoth(situation);
    expect({ text: text.exitCode, json: json.exitCode }).toEqual({ text: situation.exit, json: situation.exit });
    expectDocument(documentIn(json), situation);
    if (situation.error !== undefined) expect(text.stderr).toContain('error: ');
  });

  it.each(titled(firstOfEach(situations)))('$title, as it is shipped', async ({ situation }) => {
    const { world, options } = await prepare(situation);
    const result = await world.run([...situation.line.split(' '), '--format', 'json'], options);
    expect(result.exitCode).toBe(situation.exit);
    expectDocument(documentIn(result), situation);
    expect(result.stdout.endsWith('}\n')).toBe(true);
  });
});

it('1: apply on a terminal, declined', async () => {
  const world = await openWorld(DIFFERS);
  const declined = await runMain(['apply'], { cwd: world.folder, env: world.env, answers: ['no'] });
  expect(declined.exit).toBe(1);
  expect(declined.stderr).toContain('error: Declined; nothing was written.');
  expect(world.methods()).not.toContain('PATCH');
});

it.each([
  ['--help', 0, 'stdout'],
  ['--version', 0, 'stdout'],
  ['plan --help', 0, 'stdout'],
  ['', 1, 'stderr'],
  ['emulator --frob', 1, 'stderr'],
  ['emulator --port 70000', 1, 'stderr'],
  ['emulator --seed nowhere', 1, 'stderr'],
  ['emulator --seed empty', 1, 'stderr'],
] as const)('persona-sync %s: %i, told on %s alone', async (line, exit, stream) => {
  const world = await openWorld({});
  await mkdir(path.join(world.folder, 'empty'));
  const result = await world.run(line.split(' ').filter((word) => word !== ''));
  expect(result.exitCode).toBe(exit);
  expect(result[stream]).toMatch(/\S/);
  expect(result[stream === 'stdout' ? 'stderr' : 'stdout']).toBe('');
});

it('1: an emulator on a port that is taken', async () => {
  const world = await openWorld({});
  const { port } = new URL(world.emulator.url);
  const { exitCode, stdout, stderr } = await world.run(['emulator', '--port', port]);
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toContain(`error: Port ${port} cannot be had`);
});

describe('a reader of stdout that goes away', () => {
  /** Enough text to fill any pipe. */
  const LONG = 'All work and no play makes a dull agent. '.repeat(10_000);
  const big = { id: 'ann', name: 'Ann', personality_prompt: LONG };

  /** Runs the built program and closes its stdout after the first line, or before any. */
  async function runUnread(world: World, args: readonly string[], readsFirst: boolean): Promise<CliResult> {
    const cli = startCli(world, args);
    if (readsFirst) await cli.firstLine;
    cli.stopReading();
    return cli.ended;
  }

  it.each([
    { line: 'plan --format json', readsFirst: true, exit: 0 },
    { line: 'plan --format json', readsFirst: false, exit: 0 },
    { line: 'plan --detailed-exitcode', readsFirst: true, exit: 2 },
    { line: 'drift --format json', readsFirst: true, exit: 2 },
    { line: 'apply --auto-approve', readsFirst: false, exit: 0 },
  ])(
    '$line (reads first: $readsFirst) still exits $exit, and says nothing of it',
    async ({ line, readsFirst, exit }) => {
      const world = await openWorld({
        files: { 'personas/ann.yaml': personaFile(big) },
        seed: [{ id: 'ann', name: 'Ann' }],
      });
      const { exitCode, stderr } = await runUnread(world, line.split(' '), readsFirst);
      expect(exitCode).toBe(exit);
      expect(stderr).not.toMatch(/EPIPE|Error|^\s+at /m);
      if (line.startsWith('apply')) expect(world.methods().filter((method) => method === 'PATCH')).toHaveLength(1);
    },
  );

  it('and a slow one gets every byte', async () => {
    const world = await openWorld({
      files: { 'personas/ann.yaml': personaFile(big) },
      seed: [{ id: 'ann', name: 'Ann' }],
    });
    const [persona] = Object(documentIn(await world.run(['plan', '--format', 'json']))).personas;
    expect(persona.set.personality_prompt).toBe(LONG.trimEnd());
  });
});
