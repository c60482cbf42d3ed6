import { afterEach, describe, expect, it } from '@jest/globals';
import { askReferences } from '../../../src/bland/ask-references.ts';
import { createReferenceReader } from '../../../src/bland/client.ts';
import { createHttp } from '../../../src/bland/http.ts';
import type { Fault } from '../../../src/emulator/faults.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../../src/emulator/server.ts';
import type { Variants } from '../../../src/emulator/variants.ts';
import { type Reference, referenceKey } from '../../../src/model/reference.ts';

const THINGS: NonNullable<EmulatorOptions['things']> = {
  voices: [{ id: 'v-june', name: 'June' }],
  knowledge_bases: Array.from({ length: 120 }, (_, at) => ({
    id: `kb-${at}`,
    name: `Base ${at}`,
  })),
  tools: [{ id: 't-1', name: 'Calendar' }],
  pathways: [
    { id: 'pw', name: 'Orders', versions: [{ version_number: 1, nodes: [{ id: 'n1', data: { name: 'Greeting' } }] }] },
  ],
};

const of = (kind: Reference['kind'], id: string, pathway: string | null = null, version: string | null = null) => ({
  kind,
  id,
  pathway,
  version,
});

let emulator: Emulator;

afterEach(() => emulator.close());

interface Options {
  readonly faults?: readonly Fault[];
  readonly variants?: Partial<Variants>;
}

async function ask(references: readonly Reference[], options: Options = {}) {
  emulator = await startEmulator({ keys: ['emulator'], seed: [], things: THINGS, ...options });
  const http = createHttp({ baseUrl: emulator.url, key: 'emulator', userAgent: 'test', timeout: 10_000 });
  const reader = createReferenceReader({ http, now: () => new Date(), sleep: async () => {}, random: () => 0 });
  const answers = await askReferences(reader, references, { interrupted: new AbortController().signal });
  http.close();
  const statuses = references.map((one) => answers.get(referenceKey(one))?.status ?? null);
  const paths = emulator.requests.map(({ path }) => path);
  return { statuses, paths, answer: (one: Reference) => answers.get(referenceKey(one)) };
}

const THERE = [
  of('voice', 'June'),
  of('knowledge_base', 'kb-3'),
  of('tool', 't-1'),
  of('pathway', 'pw'),
  of('pathway_version', '1', 'pw'),
  of('start_node', 'n1', 'pw', '1'),
];
const GONE = [
  of('voice', 'Jun'),
  of('knowledge_base', 'kb-x'),
  of('pathway', 'px'),
  of('pathway_version', '2', 'pw'),
  of('start_node', 'n2', 'pw', '1'),
];

describe('whether references exist', () => {
  it.each(['bare', 'data', 'data_named', 'named'] as const)(
    'is told from answers of any shape: %s',
    async (thingShape) => {
      const { statuses } = await ask([...THERE, ...GONE], { variants: { thingShape } });
      expect(statuses).toEqual([...THERE.map(() => 'found'), ...GONE.map(() => 'missing')]);
    },
  );

  it('each is asked for once, with its name', async () => {
    const { paths, answer } = await ask(THERE);
    expect([...paths].sort()).toEqual([
      '/v1/knowledge/kb-3',
      '/v1/pathway/pw',
      '/v1/pathway/pw/version/1',
      '/v1/tools',
      '/v1/voices/June',
    ]);
    expect(THERE.map((one) => answer(one)?.name)).toEqual(['June', 'Base 3', 'Calendar', 'Orders', null, 'Greeting']);
  });

  it('ten knowledge bases are looked for in a page of the list, the rest singly', async () => {
    const many = [...Array.from({ length: 10 }, (_, at) => `kb-${at}`), 'kb-119'].map((id) => of('knowledge_base', id));
    const { statuses, paths } = await ask(many);
    expect(new Set(statuses)).toEqual(new Set(['found']));
    expect(paths).toEqual(['/v1/knowledge?page=1&limit=100', '/v1/knowledge/kb-119']);
  });

  it('of a pathway that is missing no version is asked for', async () => {
    const { statuses, paths } = await ask([
      of('pathway', 'px'),
      of('pathway_version', '1', 'px'),
      of('start_node', 'n', 'px', '1'),
    ]);
    expect(statuses).toEqual(['missing', null, null]);
    expect(paths).toEqual(['/v1/pathway/px', '/v1/pathway']);
  });

  it('what there is instead is known where something is missing', async () => {
    const { answer } = await ask([...THERE, ...GONE]);
    expect(GONE.map((one) => answer(one)?.instead.slice(0, 2))).toEqual([
      ['v-june', 'June'],
      ['kb-0', 'Base 0'],
      ['pw', 'Orders'],
      ['1'],
      ['n1'],
    ]);
  });

  it('a tool that the list does not have may exist all the same', async () => {
    expect((await ask([of('tool', 't-2')])).statuses).toEqual(['unknown']);
  });

  it('a version that is no number is not asked for', async () => {
    const { statuses, paths } = await ask([of('pathway', 'pw'), of('pathway_version', 'latest', 'pw')]);
    expect(statuses).toEqual(['found', 'unknown']);
    expect(paths).toEqual(['/v1/pathway/pw']);
  });
});

describe('a service that cannot answer leaves it unknown', () => {
  it('404 for an id and for the list: the path itself may not be there', async () => {
    const faults: Fault[] = [{ kind: 'status', status: 404, path: '/v1/voices', times: 100 }];
    const { statuses } = await ask([of('voice', 'Jun'), of('voice', 'June')], { faults });
    expect(statuses).toEqual(['unknown', 'unknown']);
  });

  it('404 for one id is definite where another was found', async () => {
    const faults: Fault[] = [{ kind: 'status', status: 404, path: /voices$/, times: 100 }];
    const { statuses } = await ask([of('voice', 'Jun'), of('voice', 'June')], { faults });
    expect(statuses).toEqual(['missing', 'found']);
  });

  it.each([403, 500])('%s for the first of a kind: the others are not asked in vain', async (status) => {
    const faults: Fault[] = [{ kind: 'status', status, path: '/v1/voices', times: 100 }];
    const { statuses, paths } = await ask([of('voice', 'June'), of('voice', 'Karl'), of('knowledge_base', 'kb-1')], {
      faults,
    });
    expect(statuses).toEqual(['unknown', 'unknown', 'found']);
    expect(paths).not.toContain('/v1/voices/Karl');
  });

  it.each(['errors_under_200', 'no_data', 'html', 'truncate', 'other_id'] as const)('%s', async (kind) => {
    const faults: Fault[] = [{ kind, path: '/v1/', times: 1000 }];
    const { statuses } = await ask([of('voice', 'v-june'), ...THERE.slice(1, 4)], { faults });
    expect(new Set(statuses)).toEqual(new Set(['unknown']));
  });

  it('a version whose page is 404, but which the list has, is there; its nodes are unknown', async () => {
    const faults: Fault[] = [{ kind: 'status', status: 404, path: '/version/', times: 100 }];
    expect((await ask(THERE.slice(3), { faults })).statuses).toEqual(['found', 'found', 'unknown']);
  });

  it('a refusal here does not stop what else is asked', async () => {
    const faults: Fault[] = [{ kind: 'status', status: 401, path: '/v1/voices', times: 100 }];
    const { statuses } = await ask([of('voice', 'June'), of('knowledge_base', 'kb-1'), of('tool', 't-1')], { faults });
    expect(statuses).toEqual(['unknown', 'found', 'found']);
  });
});
