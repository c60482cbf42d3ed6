import { request } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { ERROR_SHAPES } from '../../../src/emulator/envelope.ts';
import type { Fault, FaultKind } from '../../../src/emulator/faults.ts';
import type { Emulator } from '../../../src/emulator/server.ts';
import { call, emulate, errorOf, fetchData, KEY, type Reply, send } from './client.ts';

const SEED = [
  { id: 'p-1', name: 'Front desk' },
  { id: 'p-2', name: 'Night desk' },
];
const CHANGE = { body: { name: 'Front desk', role: 'Changed' } };

async function emulateFault(fault: Fault): Promise<Emulator> {
  return emulate({ seed: SEED, faults: [fault] });
}

function patch(emulator: Emulator): Promise<Reply> {
  return send(emulator, 'PATCH', '/v1/personas/p-1', CHANGE);
}

/** What became of one PATCH under a fault: the status, or the socket's error; and whether it was written. */
async function tryPatch(fault: Fault): Promise<{ end: unknown; written: boolean }> {
  const emulator = await emulateFault(fault);
  const end = await patch(emulator).then(
    ({ status }) => status,
    (error) => error.code,
  );
  expect(emulator.injected).toEqual([fault]);
  return { end, written: emulator.store.snapshot('p-1').role === 'Changed' };
}

describe('a fault ends a PATCH so, with the write or without it', () => {
  it.each<[FaultKind, number | string, boolean]>([
    ['status', 500, false],
    ['error_shape', 400, false],
    ['reset_before', 'ECONNRESET', false],
    ['reset_after', 'ECONNRESET', true],
    ['truncate', 'ECONNRESET', true],
    ['html', 502, false],
    ['html_after', 502, true],
    ['errors_under_200', 200, false],
    ['errors_under_200_after', 200, true],
    ['no_data', 200, true],
    ['echo_key', 400, false],
    ['redirect', 302, false],
    ['other_id', 200, true],
  ])('%s: %s, written: %s', async (kind, end, written) => {
    expect(await tryPatch({ kind })).toEqual({ end, written });
  });

  it.each<[FaultKind, boolean]>([
    ['hang_before', false],
    ['hang_after', true],
  ])('%s: no answer, written: %s', async (kind, written) => {
    const emulator = await emulateFault({ kind });
    const arrived = new Promise<void>((resolve) => emulator.onRequest(() => resolve()));
    const hung = patch(emulator);
    const ended = expect(hung).rejects.toMatchObject({ code: 'ECONNRESET' });
    await arrived;
    // A second request on another connection is answered, so the first one had its chance.
    await fetchData(emulator, 'GET', '/v1/personas/p-2');
    expect(emulator.store.snapshot('p-1').role).toBe(written ? 'Changed' : null);
    expect(emulator.injected).toEqual([{ kind }]);
    await emulator.close();
    await ended;
  });
});

