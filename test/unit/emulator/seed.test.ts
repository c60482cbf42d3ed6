import { describe, expect, it } from '@jest/globals';
import { parseSeed, type SeedPersona, seedFromDesired } from '../../../src/emulator/seed.ts';
import type { JsonObject, JsonValue } from '../../../src/model/json.ts';
import type { DesiredPersona } from '../../../src/model/persona.ts';
import { call, draftOf, emulate, fetchData, NOW, productionOf } from './client.ts';

const SAME_ID = '00000000-1111-4222-8333-444444444444';
const BLANK = { name: '', prompt: '', pathway_id: '', start_node_id: '', pathway_version: '' };

/** A persona as the page "Get Persona" shows it: one id everywhere, blank routing rows, no call settings, and keys nobody knows. */
const WHOLE: JsonObject & { name: string } = {
  id: SAME_ID,
  name: 'Parcel desk',
  role: null,
  description: 'Finds parcels',
  tags: [],
  image_url: null,
  created_at: '2025-09-01T10:00:00.000Z',
  updated_at: '2025-09-02T10:00:00.000Z',
  deleted_at: null,
  user_id: SAME_ID,
  current_production_version_id: SAME_ID,
  current_draft_version_id: SAME_ID,
  theme: { colour: 'blue' },
  inbound_numbers: [],
  current_production_version: { id: SAME_ID, version_type: 'production', version_number: 1, call_config: null },
  current_draft_version: {
    id: SAME_ID,
    version_type: 'draft',
    version_number: 2,
    pathway_conditions: [BLANK, BLANK],
    call_config: null,
    summary_prompt: 'Sum up.',
    updated_at: '2025-09-02T10:00:01.000Z',
  },
};

async function shown(seed: SeedPersona): Promise<JsonObject> {
  const emulator = await emulate({ seed: [seed] });
  return fetchData(emulator, 'GET', `/v1/personas/${emulator.store.ids()[0]}`);
}

describe('a seed file', () => {
  it.each<[string, JsonValue]>([
    ['a bare list', [WHOLE]],
    ['{personas: […]}', { personas: [WHOLE] }],
    ['a page, {data: […]}', { data: [WHOLE], errors: [] }],
    ['one GET answer, {data: {…}}', { data: WHOLE, errors: null }],
  ])('may be %s', (_form, file) => {
    expect(parseSeed(JSON.stringify(file))).toEqual({ ok: true, seed: [WHOLE], things: {} });
  });

  it.each<[string, string]>([
    ['{', 'not JSON'],
    ['{}', 'expected a list of personas'],
    ['"text"', 'expected a list of personas'],
    ['[{"name":"A"}, 7]', 'item 1: must be an object with a name'],
    ['[{"id":"p-1"}]', 'item 0: must be an object with a name'],
    ['[{"name":""}]', 'item 0: must be an object with a name'],
    ['[{"name":"A","id":"a/b"}]', 'item 0 (A): id must be 1 to 64 letters, digits or hyphens'],
    ['[{"name":"A","id":7}]', 'item 0 (A): id must be 1 to 64 letters, digits or hyphens'],
    ['[{"name":"A","tags":"x"}]', 'item 0 (A): tags must be a list of texts'],
    ['[{"name":"A","draft":"x"}]', 'item 0 (A): draft must be an object or null'],
    ['[{"name":"A","production":{"kb_ids":1}}]', 'item 0 (A): production: kb_ids must be a list of texts'],
    ['{"personas":[],"references":[]}', 'references must be an object'],
    ['{"personas":[],"references":{"voice":[]}}', 'references: there is no kind voice'],
    [
      '{"personas":[],"references":{"voices":[{"name":"June"}]}}',
      'references.voices must be a list of objects with an id',
    ],
    ['[{"name":"A","id":"a"},{"name":"B"},{"name":"C","id":"a"}]', 'item 2 (C): its id is also that of item 0'],
  ])('%s is refused: %s', (text, message) => {
    expect(parseSeed(text)).toEqual({ ok: false, message: expect.stringContaining(message) });
  });
});

describe('what personas refer to', () => {
  const seed = [
    {
      name: 'A',
      call_config: { voice: 'v-1' },
      draft: { kb_ids: ['kb-1'] },
      pathway_conditions: [{ name: 'R', prompt: 'p', pathway_id: 'pw', pathway_version: '2', start_node_id: 'n' }],
    },
  ];

  it('is there where a seed does not list it', async () => {
    const emulator = await emulate({ seed });
    const paths = [
      '/v1/voices/v-1',
      '/v1/voices/june',
      '/v1/knowledge/kb-1',
      '/v1/pathway/pw',
      '/v1/pathway/pw/version/2',
    ];
    const replies = await Promise.all(paths.map((path) => call(emulator, 'GET', path)));
    expect(replies.map(({ status }) => status)).toEqual(paths.map(() => 200));
    expect((await call(emulator, 'GET', '/v1/knowledge/kb-2')).status).toBe(404);
  });

  it('is what the seed lists, where it lists any of the kind', async () => {
    const emulator = await emulate({ seed, things: { voices: [{ id: 'v-2' }] } });
    expect((await call(emulator, 'GET', '/v1/voices/v-1')).status).toBe(404);
    expect(await call(emulator, 'GET', '/v1/voices')).toMatchObject({ body: { data: [{ id: 'v-2' }] } });
    expect((await call(emulator, 'GET', '/v1/knowledge/kb-1')).status).toBe(200);
  });
});

