import { Agent } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { startEmulator } from '../../../src/emulator/server.ts';
import { call, emulate, errorOf, KEY, send } from './client.ts';

const SEED = [{ id: 'p-1', name: 'Front desk' }];

describe('the key', () => {
  it('is the raw value of the authorization header', async () => {
    const emulator = await emulate({ seed: SEED });
    expect((await call(emulator, 'GET', '/v1/personas/p-1')).status).toBe(200);
  });

  it.each([['Bearer emulator'], ['another'], [''], [null]])('%p is refused with AUTH_FAILURE', async (key) => {
    const emulator = await emulate({ seed: SEED });
    const reply = await call(emulator, 'GET', '/v1/personas/p-1', { key });
    expect(errorOf(reply)).toEqual({ status: 401, error: 'AUTH_FAILURE' });
  });

  it('may be any of several', async () => {
    const emulator = await emulate({ seed: SEED, keys: ['one', 'two'] });
    expect((await call(emulator, 'GET', '/v1/personas/p-1', { key: 'two' })).status).toBe(200);
  });

  it('is asked for before a write', async () => {
    const emulator = await emulate({ seed: SEED });
    await call(emulator, 'PATCH', '/v1/personas/p-1', { key: 'another', body: { name: 'Changed' } });
    expect(emulator.store.snapshot('p-1').name).toBe('Front desk');
  });

  it('is never repeated in a refusal', async () => {
    const emulator = await emulate({ seed: SEED });
    const reply = await send(emulator, 'GET', '/v1/personas', { key: 'org_abcdefabcdefabcdefab' });
    expect(reply.text).not.toContain('org_abc');
  });
});

describe('the envelope', () => {
  it('has data and null errors for one persona', async () => {
    const emulator = await emulate({ seed: SEED });
    const reply = await call(emulator, 'GET', '/v1/personas/p-1');
    expect(reply.body).toMatchObject({ data: { id: 'p-1' }, errors: null });
  });

  it('has an empty list of errors for a page', async () => {
    const emulator = await emulate({ seed: SEED });
    expect((await call(emulator, 'GET', '/v1/personas')).body).toMatchObject({ data: [{ id: 'p-1' }], errors: [] });
  });

  it('has null data and a code, a message and details for an error', async () => {
    const emulator = await emulate();
    expect(await call(emulator, 'GET', '/v1/personas/p-9')).toMatchObject({
      status: 404,
      body: {
        data: null,
        errors: [{ error: 'PERSONA_NOT_FOUND', message: 'no persona p-9', details: { persona_id: 'p-9' } }],
      },
    });
  });

  it.each([
    ['GET', '/'],
    ['GET', '/v2/personas'],
    ['PUT', '/v1/personas/p-1'],
    ['GET', '/v1/personas/'],
    ['GET', '/v1/personas/p-1/other'],
    ['GET', '/v1/personas/%E0%A4%A'],
  ])('is a 404 for %s %s', async (method, path) => {
    const emulator = await emulate({ seed: SEED });
    expect((await call(emulator, method, path)).status).toBe(404);
  });

  it('says NOT_FOUND, not PERSONA_NOT_FOUND, where the path has no id', async () => {
    const emulator = await emulate({ seed: SEED });
    expect(errorOf(await call(emulator, 'GET', '/v1/personas/'))).toEqual({ status: 404, error: 'NOT_FOUND' });
  });

  it.each([['{"name":'], [''], ['[]'], ['"text"']])('is a 400 for the body %p', async (text) => {
    const emulator = await emulate({ seed: SEED });
    const reply = await call(emulator, 'PATCH', '/v1/personas/p-1', { text });
    expect(errorOf(reply)).toEqual({ status: 400, error: 'INVALID_BODY' });
  });
});

