import { describe, expect, it } from '@jest/globals';
import { isJsonObject, type JsonValue } from '../../../src/model/json.ts';
import { call, draftOf, emulate, errorOf, fetchData, NOW, productionOf } from './client.ts';

const UUID = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const SEED = [{ id: 'p-1', name: 'Front desk', personality_prompt: 'Be kind.', call_config: { voice: 'June' } }];

function summaries(body: JsonValue): JsonValue[] {
  const rows = isJsonObject(body) ? body.data : undefined;
  return Array.isArray(rows) ? rows.map((row) => [row.version_number, row.version_type, row.personality_prompt]) : [];
}

describe('a created persona', () => {
  it('has production v1 and draft v2 with the same content, and fresh ids', async () => {
    const emulator = await emulate();
    const body = { name: 'Night desk', role: 'Night', personality_prompt: 'Whisper.', kb_ids: ['kb-1'] };
    const persona = await fetchData(emulator, 'POST', '/v1/personas', body);
    const content = { personality_prompt: 'Whisper.', kb_ids: ['kb-1'], call_config: null, pathway_conditions: null };
    expect(persona).toMatchObject({ id: UUID, name: 'Night desk', role: 'Night', created_at: NOW, deleted_at: null });
    expect(productionOf(persona)).toMatchObject({
      ...content,
      id: UUID,
      version_type: 'production',
      version_number: 1,
    });
    expect(draftOf(persona)).toMatchObject({
      ...content,
      id: UUID,
      version_type: 'draft',
      version_number: 2,
      promoted_at: null,
    });
    const ids = [persona.id, productionOf(persona).id, draftOf(persona).id];
    expect(new Set(ids).size).toBe(3);
    expect(await fetchData(emulator, 'GET', `/v1/personas/${ids[0]}`)).toEqual(persona);
  });

  it('needs a name', async () => {
    const emulator = await emulate();
    const reply = await call(emulator, 'POST', '/v1/personas', { body: { role: 'Night' } });
    expect(errorOf(reply)).toEqual({ status: 400, error: 'INVALID_BODY' });
    expect(emulator.store.ids()).toEqual([]);
  });

  it('is another one each time: there is no idempotency', async () => {
    const emulator = await emulate();
    await call(emulator, 'POST', '/v1/personas', { body: { name: 'Night desk' } });
    await call(emulator, 'POST', '/v1/personas', { body: { name: 'Night desk' } });
    expect(emulator.store.ids()).toHaveLength(2);
  });

  it('belongs to the account', async () => {
    const emulator = await emulate({ variants: { userId: 'account-7' } });
    expect((await fetchData(emulator, 'POST', '/v1/personas', { name: 'A' })).user_id).toBe('account-7');
    expect(await fetchData(emulator, 'GET', '/v1/me')).toMatchObject({ id: 'account-7' });
  });
});