describe('the answer of', () => {
  it.each([
    [401, 'AUTH_FAILURE'],
    [404, 'PERSONA_NOT_FOUND'],
    [429, 'TOO_MANY_REQUESTS'],
    [503, 'STATUS_503'],
  ])('status %i has the usual envelope with %s', async (status, error) => {
    const emulator = await emulateFault({ kind: 'status', status });
    expect(errorOf(await call(emulator, 'GET', '/v1/personas/p-1'))).toEqual({ status, error });
  });

  it('status can carry Retry-After and a body of its own', async () => {
    const emulator = await emulateFault({ kind: 'status', status: 429, retryAfter: '7', body: 'slow down' });
    const { headers, text } = await patch(emulator);
    expect([headers['retry-after'], text]).toEqual(['7', 'slow down']);
  });

  it.each(Object.entries(ERROR_SHAPES))('error_shape is verbatim: %s', async (_name, body) => {
    const emulator = await emulateFault({ kind: 'error_shape', status: 422, body });
    const { status, text } = await patch(emulator);
    expect([status, text]).toEqual([422, body]);
    expect(() => JSON.parse(body)).not.toThrow();
  });

  it.each<FaultKind>(['html', 'html_after'])('%s is a page', async (kind) => {
    const { headers, text } = await patch(await emulateFault({ kind, status: 504 }));
    expect(headers['content-type']).toContain('text/html');
    expect(text).toMatch(/^<html>/);
  });

  it.each<FaultKind>(['errors_under_200', 'errors_under_200_after'])('%s has errors', async (kind) => {
    const emulator = await emulateFault({ kind });
    const reply = await call(emulator, 'PATCH', '/v1/personas/p-1', CHANGE);
    expect(errorOf(reply)).toEqual({ status: 200, error: 'SOME_ERROR' });
  });

  it('no_data is an empty object', async () => {
    expect((await patch(await emulateFault({ kind: 'no_data' }))).text).toBe('{}');
  });

  it('echo_key repeats the key in the message, the details and the reason phrase', async () => {
    const { reason, text } = await patch(await emulateFault({ kind: 'echo_key' }));
    expect(reason).toContain(KEY);
    expect(JSON.parse(text)).toMatchObject({
      errors: [{ message: expect.stringContaining(KEY), details: { authorization: KEY } }],
    });
  });

  it('redirect leads elsewhere, where a client that follows is seen', async () => {
    const emulator = await emulateFault({ kind: 'redirect' });
    const { headers } = await send(emulator, 'GET', '/v1/personas/p-1');
    await send(emulator, 'GET', headers.location ?? '');
    expect(emulator.requests[1]?.path).toBe('/elsewhere/v1/personas/p-1');
  });

  it('redirect leads to its body, where it has one', async () => {
    const { headers } = await patch(await emulateFault({ kind: 'redirect', body: 'https://example.invalid/' }));
    expect(headers.location).toBe('https://example.invalid/');
  });

  it('truncate promises more than it sends', async () => {
    const emulator = await emulateFault({ kind: 'truncate' });
    const { promised, bytes } = await new Promise<{ promised: number; bytes: number }>((resolve, reject) => {
      const headers = { authorization: KEY };
      const sent = request(`${emulator.url}/v1/personas/p-1`, { headers }, (answer) => {
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
        });
        answer.on('error', () => resolve({ promised: Number(answer.headers['content-length']), bytes }));
      });
      sent.on('error', reject);
      sent.end();
    });
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(promised);
  });

  it('endless goes on for as long as it is read, and writes nothing', async () => {
    const emulator = await emulateFault({ kind: 'endless' });
    const bytes = await new Promise<number>((resolve, reject) => {
      const options = { method: 'PATCH', headers: { authorization: KEY } };
      const sent = request(`${emulator.url}/v1/personas/p-1`, options, (answer) => {
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > 5_000_000) answer.destroy();
        });
        answer.on('close', () => resolve(bytes));
      });
      sent.on('error', reject);
      sent.end(JSON.stringify(CHANGE.body));
    });
    expect(bytes).toBeGreaterThan(5_000_000);
    expect(emulator.store.snapshot('p-1').role).toBeNull();
  });

  it('endless is ended by close', async () => {
    const emulator = await emulateFault({ kind: 'endless' });
    emulator.onRequest(() => setImmediate(() => emulator.close()));
    await expect(patch(emulator)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('other_id shows another live persona, in an otherwise true answer', async () => {
    const emulator = await emulateFault({ kind: 'other_id' });
    const answer = await fetchData(emulator, 'GET', '/v1/personas/p-1');
    expect(answer).toEqual({ ...emulator.store.snapshot('p-1'), id: 'p-2' });
  });

  it('other_id shows a page of ids that nobody has', async () => {
    const emulator = await emulateFault({ kind: 'other_id' });
    const { text } = await send(emulator, 'GET', '/v1/personas');
    expect(JSON.parse(text).data).toHaveLength(2);
    expect(text).not.toMatch(/"id":"p-\d"/);
  });

  it('other_id on an answer without a persona is the true one, and does not count as injected', async () => {
    const emulator = await emulateFault({ kind: 'other_id' });
    expect((await call(emulator, 'GET', '/v1/personas/p-9')).status).toBe(404);
    expect(emulator.injected).toEqual([]);
    expect(emulator.requests[0]?.fault).toBe('other_id');
  });

  it('a fault after the write is still refused without the key', async () => {
    const emulator = await emulateFault({ kind: 'no_data' });
    await send(emulator, 'PATCH', '/v1/personas/p-1', { ...CHANGE, key: 'another' });
    expect(emulator.store.snapshot('p-1').role).toBeNull();
  });
});

describe('a fault hits', () => {
  async function statuses(emulator: Emulator, count: number, path = '/v1/personas/p-1'): Promise<number[]> {
    const found: number[] = [];
    for (let index = 0; index < count; index += 1) found.push((await send(emulator, 'GET', path)).status);
    return found;
  }

  it('the first request and no other, unless told', async () => {
    expect(await statuses(await emulateFault({ kind: 'status' }), 3)).toEqual([500, 200, 200]);
  });

  it('the n-th matching request', async () => {
    expect(await statuses(await emulateFault({ kind: 'status', nth: 3 }), 4)).toEqual([200, 200, 500, 200]);
  });

  it('so many in a row', async () => {
    const emulator = await emulateFault({ kind: 'status', nth: 2, times: 2 });
    expect(await statuses(emulator, 4)).toEqual([200, 500, 500, 200]);
    expect(emulator.injected).toHaveLength(2);
  });

  it('all from then on, when times is Infinity', async () => {
    const emulator = await emulateFault({ kind: 'status', nth: 2, times: Number.POSITIVE_INFINITY });
    expect(await statuses(emulator, 4)).toEqual([200, 500, 500, 500]);
  });

  it('only its method', async () => {
    const emulator = await emulateFault({ kind: 'status', method: 'PATCH' });
    expect(await statuses(emulator, 2)).toEqual([200, 200]);
    expect((await patch(emulator)).status).toBe(500);
  });

  it.each([['p-2'], [/p-2$/g]])('only its path: %s', async (path) => {
    const emulator = await emulateFault({ kind: 'status', path, times: 2 });
    expect(await statuses(emulator, 2)).toEqual([200, 200]);
    expect(await statuses(emulator, 3, '/v1/personas/p-2')).toEqual([500, 500, 200]);
  });

  it('requests counted from when it was added', async () => {
    const emulator = await emulate({ seed: SEED });
    await statuses(emulator, 2);
    emulator.addFault({ kind: 'status', nth: 2 });
    expect(await statuses(emulator, 3)).toEqual([200, 500, 200]);
  });

  it('alone: of two that are due, the first; the other one counts on', async () => {
    const faults: Fault[] = [
      { kind: 'status', status: 500 },
      { kind: 'status', status: 503, times: 2 },
    ];
    const emulator = await emulate({ seed: SEED, faults });
    expect(await statuses(emulator, 3)).toEqual([500, 503, 200]);
    expect(emulator.injected).toEqual(faults);
  });
});