describe('the rate limit', () => {
  it('refuses what is more than so many requests in any second', async () => {
    let time = Date.parse('2026-01-05T09:00:00.000Z');
    const emulator = await emulate({ seed: SEED, rateLimit: 2, now: () => new Date(time) });
    const statuses: number[] = [];
    for (const pause of [0, 600, 0, 399, 1, 0]) {
      time += pause;
      statuses.push((await call(emulator, 'GET', '/v1/personas/p-1')).status);
    }
    expect(statuses).toEqual([200, 200, 429, 429, 200, 429]);
  });

  it('answers TOO_MANY_REQUESTS and writes nothing', async () => {
    const emulator = await emulate({ seed: SEED, rateLimit: 0 });
    const reply = await call(emulator, 'PATCH', '/v1/personas/p-1', { body: { name: 'Changed' } });
    expect(errorOf(reply)).toEqual({ status: 429, error: 'TOO_MANY_REQUESTS' });
    expect(emulator.store.snapshot('p-1').name).toBe('Front desk');
  });

  it.each([
    [undefined, 5],
    [50, 50],
  ])('of %p is told as org_rate_limit %p', async (rateLimit, told) => {
    const emulator = await emulate(rateLimit === undefined ? {} : { rateLimit });
    expect((await call(emulator, 'GET', '/v1/me')).body).toMatchObject({
      data: { org_rate_limit: told },
      errors: null,
    });
  });
});

describe('the record of requests', () => {
  it('has each request in order, with its path, persona and body, and never the key', async () => {
    const emulator = await emulate({ seed: SEED, faults: [{ kind: 'status', method: 'PATCH' }] });
    await call(emulator, 'GET', '/v1/personas?page=1&limit=5');
    await call(emulator, 'PATCH', '/v1/personas/p-1', { body: { name: 'Changed' } });
    await call(emulator, 'GET', '/nowhere', { key: null });
    expect(emulator.requests).toEqual([
      { method: 'GET', path: '/v1/personas?page=1&limit=5', persona: null, body: undefined, fault: null },
      { method: 'PATCH', path: '/v1/personas/p-1', persona: 'p-1', body: { name: 'Changed' }, fault: 'status' },
      { method: 'GET', path: '/nowhere', persona: null, body: undefined, fault: null },
    ]);
    expect(JSON.stringify(emulator.requests)).not.toContain(KEY);
  });

  it('is told to listeners before the request is processed', async () => {
    const emulator = await emulate({ seed: SEED });
    emulator.onRequest(({ persona }) => {
      if (persona !== null) emulator.store.edit(persona, { role: 'Changed by somebody' });
    });
    const reply = await call(emulator, 'GET', '/v1/personas/p-1');
    expect(reply.body).toMatchObject({ data: { role: 'Changed by somebody' } });
  });
});

describe('connections', () => {
  it('are kept alive', async () => {
    const emulator = await emulate({ seed: SEED });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    agent.on('free', (socket) => ports.add(socket.localPort));
    await call(emulator, 'GET', '/v1/personas/p-1', { agent });
    await call(emulator, 'PATCH', '/v1/personas/p-1', { agent, body: { name: 'Front desk' } });
    await call(emulator, 'GET', '/v1/personas', { agent });
    agent.destroy();
    expect(ports.size).toBe(1);
  });

  it('are ended by close, and the port is free again', async () => {
    const emulator = await emulate({ seed: SEED, faults: [{ kind: 'hang_before' }] });
    const arrived = new Promise<void>((resolve) => emulator.onRequest(() => resolve()));
    const hung = send(emulator, 'GET', '/v1/personas/p-1');
    const ended = expect(hung).rejects.toThrow('socket hang up');
    await arrived;
    await emulator.close();
    await ended;
    const port = Number(new URL(emulator.url).port);
    const again = await emulate({ port });
    expect(again.url).toBe(emulator.url);
  });

  it('cannot be had on a port that is taken', async () => {
    const { url } = await emulate();
    const taken = startEmulator({ keys: [], seed: [], port: Number(new URL(url).port) });
    await expect(taken).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
