/**
 * The API key is found in nothing that is printed or saved, whatever the service or a file says; and taking it out of
 * what is shown never takes it out of what is written.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ERROR_SHAPES } from '../../src/emulator/envelope.ts';
import type { Fault } from '../../src/emulator/faults.ts';
import type { SeedPersona } from '../../src/emulator/seed.ts';
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import { writesOf } from '../support/apply.ts';
import type { CliResult } from '../support/built-cli.ts';
import { startCli } from '../support/running-cli.ts';
import { closeWorlds, openWorld, personaFile, type World, type WorldOptions } from '../support/world.ts';

afterEach(closeWorlds);

/** 40 characters of the shape that all keys have; and one of no known shape, which JSON has to escape. */
const KEYS = [
  ['a usual key', `sk-${'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zA1bC3d'}`],
  ['a key of another shape', 'Zq7"phrase\\of~a."key'],
] as const;
const ALWAYS = { times: Number.POSITIVE_INFINITY } as const;
const FORMATS = ['text', 'json'] as const;

const FILES = {
  'personas/ann.yaml': personaFile({
    id: 'ann',
    name: 'Ann',
    role: 'Front desk',
    tags: ['desk'],
    call_config: { voice: 'June' },
    personality_prompt: 'You are Ann.\nYou are kind.',
    kb_ids: null,
  }),
  'personas/bob.yaml': personaFile({ id: 'bob', name: 'Bob', role: 'Sales' }),
};

/** The key wherever a live persona may hold one: managed fields that differ, and unmanaged ones. */
function seedWith(key: string): SeedPersona[] {
  return [
    {
      id: 'ann',
      name: `Ann ${key}`,
      role: key,
      description: `ask with ${key}`,
      tags: [key, 'desk'],
      image_url: `https://images.example.com/?key=${key}`,
      inbound_numbers: [`+1555${key}`],
      call_config: { voice: key, memory: { token: key }, [key]: 'named so', background: null },
      personality_prompt: `You are Ann.\n${key}\nYou are kind.`,
      kb_ids: [key],
      webhook: `https://hooks.example.com/${key}`,
      [`header ${key}`]: key,
    },
    { id: 'bob', name: 'Bob', role: 'Sales', production: { personality_prompt: key } },
  ];
}

/** Any ten characters of it in a row are too many: a text that was cut short in the middle of the key gives it away too. */
function piecesOf(key: string): string[] {
  return Array.from({ length: key.length - 9 }, (_, at) => key.slice(at, at + 10));
}

/** All texts in a document, names too: a key may be escaped where it is printed. */
function textsIn(value: JsonValue | undefined): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => [name, ...textsIn(item)]);
}

/** The text itself, and those in the JSON that it is, as one document or line by line. */
function textsOf(text: string): string[] {
  const lines = text.split('\n');
  const isLines = lines.every((line) => line === '' || (line.startsWith('{') && line.endsWith('}')));
  const documents = isLines ? lines.filter((line) => line !== '') : text.startsWith('{') ? [text] : [];
  return [text, ...documents.flatMap((document) => textsIn(JSON.parse(document)))];
}

function expectNoKey(key: string, texts: Readonly<Record<string, string>>): void {
  const found = Object.entries(texts).filter(([, text]) =>
    textsOf(text).some((one) => piecesOf(key).some((piece) => one.includes(piece))),
  );
  expect(Object.fromEntries(found)).toEqual({});
}

/** Every file that was written below the project folder: saved plans, journals, and whatever else there may be. */
async function filesWritten({ folder, given }: World): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((name) => !given.includes(name));
  const texts = names.map(async (name) => [name, await readFile(path.join(folder, name), 'utf8')] as const);
  return Object.fromEntries(await Promise.all(texts));
}

type Runner = (words: readonly string[]) => Promise<CliResult>;

const APPLY = 'apply --auto-approve --allow identity,emptied';
const TALKING = ['plan --out plan.json', 'drift', 'apply --plan plan.json', APPLY];
const ALL = ['validate', ...TALKING];

/** The commands one after the other, each in all formats, telling all there is to tell. */
async function expectNothingTold(key: string, world: World, lines: readonly string[], run: Runner = world.runHere) {
  for (const line of lines) {
    const texts: Record<string, string> = {};
    for (const format of FORMATS) {
      const { stdout, stderr } = await run([...line.split(' '), '--format', format, '--verbose']);
      Object.assign(texts, { [`${format} on stdout`]: stdout, [`${format} on stderr`]: stderr });
    }
    expectNoKey(key, { ...texts, ...(await filesWritten(world)) });
  }
}

