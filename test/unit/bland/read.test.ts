import { afterEach, describe, expect, it } from '@jest/globals';
import { createReader } from '../../../src/bland/client.ts';
import { createHttp, type Http } from '../../../src/bland/http.ts';
import { readPersonas } from '../../../src/bland/read.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../../src/emulator/server.ts';

let emulator: Emulator;

afterEach(() => emulator.close());

const idOf = (number: number): string => `p-${String(number).padStart(4, '0')}`;
const ids = (...numbers: readonly number[]): string[] => numbers.map(idOf);
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** An account of that many personas; reads the wanted ones and tells which requests that took. */
async function read(size: number, wanted: readonly string[], options: Partial<EmulatorOptions> = {}) {
  const seed = range(1, size).map((number) => ({ id: idOf(number), name: `Persona ${number}` }));
  emulator = await startEmulator({ keys: ['emulator'], seed, ...options });
  const under = { way: 0, atOnce: 0 };
  const http = watched(
    createHttp({ baseUrl: emulator.url, key: 'emulator', userAgent: 'test', timeout: 10_000 }),
    under,
  );
  const reader = createReader({ http, now: () => new Date(), sleep: async () => {}, random: () => 0 });
  const watch = { interrupted: new AbortController().signal, onProgress: () => {} };
  const answers = await readPersonas(reader, wanted, watch);
  http.close();
  const found = [...answers].filter(([, answer]) => answer.ok).map(([id]) => id);
  return { answers, found, paths: emulator.requests.map((request) => request.path), atOnce: under.atOnce };
}

/** Counts how many requests were under way together at most. */
function watched(http: Http, under: { way: number; atOnce: number }): Http {
  const send: Http['send'] = async (request) => {
    under.way += 1;
    under.atOnce = Math.max(under.atOnce, under.way);
    const result = await http.send(request);
    under.way -= 1;
    return result;
  };
  return { ...http, send };
}

describe('reading the wanted personas', () => {
  it('five are read singly', async () => {
    const { found, paths } = await read(200, ids(...range(1, 5)));
    expect(found).toHaveLength(5);
    expect(paths.every((path) => path.startsWith('/v1/personas/p-'))).toBe(true);
  });

  it('six or more are read by pages of a hundred', async () => {
    const { found, paths } = await read(100, ids(...range(1, 6)));
    expect(found).toHaveLength(6);
    expect(paths).toEqual(['/v1/personas?page=1&limit=100']);
  });

  it('two hundred are two pages', async () => {
    const { found, paths } = await read(200, ids(...range(1, 200)));
    expect(found).toHaveLength(200);
    expect(paths).toEqual(['/v1/personas?page=1&limit=100', '/v1/personas?page=2&limit=100']);
  });

  it('the last few that the pages did not bring are read singly', async () => {
    const { found, paths } = await read(300, ids(...range(90, 105)));
    expect(found).toHaveLength(16);
    expect(paths.slice(0, 1)).toEqual(['/v1/personas?page=1&limit=100']);
    expect(paths.slice(1)).toHaveLength(5);
  });

  it('the pages that the wanted would fill are asked for side by side', async () => {
    const { found, paths, atOnce } = await read(500, ids(...range(1, 350)));
    expect(found).toHaveLength(350);
    expect([...paths].sort()).toEqual([1, 2, 3, 4].map((page) => `/v1/personas?page=${page}&limit=100`));
    expect(atOnce).toBe(4);
  });

  it('those after them are asked for one by one', async () => {
    const { found, paths, atOnce } = await read(300, ids(...range(96, 105), ...range(196, 205), ...range(291, 300)));
    expect([found.length, paths.length, atOnce]).toEqual([30, 3, 1]);
  });

  it('of a large foreign account only the pages that were under way are read', async () => {
    const { answers, paths } = await read(2000, ids(...range(3001, 4000)));
    expect(paths.filter((path) => path.includes('page=')).length).toBeLessThan(10);
    expect(answers.size).toBe(1000);
  });

  it('pages end where one brings none of the wanted, however large the account', async () => {
    const { found, paths } = await read(500, ids(...range(401, 412)));
    expect(found).toHaveLength(12);
    expect(paths.filter((path) => path.includes('page='))).toEqual(['/v1/personas?page=1&limit=100']);
    expect(paths).toHaveLength(13);
  });

  it('pages end where the list does, and 404 is asked of the persona itself', async () => {
    const { answers, paths } = await read(20, ids(...range(11, 30)));
    expect(paths.filter((path) => path.includes('page='))).toHaveLength(1);
    expect(answers.get(idOf(30))).toMatchObject({ ok: false, failure: { kind: 'not_found' } });
    expect(answers.get(idOf(20))).toMatchObject({ ok: true });
  });

  it('pages that repeat do not keep it busy', async () => {
    const { paths } = await read(100, ids(...range(91, 120)), { variants: { pageRepeats: true } });
    expect(paths.filter((path) => path.includes('page='))).toHaveLength(2);
  });

  it('rows without their versions are read singly', async () => {
    const { found, paths } = await read(12, ids(...range(1, 12)), { variants: { listRows: 'thin' } });
    expect(found).toHaveLength(12);
    expect(paths).toHaveLength(13);
  });

  it('a list that answers 404 says nothing of the personas', async () => {
    const { found } = await read(12, ids(...range(1, 12)), {
      faults: [{ kind: 'status', path: 'page=', status: 404 }],
    });
    expect(found).toHaveLength(12);
  });

  it('a list that cannot be had after all tries fails the personas without five tries for each', async () => {
    const { answers, paths } = await read(12, ids(...range(1, 12)), {
      faults: [{ kind: 'status', path: 'page=', status: 503, times: Number.POSITIVE_INFINITY }],
    });
    expect(paths).toHaveLength(5);
    expect([...answers.values()].every((answer) => !answer.ok && answer.failure.kind === 'server')).toBe(true);
  });

  it('a few are read singly where the list cannot be had', async () => {
    const { found, paths } = await read(9, ids(...range(1, 9)), {
      faults: [{ kind: 'status', path: 'page=', status: 503, times: Number.POSITIVE_INFINITY }],
    });
    expect([found.length, paths.length]).toEqual([9, 14]);
  });

  it('a refused key ends the asking', async () => {
    const { answers, paths } = await read(9, ids(...range(1, 9)), { keys: ['other'] });
    expect(paths.length).toBeLessThanOrEqual(4);
    expect(answers.size).toBe(9);
  });
});
