import { describe, expect, it } from '@jest/globals';
import type { Variants } from '../../../src/emulator/variants.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/model/json.ts';
import { call, draftOf, emulate, errorOf, fetchData, productionOf } from './client.ts';

const PATH = '/v1/personas/p-1';
const ROW = { name: 'Billing', prompt: ' A bill ', pathway_id: 'pw-1', pathway_version: '3', start_node_id: 'n-1' };
const SEED: JsonObject & { name: string } = {
  id: 'p-1',
  name: 'Front desk',
  role: 'Reception',
  kb_ids: ['kb-1'],
  call_config: { voice: 'June', record: true, background_track: 'rain' },
};

/** The persona after one PATCH under a variant; `draft` is its draft. */
async function patched(
  variants: Partial<Variants>,
  body: JsonObject,
): Promise<{ root: JsonObject; draft: JsonObject }> {
  const emulator = await emulate({ seed: [SEED], variants });
  const root = await fetchData(emulator, 'PATCH', PATH, { name: 'Front desk', ...body });
  expect(await fetchData(emulator, 'GET', PATH)).toEqual(root);
  return { root, draft: draftOf(root) };
}

describe('callConfig', () => {
  const body = { call_config: { voice: 'Karl', language: 'en' } };
  it('replace (the default): only the keys that were sent are left', async () => {
    expect((await patched({}, body)).draft.call_config).toEqual({ voice: 'Karl', language: 'en' });
  });

  it('merge: the other keys stay', async () => {
    const { draft } = await patched({ callConfig: 'merge' }, body);
    expect(draft.call_config).toEqual({ voice: 'Karl', language: 'en', record: true, background_track: 'rain' });
  });

  it('merge: null still clears the whole object', async () => {
    expect((await patched({ callConfig: 'merge' }, { call_config: null })).draft.call_config).toBeNull();
  });

  it('merge: without a draft, into the settings of production', async () => {
    const { draft } = await patched({ callConfig: 'merge', noDraft: true }, body);
    expect(draft.call_config).toMatchObject({ voice: 'Karl', record: true });
  });
});

describe('nulls ignored', () => {
  const body = { role: null, kb_ids: null, call_config: { voice: null, record: false } };
  it('a null field keeps its value', async () => {
    const { root, draft } = await patched({ nulls: 'ignored' }, body);
    expect([root.role, draft.kb_ids]).toEqual(['Reception', ['kb-1']]);
  });

  it('a null call setting is as if it were not sent: gone when replaced, kept when merged', async () => {
    const replaced = await patched({ nulls: 'ignored' }, body);
    const merged = await patched({ nulls: 'ignored', callConfig: 'merge' }, body);
    expect(replaced.draft.call_config).toEqual({ record: false });
    expect(merged.draft.call_config).toEqual({ voice: 'June', record: false, background_track: 'rain' });
  });

  it('not by default', async () => {
    const { root, draft } = await patched({}, body);
    expect([root.role, draft.kb_ids, draft.call_config]).toEqual([null, null, { voice: null, record: false }]);
  });
});

describe('text', () => {
  const body = { role: ' Night\n', tags: [' one '], pathway_conditions: [ROW], call_config: { voice: ' June ' } };
  it('trimmed: every text, also inside lists and objects', async () => {
    const { root, draft } = await patched({ text: 'trimmed' }, body);
    expect([root.role, root.tags, draft.call_config]).toEqual(['Night', ['one'], { voice: 'June' }]);
    expect(draft.pathway_conditions).toEqual([{ ...ROW, prompt: 'A bill' }]);
  });

  it('kept (the default): as sent', async () => {
    expect((await patched({}, body)).root.role).toBe(' Night\n');
  });
});

describe('pathwayVersion', () => {
  const body = { pathway_conditions: [ROW, { ...ROW, pathway_version: 'latest' }] };
  it('number: digits become a number, other texts stay', async () => {
    const { draft } = await patched({ pathwayVersion: 'number' }, body);
    expect(draft.pathway_conditions).toEqual([
      { ...ROW, pathway_version: 3 },
      { ...ROW, pathway_version: 'latest' },
    ]);
  });

  it('as_sent (the default)', async () => {
    expect((await patched({}, body)).draft.pathway_conditions).toEqual(body.pathway_conditions);
  });
});