describe('promote', () => {
  it('puts whatever the draft is on air, as a new production version made from it', async () => {
    const emulator = await emulate({ seed: SEED });
    const change = { name: 'Front desk', personality_prompt: 'Be brief.', voicemail: 'on' };
    const before = await fetchData(emulator, 'PATCH', '/v1/personas/p-1', change);
    const after = await fetchData(emulator, 'POST', '/v1/personas/p-1/versions/promote');
    expect(productionOf(after)).toMatchObject({
      id: UUID,
      version_type: 'production',
      version_number: 3,
      personality_prompt: 'Be brief.',
      voicemail: 'on',
      promoted_from_version_id: draftOf(before).id,
      promoted_at: after.updated_at,
      promoted_by: before.user_id,
    });
    expect(productionOf(after).id).not.toBe(productionOf(before).id);
    expect(after.current_production_version_id).toBe(productionOf(after).id);
    expect(draftOf(after)).toEqual(draftOf(before));
  });

  it('mints a version even when the draft equals production', async () => {
    const emulator = await emulate({ seed: SEED });
    await fetchData(emulator, 'POST', '/v1/personas/p-1/versions/promote');
    const after = await fetchData(emulator, 'POST', '/v1/personas/p-1/versions/promote');
    expect([productionOf(after).version_number, draftOf(after).version_number]).toEqual([4, 2]);
  });

  it('fails with NO_DRAFT_VERSION where there is no draft', async () => {
    const emulator = await emulate({ seed: SEED, variants: { noDraft: true } });
    const persona = await fetchData(emulator, 'GET', '/v1/personas/p-1');
    expect([persona.current_draft_version, persona.current_draft_version_id]).toEqual([null, null]);
    const reply = await call(emulator, 'POST', '/v1/personas/p-1/versions/promote');
    expect(errorOf(reply)).toEqual({ status: 400, error: 'NO_DRAFT_VERSION' });
  });

  it('fails with PERSONA_NOT_FOUND where there is no persona', async () => {
    const reply = await call(await emulate(), 'POST', '/v1/personas/p-1/versions/promote');
    expect(errorOf(reply)).toEqual({ status: 404, error: 'PERSONA_NOT_FOUND' });
  });
});

describe('versions', () => {
  it('are production, draft and archived ones, newest first', async () => {
    const emulator = await emulate({ seed: SEED });
    await fetchData(emulator, 'PATCH', '/v1/personas/p-1', { name: 'Front desk', personality_prompt: 'Two.' });
    await fetchData(emulator, 'POST', '/v1/personas/p-1/versions/promote');
    await fetchData(emulator, 'PATCH', '/v1/personas/p-1', { name: 'Front desk', personality_prompt: 'Three.' });
    await fetchData(emulator, 'POST', '/v1/personas/p-1/versions/promote');
    expect(summaries((await call(emulator, 'GET', '/v1/personas/p-1/versions')).body)).toEqual([
      [4, 'production', 'Three.'],
      [3, 'archived', 'Two.'],
      [2, 'draft', 'Three.'],
      [1, 'archived', 'Be kind.'],
    ]);
  });

  it('can be had one by one, by id', async () => {
    const emulator = await emulate({ seed: SEED });
    const draft = draftOf(emulator.store.snapshot('p-1'));
    expect(await fetchData(emulator, 'GET', `/v1/personas/p-1/versions/${draft.id}`)).toEqual(draft);
  });

  it('seeded ones are former production versions', async () => {
    const archived = [{ id: 'v-0', version_number: 1, promoted_by: 'ann', personality_prompt: 'Old.' }];
    const production = { version_number: 3 };
    const emulator = await emulate({ seed: [{ id: 'p-1', name: 'Front desk', production, archived }] });
    expect(summaries((await call(emulator, 'GET', '/v1/personas/p-1/versions')).body)).toEqual([
      [3, 'production', null],
      [2, 'draft', null],
      [1, 'archived', 'Old.'],
    ]);
  });

  it('stand in the list without their content where rows of lists are thin', async () => {
    const emulator = await emulate({ seed: SEED, variants: { listRows: 'thin' } });
    expect(summaries((await call(emulator, 'GET', '/v1/personas/p-1/versions')).body)).toEqual([
      [2, 'draft', undefined],
      [1, 'production', undefined],
    ]);
  });

  it.each(['2', 'v-9'])('%s is VERSION_NOT_FOUND', async (version) => {
    const reply = await call(await emulate({ seed: SEED }), 'GET', `/v1/personas/p-1/versions/${version}`);
    expect(errorOf(reply)).toEqual({ status: 404, error: 'VERSION_NOT_FOUND' });
  });

  it('of a persona that is not there are PERSONA_NOT_FOUND', async () => {
    const reply = await call(await emulate(), 'GET', '/v1/personas/p-1/versions');
    expect(errorOf(reply)).toEqual({ status: 404, error: 'PERSONA_NOT_FOUND' });
  });
});
