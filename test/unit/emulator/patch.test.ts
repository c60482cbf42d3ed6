import { describe, expect, it } from '@jest/globals';
import type { JsonObject, JsonValue } from '../../../src/model/json.ts';
import { call, draftOf, emulate, errorOf, fetchData, NOW, productionOf } from './client.ts';

const PATH = '/v1/personas/p-1';
const EARLIER = '2025-11-01T08:00:00.000Z';
const ROW = { name: 'Billing', prompt: 'About a bill', pathway_id: 'pw-1', pathway_version: '3', start_node_id: 'n-1' };
const SEED = [
  {
    id: 'p-1',
    name: 'Front desk',
    role: 'Reception',
    tags: ['one', 'two'],
    call_config: { voice: 'June', record: true, background_track: 'rain' },
    personality_prompt: 'Be kind.',
    kb_ids: ['kb-1', 'kb-2'],
    pathway_conditions: [ROW],
    updated_at: EARLIER,
  },
];

describe('a PATCH', () => {
  it.each(['name', 'role', 'description', 'image_url'])('of %s is live at once', async (field) => {
    const emulator = await emulate({ seed: SEED });
    const persona = await fetchData(emulator, 'PATCH', PATH, { name: 'Front desk', [field]: 'Changed' });
    expect(persona[field]).toBe('Changed');
    expect(draftOf(persona)[field]).toBeUndefined();
  });

  it.each<[string, JsonValue]>([
    ['call_config', { voice: 'Karl' }],
    ['orchestration_prompt', 'One topic at a time.'],
    ['personality_prompt', 'Be brief.'],
    ['default_tools', ['tool-1', { id: 'tool-2' }]],
    ['kb_ids', ['kb-9']],
    ['pathway_conditions', [{ ...ROW, name: 'Returns' }]],
  ])('of %s lands on the draft, not on production', async (field, value) => {
    const emulator = await emulate({ seed: SEED });
    const before = emulator.store.snapshot('p-1');
    const persona = await fetchData(emulator, 'PATCH', PATH, { name: 'Front desk', [field]: value });
    expect(draftOf(persona)[field]).toEqual(value);
    expect(persona.current_production_version).toEqual(before.current_production_version);
    expect(persona[field]).toBeUndefined();
  });

  it('keeps every field that it leaves out', async () => {
    const emulator = await emulate({ seed: SEED });
    const before = emulator.store.snapshot('p-1');
    const after = await fetchData(emulator, 'PATCH', PATH, { name: 'Front desk' });
    expect(after).toEqual({ ...before, updated_at: NOW });
  });

  it('replaces lists whole', async () => {
    const emulator = await emulate({ seed: SEED });
    const body = { name: 'Front desk', tags: ['three'], kb_ids: [], pathway_conditions: [] };
    const persona = await fetchData(emulator, 'PATCH', PATH, body);
    expect(persona.tags).toEqual(['three']);
    expect(draftOf(persona)).toMatchObject({ kb_ids: [], pathway_conditions: [] });
  });

  it('stores null where the body says null', async () => {
    const emulator = await emulate({ seed: SEED });
    const persona = await fetchData(emulator, 'PATCH', PATH, { name: 'Front desk', role: null, call_config: null });
    expect(persona.role).toBeNull();
    expect(draftOf(persona).call_config).toBeNull();
  });

  it('stores keys that no page names on the draft', async () => {
    const emulator = await emulate({ seed: SEED });
    const persona = await fetchData(emulator, 'PATCH', PATH, {
      name: 'Front desk',
      voicemail: { message: 'Call back' },
    });
    expect(draftOf(persona).voicemail).toEqual({ message: 'Call back' });
  });

  it('answers with the persona as a GET shows it afterwards', async () => {
    const emulator = await emulate({ seed: SEED });
    const body = { name: 'Front desk', role: 'Night', kb_ids: ['kb-3'] };
    const answered = await fetchData(emulator, 'PATCH', PATH, body);
    expect(await fetchData(emulator, 'GET', PATH)).toEqual(answered);
  });

  it.each<[string, JsonValue]>([
    ['id', 'p-2'],
    ['user_id', 'somebody'],
    ['inbound_numbers', ['+15550100']],
    ['created_at', '2000-01-01T00:00:00.000Z'],
    ['deleted_at', '2000-01-01T00:00:00.000Z'],
    ['current_draft_version', { personality_prompt: 'Taken over' }],
    ['current_production_version_id', 'v-1'],
    ['version_number', 9],
  ])('cannot set %s', async (field, value) => {
    const emulator = await emulate({ seed: SEED });
    const before = emulator.store.snapshot('p-1');
    const after = await fetchData(emulator, 'PATCH', PATH, { name: 'Front desk', [field]: value });
    expect(after).toEqual({ ...before, updated_at: NOW });
  });

  it('keeps a key called __proto__ as an ordinary one', async () => {
    const emulator = await emulate({ seed: SEED });
    await call(emulator, 'PATCH', PATH, { text: '{"name":"Front desk","call_config":{"__proto__":{"voice":"June"}}}' });
    const config = draftOf(emulator.store.snapshot('p-1')).call_config;
    expect(JSON.stringify(config)).toBe('{"__proto__":{"voice":"June"}}');
  });
});

