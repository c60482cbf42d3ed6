import { describe, expect, it } from '@jest/globals';
import type { Emulator } from '../../../src/emulator/server.ts';
import { isJsonObject, type JsonValue } from '../../../src/model/json.ts';
import { call, emulate } from './client.ts';

const SEED = Array.from({ length: 130 }, (_, index) => ({ id: `p-${index + 1}`, name: `Persona ${index + 1}` }));

async function listRows(emulator: Emulator, query: string): Promise<readonly JsonValue[]> {
  const { body } = await call(emulator, 'GET', `/v1/personas${query}`);
  const rows = isJsonObject(body) ? body.data : undefined;
  return Array.isArray(rows) ? rows : [];
}

async function listIds(emulator: Emulator, query: string): Promise<JsonValue[]> {
  const rows = await listRows(emulator, query);
  return rows.map((row) => (isJsonObject(row) ? (row.id ?? null) : null));
}

describe('a list page', () => {
  it.each([
    ['', 20],
    ['?page=2', 20],
    ['?limit=100', 100],
    ['?limit=101', 100],
    ['?limit=3', 3],
    ['?page=2&limit=100', 30],
    ['?page=3&limit=100', 0],
    ['?page=0&limit=x', 20],
  ])('%p has %i rows', async (query, count) => {
    expect(await listRows(await emulate({ seed: SEED }), query)).toHaveLength(count);
  });

  it('goes on where the one before ended', async () => {
    const emulator = await emulate({ seed: SEED });
    expect(await listIds(emulator, '?page=1&limit=2')).toEqual(['p-1', 'p-2']);
    expect(await listIds(emulator, '?page=2&limit=2')).toEqual(['p-3', 'p-4']);
  });

  it('has neither a total nor a cursor', async () => {
    const { body } = await call(await emulate({ seed: SEED }), 'GET', '/v1/personas');
    expect(Object.keys(isJsonObject(body) ? body : {})).toEqual(['data', 'errors']);
  });

  it('shows each persona as GET does, with both versions', async () => {
    const emulator = await emulate({ seed: [{ id: 'p-1', name: 'Front desk', call_config: { voice: 'June' } }] });
    const [row] = await listRows(emulator, '');
    expect({ data: row, errors: null }).toEqual((await call(emulator, 'GET', '/v1/personas/p-1')).body);
  });

  it('leaves deleted personas out', async () => {
    const emulator = await emulate({ seed: SEED.slice(0, 3) });
    emulator.store.delete('p-2');
    expect(await listIds(emulator, '')).toEqual(['p-1', 'p-3']);
  });
});

describe('variants of the list', () => {
  it('thin: rows have no version objects', async () => {
    const emulator = await emulate({ seed: SEED.slice(0, 1), variants: { listRows: 'thin' } });
    const [row] = await listRows(emulator, '');
    expect(Object.keys(isJsonObject(row) ? row : {})).toEqual(
      expect.not.arrayContaining(['current_draft_version', 'current_production_version']),
    );
    expect(row).toMatchObject({ id: 'p-1', current_draft_version_id: expect.any(String) });
  });

  it('shuffled: another order, the same at each request, with nobody lost', async () => {
    const emulator = await emulate({ seed: SEED, variants: { order: 'shuffled' } });
    const pages = [await listIds(emulator, '?limit=100'), await listIds(emulator, '?limit=100&page=2')];
    const again = await listIds(emulator, '?limit=100');
    const created = SEED.map(({ id }) => id);
    expect(again).toEqual(pages[0]);
    expect(pages.flat()).not.toEqual(created);
    expect(new Set(pages.flat())).toEqual(new Set(created));
  });

  it('pageRepeats: past the end stands the last page again', async () => {
    const emulator = await emulate({ seed: SEED, variants: { pageRepeats: true } });
    const last = await listIds(emulator, '?limit=100&page=2');
    expect(last).toHaveLength(30);
    expect(await listIds(emulator, '?limit=100&page=7')).toEqual(last);
  });
});