describe('empty', () => {
  const body = { role: '', tags: [], personality_prompt: '', kb_ids: [] };
  it('null: an empty text or list is stored as null', async () => {
    const { root, draft } = await patched({ empty: 'null' }, body);
    expect([root.role, root.tags, draft.personality_prompt, draft.kb_ids]).toEqual([null, null, null, null]);
  });

  it('null: what was not sent stays as it was', async () => {
    const { root, draft } = await patched({ empty: 'null' }, body);
    expect([root.description, draft.default_tools]).toEqual([null, []]);
  });

  it('null: with trimmed text, a blank one is empty too', async () => {
    expect((await patched({ empty: 'null', text: 'trimmed' }, { role: '  ' })).root.role).toBeNull();
  });

  it('empty_for_null: every null field of an answer comes back empty, on both planes', async () => {
    const { root } = await patched({ empty: 'empty_for_null' }, { role: null, kb_ids: null, call_config: null });
    expect(root).toMatchObject({ role: '', description: '', image_url: '', deleted_at: null });
    expect(draftOf(root)).toMatchObject({
      kb_ids: [],
      call_config: {},
      personality_prompt: '',
      pathway_conditions: [],
      promoted_at: null,
    });
    expect(productionOf(root)).toMatchObject({ orchestration_prompt: '', pathway_conditions: [] });
  });

  it('empty_for_null: so do pages and single versions', async () => {
    const emulator = await emulate({ seed: [SEED], variants: { empty: 'empty_for_null' } });
    const page = await call(emulator, 'GET', '/v1/personas');
    const versions = await call(emulator, 'GET', `${PATH}/versions`);
    expect(page.body).toMatchObject({ data: [{ description: '', current_draft_version: { personality_prompt: '' } }] });
    expect(versions.body).toMatchObject({ data: [{ personality_prompt: '' }, { personality_prompt: '' }] });
  });
});

describe('drop', () => {
  it('a dropped field keeps its value, and the others are stored', async () => {
    const { root, draft } = await patched(
      { drop: ['role', 'kb_ids'] },
      { role: 'Night', kb_ids: [], description: 'x' },
    );
    expect([root.role, draft.kb_ids, root.description]).toEqual(['Reception', ['kb-1'], 'x']);
  });

  it('a dropped call setting is as if it were not sent', async () => {
    const { draft } = await patched({ drop: ['call_config.voice'] }, { call_config: { voice: 'Karl', record: false } });
    expect(draft.call_config).toEqual({ record: false });
  });
});

describe('unknownKeys', () => {
  const body = { webhook: 'https://hooks.example.com/a', role: 'Night' };
  it('stored (the default): on the draft', async () => {
    expect((await patched({}, body)).draft.webhook).toBe('https://hooks.example.com/a');
  });

  it('ignored: not stored, the rest is', async () => {
    const { root, draft } = await patched({ unknownKeys: 'ignored' }, body);
    expect([draft.webhook, root.webhook, root.role]).toEqual([undefined, undefined, 'Night']);
  });

  it('refused: 400, and nothing is written', async () => {
    const emulator = await emulate({ seed: [SEED], variants: { unknownKeys: 'refused' } });
    const reply = await call(emulator, 'PATCH', PATH, { body: { name: 'Front desk', ...body } });
    expect(errorOf(reply)).toEqual({ status: 400, error: 'INVALID_BODY' });
    expect(emulator.store.snapshot('p-1').role).toBe('Reception');
  });

  it('refused: but not the fields that the service sets itself', async () => {
    const { root } = await patched({ unknownKeys: 'refused' }, { id: 'p-9', role: 'Night' });
    expect([root.id, root.role]).toEqual(['p-1', 'Night']);
  });
});

describe('patchAnswer', () => {
  async function answerTo(variants: Partial<Variants>): Promise<JsonValue> {
    const emulator = await emulate({ seed: [SEED], variants });
    const reply = await call(emulator, 'PATCH', PATH, { body: { name: 'Front desk', role: 'Night' } });
    expect([reply.status, emulator.store.snapshot('p-1').role]).toEqual([200, 'Night']);
    return reply.body;
  }

  it('persona (the default): the persona in the envelope', async () => {
    expect(await answerTo({})).toMatchObject({ data: { role: 'Night', current_draft_version: {} }, errors: null });
  });

  it('bare: the persona without an envelope', async () => {
    const body = await answerTo({ patchAnswer: 'bare' });
    expect(body).toMatchObject({ id: 'p-1', role: 'Night', current_draft_version: {} });
    expect(isJsonObject(body) && 'data' in body).toBe(false);
  });

  it('no_versions: the root alone', async () => {
    const body = await answerTo({ patchAnswer: 'no_versions' });
    expect(body).toMatchObject({ data: { id: 'p-1', role: 'Night' }, errors: null });
    expect(JSON.stringify(body)).not.toContain('"current_draft_version":');
  });
});

describe('userId', () => {
  it('is the account of seeded personas that name none', async () => {
    const seed = [SEED, { id: 'p-2', name: 'Night desk', user_id: 'account-2' }];
    const emulator = await emulate({ seed, variants: { userId: 'account-1' } });
    expect(emulator.store.ids().map((id) => emulator.store.snapshot(id).user_id)).toEqual(['account-1', 'account-2']);
  });
});