describe('updated_at', () => {
  it('moves on the root only, when no version field was sent', async () => {
    const emulator = await emulate({ seed: SEED });
    const before = emulator.store.snapshot('p-1');
    const after = await fetchData(emulator, 'PATCH', PATH, { name: 'Front desk', role: 'Night' });
    expect(after.updated_at).toBe(NOW);
    expect(draftOf(after).updated_at).toBe(draftOf(before).updated_at);
  });

  it('moves on the draft too, when a version field was sent', async () => {
    const emulator = await emulate({ seed: [{ ...SEED[0], name: 'Front desk', draft: { updated_at: EARLIER } }] });
    const after = await fetchData(emulator, 'PATCH', PATH, { name: 'Front desk', kb_ids: [] });
    expect([after.updated_at, draftOf(after).updated_at]).toEqual([NOW, NOW]);
  });

  it('moves on even where the clock stands or goes backwards', async () => {
    const emulator = await emulate({
      seed: [{ id: 'p-1', name: 'Front desk', updated_at: '2026-02-01T00:00:00.000Z' }],
    });
    const first = await fetchData(emulator, 'PATCH', PATH, { name: 'Front desk' });
    const second = await fetchData(emulator, 'PATCH', PATH, { name: 'Front desk' });
    expect([first.updated_at, second.updated_at]).toEqual(['2026-02-01T00:00:00.001Z', '2026-02-01T00:00:00.002Z']);
  });
});

describe('a PATCH is refused with 400 and writes nothing', () => {
  const row = (change: JsonObject) => ({ pathway_conditions: [ROW, { ...ROW, ...change }] });
  it.each<[string, JsonObject]>([
    ['without a name', { role: 'Night' }],
    ['with a name that is null', { name: null }],
    ['with a blank name', { name: ' ' }],
    ['with a role that is a number', { name: 'A', role: 7 }],
    ['with a prompt that is a list', { name: 'A', personality_prompt: ['x'] }],
    ['with tags that are text', { name: 'A', tags: 'one' }],
    ['with a tag that is a number', { name: 'A', tags: ['one', 2] }],
    ['with tools that are no list', { name: 'A', default_tools: {} }],
    ['with a call_config that is text', { name: 'A', call_config: 'June' }],
    ['with record as text', { name: 'A', call_config: { record: 'yes' } }],
    ['with max_duration as text', { name: 'A', call_config: { max_duration: '30' } }],
    ['with a routing row that is text', { name: 'A', pathway_conditions: ['x'] }],
    ['with a routing row whose prompt is a number', { name: 'A', ...row({ prompt: 1 }) }],
    ['with a routing row without start_node_id', { name: 'A', pathway_conditions: [{ name: 'x' }] }],
  ])('%s', async (_title, body) => {
    const emulator = await emulate({ seed: SEED });
    const before = emulator.store.snapshot('p-1');
    expect(errorOf(await call(emulator, 'PATCH', PATH, { body }))).toEqual({ status: 400, error: 'INVALID_BODY' });
    expect(emulator.store.snapshot('p-1')).toEqual(before);
  });

  it('but a number is accepted for pathway_version, and null for a call setting', async () => {
    const emulator = await emulate({ seed: SEED });
    const body = { name: 'A', ...row({ pathway_version: 4 }), call_config: { voice: null } };
    expect(draftOf(await fetchData(emulator, 'PATCH', PATH, body))).toMatchObject({
      pathway_conditions: [{ pathway_version: '3' }, { pathway_version: 4 }],
      call_config: { voice: null },
    });
  });
});

it('a PATCH of a persona that is not there is a 404', async () => {
  const reply = await call(await emulate(), 'PATCH', PATH, { body: { name: 'A' } });
  expect(errorOf(reply)).toEqual({ status: 404, error: 'PERSONA_NOT_FOUND' });
});

it('a write to a persona without a draft makes one from production', async () => {
  const emulator = await emulate({ seed: SEED, variants: { noDraft: true } });
  const persona = await fetchData(emulator, 'PATCH', PATH, { name: 'Front desk', personality_prompt: 'Be brief.' });
  const production = productionOf(persona);
  expect(draftOf(persona)).toMatchObject({
    version_type: 'draft',
    version_number: 2,
    promoted_from_version_id: production.id,
    personality_prompt: 'Be brief.',
    kb_ids: ['kb-1', 'kb-2'],
  });
  expect(persona.current_draft_version_id).toBe(draftOf(persona).id);
});