const open = (key: string, more: WorldOptions = {}) =>
  openWorld({ files: FILES, keys: [key], seed: seedWith(key), ...more });

it('the search finds a key, a piece of one, and one that JSON escaped', () => {
  const key = 'Zq7"phrase\\of~a."key';
  for (const text of [`a ${key} b`, `… ${key.slice(3, 14)}`, JSON.stringify({ [key]: 1 })]) {
    expect(() => expectNoKey(key, { text })).toThrow();
  }
});

describe.each(KEYS)('%s', (_, key) => {
  it('in live fields is shown nowhere, by the built program', async () => {
    const world = await open(key);
    await expectNothingTold(key, world, ALL, world.run);
    expect(writesOf(world.emulator)).toHaveLength(1);
    expect(Object.keys(await filesWritten(world))).toEqual(expect.arrayContaining(['plan.json']));
    expect(Object.keys(await filesWritten(world)).some((name) => name.startsWith('.persona-sync/runs/'))).toBe(true);
  });

  it.each<[string, JsonObject]>([
    ['the account', { root: { user_id: key } }],
    ['a time', { root: { updated_at: `${key}` } }],
    ['the time of the draft', { draft: { updated_at: key } }],
    ['the time of deletion', { root: { deleted_at: key } }],
    ['the tag of a twin', { root: { tags: [`v2-agent:${key}`] } }],
  ])('as %s of a persona is shown nowhere', async (__, edit) => {
    const world = await open(key);
    for (const id of world.emulator.store.ids()) world.emulator.store.edit(id, edit);
    await expectNothingTold(key, world, TALKING);
  });

  it.each<[string, Fault]>([
    ['a refusal', { kind: 'echo_key' }],
    ['a refusal of the key', { kind: 'echo_key', status: 401 }],
    ['a persona that is not there', { kind: 'echo_key', status: 404 }],
    ['a failure', { kind: 'echo_key', status: 500 }],
    [
      'errors under 200',
      { kind: 'errors_under_200', body: JSON.stringify({ data: null, errors: [{ message: key }] }) },
    ],
    ['a page', { kind: 'html', body: `<h1>${key}</h1>` }],
    ['a redirect', { kind: 'redirect', body: `https://elsewhere.example/?key=${encodeURIComponent(key)}` }],
    ['a code of its own', { kind: 'error_shape', body: JSON.stringify({ error: { code: key, message: 'no' } }) }],
  ])('in %s is shown nowhere, whether it answers a read or a write', async (__, fault) => {
    for (const [method, lines] of [
      ['GET', TALKING],
      ['PATCH', [APPLY]],
    ] as const) {
      const world = await open(key, { faults: [{ ...fault, method, ...ALWAYS }] });
      await expectNothingTold(key, world, lines);
      expect(world.emulator.injected.length).toBeGreaterThan(0);
    }
  });

  it.each(Object.entries(ERROR_SHAPES))('in an error of the shape %s is shown nowhere', async (__, shape) => {
    const body = JSON.stringify(withMessage(JSON.parse(shape), key));
    const world = await open(key, { faults: [{ kind: 'error_shape', body, method: 'PATCH', ...ALWAYS }] });
    await expectNothingTold(key, world, [APPLY]);
    expect(world.emulator.injected.length).toBeGreaterThan(0);
  });

  it.each<[string, WorldOptions, JsonObject]>([
    ['a managed field that was not stored', { variants: { drop: ['role', 'tags', 'call_config'] } }, {}],
    ['an unmanaged field that changed', {}, { description: `now ${key}`, draft: { webhook: key } }],
    [
      'the name of a field that was added',
      { variants: { patchAnswer: 'no_versions' } },
      { draft: { [`x ${key}`]: 1 } },
    ],
    ['a number that was attached', {}, { root: { inbound_numbers: [key] } }],
  ])('in %s by the write is shown nowhere', async (__, more, edit) => {
    const world = await open(key, more);
    world.emulator.onRequest(({ method, persona }) => {
      if (method === 'PATCH' && persona !== null) world.emulator.store.edit(persona, edit);
    });
    await expectNothingTold(key, world, [APPLY]);
    expect(world.methods()).toContain('PATCH');
  });

  it.each([
    ['a value', { 'personas/ann.yaml': personaFile({ id: 'ann', name: 'Ann', role: `ask ${key}` }) }],
    [
      'a long value',
      { 'personas/ann.yaml': personaFile({ id: 'ann', name: 'Ann', role: `${'x'.repeat(150)}${key}` }) },
    ],
    ['a value of the wrong kind', { 'personas/ann.yaml': personaFile({ id: 'ann', name: 'Ann', tags: key }) }],
    ['the name of a field', { 'personas/ann.yaml': personaFile({ id: 'ann', name: 'Ann', [key]: 'x' }) }],
    ['an id', { 'personas/ann.yaml': personaFile({ id: `${key}!`, name: 'Ann' }) }],
    ['a comment', { 'personas/ann.yaml': `# ${key}\nid: ann\nname: Ann\n` }],
    ['a broken line', { 'personas/ann.yaml': `id: ann\nname: Ann\n  ${key}: [\n` }],
    [
      'a prompt',
      {
        'personas/ann.yaml': personaFile({ id: 'ann', name: 'Ann', personality_prompt: { file: '../ann.md' } }),
        'ann.md': `You are Ann.\nThe key is ${key}\n`,
      },
    ],
    [
      'the path of a prompt',
      { 'personas/ann.yaml': personaFile({ id: 'ann', name: 'Ann', personality_prompt: { file: `${key}.md` } }) },
    ],
    ['the config', { 'persona-sync.yaml': `personas: ${JSON.stringify(key)}\n` }],
  ])('in %s of a file is shown nowhere', async (__, files) => {
    const world = await open(key, { files: { ...FILES, ...files } });
    await expectNothingTold(key, world, ALL);
    expect(world.methods()).not.toContain('PATCH');
  });

  it.each([
    'plan KEY',
    'plan --KEY',
    'KEY',
    'plan --config KEY',
    'apply --plan KEY',
    'plan --format KEY',
    'plan --out KEY/x',
  ])('on the command line (%s) is shown nowhere', async (line) => {
    const world = await open(key);
    for (const format of FORMATS) {
      const words = line.split(' ').map((word) => word.replace('KEY', () => key));
      const { exitCode, stdout, stderr } = await world.runHere([...words, '--format', format]);
      expect(exitCode).toBe(1);
      expectNoKey(key, { stdout, stderr });
    }
  });

  it('in the address is shown nowhere', async () => {
    const world = await open(key);
    for (const address of [
      `https://u:${encodeURIComponent(key)}@x.example`,
      `ftp://${key}`,
      `https://x.example/${key}/v1`,
    ]) {
      for (const format of FORMATS) {
        const options = { env: { BLAND_BASE_URL: address } };
        const { stdout, stderr } = await world.runHere(['plan', '--format', format], options);
        expectNoKey(key, { stdout, stderr });
      }
    }
  });

  it('is shown nowhere by the emulator, which accepts it', async () => {
    const world = await open(key);
    const cli = startCli(world, ['emulator']);
    const env = { BLAND_BASE_URL: await cli.firstLine };
    expect(await world.runHere(['drift', 'ann'], { env })).toMatchObject({ exitCode: 2 });
    cli.signal('SIGTERM');
    const { exitCode, stdout, stderr } = await cli.ended;
    expect(exitCode).toBe(0);
    expect(stderr).toContain('GET /v1/personas/ann');
    expectNoKey(key, { stdout, stderr });
  });

  it('that nobody manages is written back as it stood', async () => {
    const world = await open(key);
    const before = world.emulator.store.snapshot('ann');
    expect(await world.run(APPLY.split(' '))).toMatchObject({ exitCode: 0 });
    const settings = Object(before.current_draft_version).call_config;
    const body = {
      name: 'Ann',
      role: 'Front desk',
      tags: ['desk'],
      call_config: { ...settings, voice: 'June' },
      personality_prompt: 'You are Ann.\nYou are kind.',
      kb_ids: [],
    };
    expect(settings).toMatchObject({ memory: { token: key }, [key]: 'named so' });
    expect(writesOf(world.emulator)).toEqual([['ann', body]]);
    expect(world.emulator.store.snapshot('ann')).toMatchObject({
      description: before.description,
      image_url: before.image_url,
      current_draft_version: { webhook: `https://hooks.example.com/${key}`, [`header ${key}`]: key },
    });
  });

  it('that nobody manages is no obstacle to a saved plan', async () => {
    const world = await open(key);
    expect(await world.run(['plan', '--out', 'plan.json'])).toMatchObject({ exitCode: 0 });
    expect(await world.run(['apply', '--plan', 'plan.json', '--allow', 'identity,emptied'])).toMatchObject({
      exitCode: 0,
    });
    expect(await world.run(['drift', 'ann'])).toMatchObject({ exitCode: 0 });
  });
});

function withMessage(value: JsonValue, message: string): JsonValue {
  if (typeof value === 'string') return value === 'some message' ? message : value;
  if (Array.isArray(value)) return value.map((item: JsonValue) => withMessage(item, message));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withMessage(item, message)]));
}
