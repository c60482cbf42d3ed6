import { describe, expect, it } from '@jest/globals';
import { call, emulate, errorOf, fetchData, NOW } from './client.ts';

const SEED = [
  { id: 'p-1', name: 'Front desk', inbound_numbers: ['+15550100', { phone_number: '+15550101', label: 'Sales' }] },
  { id: 'p-2', name: 'Night desk' },
];

describe('deleting', () => {
  it.each(['', '?force=false'])(
    '%p fails with PERSONA_IN_USE, listing the numbers, and deletes nothing',
    async (query) => {
      const emulator = await emulate({ seed: SEED });
      const reply = await call(emulator, 'DELETE', `/v1/personas/p-1${query}`);
      expect(errorOf(reply)).toEqual({ status: 409, error: 'PERSONA_IN_USE' });
      expect(reply.body).toMatchObject({ errors: [{ details: { inbound_numbers: ['+15550100', '+15550101'] } }] });
      expect(emulator.store.snapshot('p-1').deleted_at).toBeNull();
    },
  );

  it('works with force=true, and detaches the numbers', async () => {
    const emulator = await emulate({ seed: SEED });
    expect(await fetchData(emulator, 'DELETE', '/v1/personas/p-1?force=true')).toMatchObject({ success: true });
    expect(emulator.store.snapshot('p-1')).toMatchObject({ inbound_numbers: [], deleted_at: expect.any(String) });
  });

  it('works without force where no number is attached; GET then shows deleted_at', async () => {
    const emulator = await emulate({ seed: SEED });
    await fetchData(emulator, 'DELETE', '/v1/personas/p-2');
    const persona = await fetchData(emulator, 'GET', '/v1/personas/p-2');
    expect(persona).toMatchObject({ deleted_at: persona.updated_at });
  });

  it('gone: GET of a deleted persona is a 404', async () => {
    const emulator = await emulate({ seed: SEED, variants: { deleted: 'gone' } });
    await fetchData(emulator, 'DELETE', '/v1/personas/p-2');
    const reply = await call(emulator, 'GET', '/v1/personas/p-2');
    expect(errorOf(reply)).toEqual({ status: 404, error: 'PERSONA_NOT_FOUND' });
  });

  it.each([
    ['PATCH', ''],
    ['DELETE', ''],
    ['GET', '/versions'],
    ['POST', '/versions/promote'],
    ['POST', '/inbound/attach'],
  ])('leaves nothing that %s %s would find', async (method, path) => {
    const emulator = await emulate({ seed: [{ id: 'p-1', name: 'Front desk', deleted_at: NOW }] });
    const body = { name: 'Front desk', inbound_numbers: ['+15550100'] };
    const reply = await call(emulator, method, `/v1/personas/p-1${path}`, { body });
    expect(errorOf(reply)).toEqual({ status: 404, error: 'PERSONA_NOT_FOUND' });
  });
});

describe('phone numbers', () => {
  it('are attached once each, and the answer shows them with the root', async () => {
    const emulator = await emulate({ seed: SEED });
    const body = { inbound_numbers: ['+15550102', '+15550102'] };
    await fetchData(emulator, 'POST', '/v1/personas/p-2/inbound/attach', body);
    const answer = await fetchData(emulator, 'POST', '/v1/personas/p-2/inbound/attach', body);
    const attached = { phone_number: '+15550102', label: null, persona_id: 'p-2', persona_settings: null };
    expect(answer).toMatchObject({ id: 'p-2', name: 'Night desk', inbound_numbers: [attached] });
    expect(answer.current_draft_version).toBeUndefined();
    expect((await fetchData(emulator, 'GET', '/v1/personas/p-2')).inbound_numbers).toEqual([attached]);
  });

  it('are detached, and those of others stay', async () => {
    const emulator = await emulate({ seed: SEED });
    const body = { inbound_numbers: ['+15550100', '+15559999'] };
    const answer = await fetchData(emulator, 'POST', '/v1/personas/p-1/inbound/detach', body);
    expect(answer.inbound_numbers).toEqual([{ phone_number: '+15550101', label: 'Sales' }]);
  });

  it.each([[{}], [{ inbound_numbers: [] }], [{ inbound_numbers: [1] }]])('%j attaches nothing: 400', async (body) => {
    const reply = await call(await emulate({ seed: SEED }), 'POST', '/v1/personas/p-2/inbound/attach', { body });
    expect(errorOf(reply)).toEqual({ status: 400, error: 'INVALID_BODY' });
  });

  it('have settings of their own, cleared by null', async () => {
    const emulator = await emulate({ seed: SEED });
    const path = '/v1/personas/p-1/inbound/%2B15550101/settings';
    const settings = { pathway_id: 'pw-1', pathway_version: 2, start_node_id: 'n-1' };
    const set = await fetchData(emulator, 'PATCH', path, { persona_settings: settings });
    expect(set).toEqual({ phone_number: '+15550101', label: 'Sales', persona_settings: settings });
    expect(emulator.store.snapshot('p-1').inbound_numbers).toEqual(['+15550100', set]);
    const cleared = await fetchData(emulator, 'PATCH', path, { persona_settings: null });
    expect(cleared.persona_settings).toBeNull();
  });

  it('that are not attached have no settings: 404', async () => {
    const path = '/v1/personas/p-2/inbound/+15550100/settings';
    const reply = await call(await emulate({ seed: SEED }), 'PATCH', path, { body: { persona_settings: null } });
    expect(reply.status).toBe(404);
  });

  it('need settings in the body: 400', async () => {
    const path = '/v1/personas/p-1/inbound/+15550100/settings';
    const reply = await call(await emulate({ seed: SEED }), 'PATCH', path, { body: {} });
    expect(errorOf(reply)).toEqual({ status: 400, error: 'INVALID_BODY' });
  });
});
