import { afterEach, describe, expect, it } from '@jest/globals';
import { createReader } from '../../../src/bland/client.ts';
import { createHttp } from '../../../src/bland/http.ts';
import { readAccount } from '../../../src/bland/read-account.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../../src/emulator/server.ts';
import { versionId } from '../../../src/model/version.ts';

let emulator: Emulator;

afterEach(() => emulator.close());

async function open(size: number, options: Partial<EmulatorOptions> = {}) {
  const seed = Array.from({ length: size }, (_, at) => ({ id: `p-${at + 1}`, name: `Persona ${at + 1}` }));
  emulator = await startEmulator({ keys: ['emulator'], seed, ...options });
  const http = createHttp({ baseUrl: emulator.url, key: 'emulator', userAgent: 'test', timeout: 10_000 });
  const reader = createReader({ http, now: () => new Date(), sleep: async () => {}, random: () => 0 });
  const watch = { interrupted: new AbortController().signal, onProgress: () => {} };
  return { reader, http, watch };
}

async function readAll(size: number, options: Partial<EmulatorOptions> = {}) {
  const { reader, http, watch } = await open(size, options);
  const answer = await readAccount(reader, watch);
  http.close();
  const ids = answer.ok ? answer.value.map(({ id }) => id) : answer.failure.kind;
  return { ids, paths: emulator.requests.map(({ path }) => path) };
}

const PAGE = '/v1/personas?page=1&limit=100';

describe('reading every persona of the account', () => {
  it('ends with a page that is not full', async () => {
    const { ids, paths } = await readAll(3);
    expect([ids, paths]).toEqual([['p-1', 'p-2', 'p-3'], [PAGE]]);
  });

  it('asks for one more after a full page, since there is no total', async () => {
    const { ids, paths } = await readAll(100);
    expect([ids.length, paths]).toEqual([100, [PAGE, '/v1/personas?page=2&limit=100']]);
  });

  it('ends with a page that repeats', async () => {
    const { ids, paths } = await readAll(200, { variants: { pageRepeats: true } });
    expect([ids.length, paths.length]).toEqual([200, 3]);
  });

  it('reads rows without versions singly', async () => {
    const { ids, paths } = await readAll(3, { variants: { listRows: 'thin' } });
    expect(ids).toEqual(['p-1', 'p-2', 'p-3']);
    expect(paths.sort()).toEqual(['/v1/personas/p-1', '/v1/personas/p-2', '/v1/personas/p-3', PAGE]);
  });

  it('is no answer where a page fails: half an account would look like all of it', async () => {
    const faults = [{ kind: 'status', path: 'page=2', status: 400 }] as const;
    expect((await readAll(150, { faults: [...faults] })).ids).toBe('refused');
  });
});

describe('reading versions', () => {
  it('shows them newest first, and one by its id', async () => {
    const { reader, http } = await open(1);
    const answer = await reader.versions('p-1');
    if (!answer.ok) throw new Error(answer.failure.message);
    const [draft] = answer.value;
    expect(answer.value.map(({ version_number: number, version_type: type }) => [number, type])).toEqual([
      [2, 'draft'],
      [1, 'production'],
    ]);
    expect(await reader.version('p-1', versionId(draft ?? {}))).toEqual({ ok: true, value: draft });
    expect(await reader.version('p-1', 'v/9')).toMatchObject({ ok: false, failure: { kind: 'not_found' } });
    expect(emulator.requests.at(-1)?.path).toBe('/v1/personas/p-1/versions/v%2F9');
    http.close();
  });

  it.each([
    ['no list', '{"data":{"id":"v-1"}}'],
    ['no version', '{"data":[1]}'],
  ])('an answer that is %s is a failure, or left out', async (_, body) => {
    const faults = [{ kind: 'errors_under_200', path: 'versions', body }] as const;
    const { reader, http } = await open(1, { faults: [...faults] });
    const answer = await reader.versions('p-1');
    expect(answer.ok ? answer.value : answer.failure.kind).toEqual(body.includes('[1]') ? [] : 'unreadable');
    http.close();
  });
});