describe('a whole persona', () => {
  it('is served exactly as given', async () => {
    expect(await shown(WHOLE)).toEqual(WHOLE);
  });

  it('may lack a draft', async () => {
    const persona = await shown({ ...WHOLE, current_draft_version: null });
    expect([persona.current_draft_version, persona.current_draft_version_id]).toEqual([null, null]);
  });
});

describe('a flat persona', () => {
  it('gets production v1 and draft v2 with the same content, and the rest empty', async () => {
    const persona = await shown({ id: 'p-1', name: 'Parcel desk', tags: ['x'], kb_ids: ['kb-1'], webhook: 'w' });
    const content = { kb_ids: ['kb-1'], webhook: 'w', default_tools: [], call_config: null, personality_prompt: null };
    expect(persona).toMatchObject({ id: 'p-1', tags: ['x'], role: null, image_url: null, updated_at: NOW });
    expect(productionOf(persona)).toMatchObject({ ...content, persona_id: 'p-1', version_number: 1 });
    expect(draftOf(persona)).toMatchObject({ ...content, persona_id: 'p-1', version_number: 2 });
    expect(persona.webhook).toBeUndefined();
  });

  it('may say fields of the root, of the draft and of production alone', async () => {
    const persona = await shown({
      name: 'Parcel desk',
      personality_prompt: 'New.',
      root: { theme: 'dark' },
      draft: { voicemail: 'on' },
      production: { personality_prompt: 'Old.' },
    });
    expect(persona.theme).toBe('dark');
    expect(draftOf(persona)).toMatchObject({ personality_prompt: 'New.', voicemail: 'on' });
    expect(productionOf(persona).personality_prompt).toBe('Old.');
    expect(productionOf(persona).voicemail).toBeUndefined();
  });

  it('may say what the service keeps: account, numbers, dates', async () => {
    const kept = { user_id: 'account-2', inbound_numbers: ['+15550100'], deleted_at: NOW, updated_at: '2025-01-01' };
    expect(await shown({ name: 'Parcel desk', ...kept })).toMatchObject(kept);
  });

  it('may have no draft', async () => {
    expect((await shown({ name: 'Parcel desk', draft: null })).current_draft_version).toBeNull();
  });

  it('gets an id of its own where it says none', async () => {
    const emulator = await emulate({ seed: [{ name: 'A' }, { name: 'B' }] });
    expect(new Set(emulator.store.ids()).size).toBe(2);
  });
});

describe('a seed from persona files', () => {
  function desired(set: JsonObject): DesiredPersona {
    return { key: 'a', file: 'personas/a.yaml', id: 'p-1', name: 'Parcel desk', set, sources: new Map() };
  }

  async function live(set: JsonObject): Promise<JsonObject> {
    const [seed = { name: '' }] = seedFromDesired([desired(set)]);
    return shown(seed);
  }

  it('equals the file in every managed field, on both planes', async () => {
    const set = {
      name: 'Parcel desk',
      role: null,
      tags: ['b', 'a'],
      personality_prompt: 'Find parcels.',
      kb_ids: null,
      pathway_conditions: [],
      voicemail: 'on',
    };
    const { name, role, tags, ...version } = set;
    const persona = await live(set);
    expect(persona).toMatchObject({ id: 'p-1', name, role, tags });
    expect(draftOf(persona)).toMatchObject(version);
    expect(productionOf(persona)).toMatchObject(version);
  });

  it('has the managed call settings among others, also one that no page names', async () => {
    const persona = await live({ name: 'Parcel desk', call_config: { voice: 'June' } });
    expect(draftOf(persona).call_config).toMatchObject({
      voice: 'June',
      language: expect.any(String),
      background_track: expect.any(String),
    });
  });

  it('has no call settings where the file clears them', async () => {
    expect(draftOf(await live({ name: 'Parcel desk', call_config: null })).call_config).toBeNull();
  });

  it('has values of its own where the file manages nothing', async () => {
    const persona = await live({ name: 'Parcel desk' });
    expect([persona.role, persona.description, draftOf(persona).personality_prompt]).toEqual([
      expect.any(String),
      expect.any(String),
      expect.any(String),
    ]);
  });
});
