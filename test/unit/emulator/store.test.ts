import { describe, expect, it } from '@jest/globals';
import { draftOf, emulate, fetchData, NOW, productionOf } from './client.ts';

const SEED = [{ id: 'p-1', name: 'Front desk', role: 'Reception', call_config: { voice: 'June', record: true } }];

describe('an edit by somebody else', () => {
  it('changes what it names and moves updated_at, like a PATCH without a name', async () => {
    const emulator = await emulate({ seed: SEED });
    emulator.store.edit('p-1', { role: 'Night', personality_prompt: 'Whisper.' });
    const persona = await fetchData(emulator, 'GET', '/v1/personas/p-1');
    expect(persona).toMatchObject({ name: 'Front desk', role: 'Night', updated_at: '2026-01-05T09:00:00.001Z' });
    expect(draftOf(persona)).toMatchObject({ personality_prompt: 'Whisper.', call_config: { voice: 'June' } });
    expect(productionOf(persona).personality_prompt).toBeNull();
    expect(emulator.requests).toHaveLength(1);
  });

  it('may set keys that no page names, on the root, the draft or production', async () => {
    const emulator = await emulate({ seed: SEED });
    emulator.store.edit('p-1', { root: { theme: 'dark' }, draft: { skills: [1] }, production: { kb_ids: ['kb-1'] } });
    const persona = emulator.store.snapshot('p-1');
    expect([persona.theme, draftOf(persona).skills, productionOf(persona).kb_ids]).toEqual(['dark', [1], ['kb-1']]);
    expect(draftOf(persona).kb_ids).toEqual([]);
  });

  it('stands exactly as given, whatever the variants', async () => {
    const variants = { text: 'trimmed', nulls: 'ignored', drop: ['role'], callConfig: 'merge' } as const;
    const emulator = await emulate({ seed: SEED, variants });
    emulator.store.edit('p-1', { role: ' Night ', call_config: { voice: null } });
    const persona = emulator.store.snapshot('p-1');
    expect([persona.role, draftOf(persona).call_config]).toEqual([' Night ', { voice: null }]);
  });

  it('can bring a deleted persona back, and take one away', async () => {
    const emulator = await emulate({ seed: SEED });
    emulator.store.edit('p-1', { root: { deleted_at: NOW } });
    expect(emulator.store.list(1, 20)).toEqual([]);
    emulator.store.edit('p-1', { root: { deleted_at: null } });
    expect(emulator.store.list(1, 20)).toHaveLength(1);
  });

  it('of a persona that is not there is a mistake of the test', async () => {
    const emulator = await emulate({ seed: SEED });
    expect(() => emulator.store.edit('p-9', { role: 'Night' })).toThrow('p-9');
    expect(() => emulator.store.snapshot('p-9')).toThrow('p-9');
  });
});

describe('a snapshot', () => {
  it('stays as it was when the persona changes', async () => {
    const emulator = await emulate({ seed: SEED });
    const before = emulator.store.snapshot('p-1');
    const copy = structuredClone(before);
    await fetchData(emulator, 'PATCH', '/v1/personas/p-1', { name: 'Other', call_config: { voice: 'Karl' } });
    expect(before).toEqual(copy);
    expect(emulator.store.snapshot('p-1')).not.toEqual(copy);
  });

  it('shares nothing with the store', async () => {
    const emulator = await emulate({ seed: SEED });
    Object.assign(draftOf(emulator.store.snapshot('p-1')), { call_config: 'broken' });
    expect(draftOf(emulator.store.snapshot('p-1')).call_config).toEqual({ voice: 'June', record: true });
  });

  it('equals what GET shows', async () => {
    const emulator = await emulate({ seed: SEED });
    expect(await fetchData(emulator, 'GET', '/v1/personas/p-1')).toEqual(emulator.store.snapshot('p-1'));
  });
});

it('two emulators share nothing, and nothing survives one', async () => {
  const [one, other] = [await emulate({ seed: SEED }), await emulate({ seed: SEED })];
  await fetchData(one, 'PATCH', '/v1/personas/p-1', { name: 'Changed' });
  expect(other.store.snapshot('p-1').name).toBe('Front desk');
});
