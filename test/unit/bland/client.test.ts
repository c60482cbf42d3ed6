/** Every failure shape of the service, over real HTTP, as the reader and the writer tell it. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { createReader, createWriter } from '../../../src/bland/client.ts';
import { createHttp, type Http } from '../../../src/bland/http.ts';
import { ERROR_SHAPES } from '../../../src/emulator/envelope.ts';
import type { Fault } from '../../../src/emulator/faults.ts';
import { type Emulator, startEmulator } from '../../../src/emulator/server.ts';

const ID = 'p-1';
let emulator: Emulator;
let http: Http;

afterEach(async () => {
  http.close();
  await emulator.close();
});

async function connect(faults: readonly Fault[], timeout = 10_000) {
  const waits: number[] = [];
  emulator = await startEmulator({ keys: ['emulator'], seed: [{ id: ID, name: 'Ann' }], faults });
  http = createHttp({ baseUrl: emulator.url, key: 'emulator', userAgent: 'test', timeout });
  const sleep = async (milliseconds: number): Promise<void> => void waits.push(milliseconds);
  const options = { http, now: () => new Date(), sleep, random: () => 0.5 };
  return { reader: createReader(options), writer: createWriter(options), waits };
}

const always = { times: Number.POSITIVE_INFINITY } as const;

describe('GET', () => {
  it.each<[string, Fault, string]>([
    ['a reset connection', { kind: 'reset_before' }, 'network'],
    ['an answer that breaks off', { kind: 'truncate' }, 'unreadable'],
    ['a proxy’s page', { kind: 'html' }, 'server'],
    ['a page under 200', { kind: 'html', status: 200 }, 'unreadable'],
    ['errors under 200', { kind: 'errors_under_200' }, 'unreadable'],
    ['a body without data', { kind: 'no_data' }, 'unreadable'],
    ['429', { kind: 'status', status: 429 }, 'rate_limited'],
    ['408', { kind: 'status', status: 408 }, 'server'],
    ['500', { kind: 'status', status: 500 }, 'server'],
  ])('after %s it is tried again, and succeeds', async (_, fault) => {
    const { reader, waits } = await connect([fault]);
    expect(await reader.get(ID)).toMatchObject({ ok: true, value: { id: ID } });
    expect(waits).toHaveLength(1);
    expect(emulator.injected).toHaveLength(1);
  });

  it.each<[string, Fault, string]>([
    ['a reset connection', { kind: 'reset_before' }, 'network'],
    ['an answer that breaks off', { kind: 'truncate' }, 'unreadable'],
    ['a proxy’s page', { kind: 'html' }, 'server'],
    ['errors under 200', { kind: 'errors_under_200' }, 'unreadable'],
    ['429', { kind: 'status', status: 429 }, 'rate_limited'],
  ])('%s five times is a failure of its kind', async (_, fault, kind) => {
    const { reader } = await connect([{ ...fault, ...always }]);
    expect(await reader.get(ID)).toMatchObject({ ok: false, failure: { kind } });
    expect(emulator.requests).toHaveLength(5);
  });

  it.each([
    [400, 'refused'],
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [404, 'not_found'],
    [422, 'refused'],
  ])('%i is final: %s', async (status, kind) => {
    const { reader } = await connect([{ kind: 'status', status, ...always }]);
    expect(await reader.get(ID)).toMatchObject({ ok: false, failure: { kind, status } });
    expect(emulator.requests).toHaveLength(1);
  });

  it('no redirect is followed: the key does not travel on', async () => {
    const { reader } = await connect([{ kind: 'redirect', ...always }]);
    expect(await reader.get(ID)).toMatchObject({ ok: false, failure: { kind: 'refused', status: 302 } });
    expect(emulator.requests).toHaveLength(1);
  });

  it('an answer that streams for ever ends at the limit of its size', async () => {
    const { reader } = await connect([{ kind: 'endless', ...always }]);
    const answer = await reader.get(ID);
    expect(answer).toMatchObject({
      ok: false,
      failure: { kind: 'unreadable', message: expect.stringContaining('16 MiB') },
    });
  });

  it('no answer within the time of one try is a timeout', async () => {
    const { reader } = await connect([{ kind: 'hang_before', ...always }], 50);
    expect(await reader.get(ID)).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
  });

  it('waits as long as Retry-After asks', async () => {
    const { reader, waits } = await connect([{ kind: 'status', status: 429, retryAfter: '2' }]);
    await reader.get(ID);
    expect(waits).toEqual([2000]);
  });

  it('a connection refused says so', async () => {
    const { reader } = await connect([]);
    await emulator.close();
    expect(await reader.get(ID)).toMatchObject({
      ok: false,
      failure: { kind: 'network', message: expect.stringContaining('ECONNREFUSED') },
    });
  });
});

describe('every shape of an error body is understood', () => {
  it.each(Object.entries(ERROR_SHAPES))('%s', async (_, body) => {
    const { reader } = await connect([{ kind: 'error_shape', status: 400, body, ...always }]);
    const answer = await reader.get(ID);
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'refused', status: 400 } });
    const failure = answer.ok ? null : answer.failure;
    expect(failure?.message).not.toMatch(/^HTTP|^\{|^\[|^$/);
  });
});

describe('errors under 200', () => {
  it.each(['["",{"error":"BOOM"}]', '[null]', '["",""]', '{"error":"BOOM"}'])('%s is an error', async (errors) => {
    const body = `{"data":{"id":"${ID}"},"errors":${errors}}`;
    const { reader } = await connect([{ kind: 'error_shape', status: 200, body, ...always }]);
    expect(await reader.get(ID)).toMatchObject({ ok: false, failure: { kind: 'unreadable' } });
  });

  it.each(['[]', '{}', 'null', '""'])('%s is none', async (errors) => {
    const body = `{"data":{"id":"${ID}","current_draft_version":{}},"errors":${errors}}`;
    const { reader } = await connect([{ kind: 'error_shape', status: 200, body, ...always }]);
    expect(await reader.get(ID)).toMatchObject({ ok: true });
  });
});

describe('PATCH', () => {
  it.each<Fault>([
    { kind: 'reset_after' },
    { kind: 'status', status: 429 },
    { kind: 'status', status: 500 },
    { kind: 'errors_under_200' },
    { kind: 'truncate' },
  ])('is sent once and left to be settled after $kind', async (fault) => {
    const { writer } = await connect([fault]);
    expect(await writer.patch(ID, { name: 'Bea' })).toMatchObject({ ok: false });
    expect(emulator.requests).toHaveLength(1);
  });
});

describe('the list', () => {
  it('gives complete personas and the number of rows', async () => {
    const { reader } = await connect([]);
    expect(await reader.list(1, 100)).toMatchObject({ ok: true, value: { rows: 1, personas: [{ id: ID }] } });
    expect(await reader.list(2, 100)).toMatchObject({ ok: true, value: { rows: 0, personas: [] } });
  });
});
