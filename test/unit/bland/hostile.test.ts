/** A service, or somebody in its place, that means no good: each ends in a clear failure, in bounded time and memory. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createReader, createWriter } from '../../../src/bland/client.ts';
import { createHttp, type Http } from '../../../src/bland/http.ts';
import type { FailureKind } from '../../../src/model/service.ts';
import { type RawAnswer, type RawServer, rawAnswer, startRawServer } from './raw-server.ts';

let server: RawServer;
let http: Http;

afterEach(async () => {
  http.close();
  await server.close();
});

async function connect(answer: RawAnswer, timeout = 5000) {
  server = await startRawServer(answer);
  http = createHttp({ baseUrl: server.url, key: 'emulator', userAgent: 'test', timeout });
  const waits: number[] = [];
  const sleep = async (milliseconds: number): Promise<void> => void waits.push(milliseconds);
  const client = { http, now: () => new Date('2026-03-01T09:00:00Z'), sleep, random: () => 0.5 };
  return { reader: createReader(client), writer: createWriter(client), waits };
}

const persona = (fields: object = {}): string =>
  JSON.stringify({ data: { id: 'p-1', name: 'Ann', current_draft_version: {}, ...fields }, errors: [] });

const failure = (kind: FailureKind, message: RegExp, status: number | null = null) => ({
  ok: false,
  failure: expect.objectContaining({ kind, status, message: expect.stringMatching(message) }),
});

const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const chunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const CHUNKED = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';

describe('an answer that cannot be trusted is a failure, after five tries', () => {
  it.each<[string, RawAnswer, object]>([
    [
      'chunks that break off',
      (socket) => void socket.end(`${CHUNKED}${chunk(persona().slice(0, 30))}`),
      failure('unreadable', /broke off/),
    ],
    [
      'whole chunks without an end',
      (socket) => void socket.end(`${CHUNKED}${chunk(persona())}`),
      failure('unreadable', /broke off/),
    ],
    [
      'a body that is shorter than its length',
      (socket) => void socket.end(rawAnswer(persona()).subarray(0, -1)),
      failure('unreadable', /broke off/),
    ],
    [
      'HTTP/1.0 without a length, cut short',
      (socket) => void socket.end(`HTTP/1.0 200 OK\r\n\r\n${persona().slice(0, -1)}`),
      failure('unreadable', /not JSON/, 200),
    ],
    [
      'an encoding that nobody asked for',
      (socket) => void socket.write(rawAnswer(deflateSync(persona()), ['content-encoding: deflate'])),
      failure('unreadable', /encoded \(deflate\), which was not asked for/, 200),
    ],
    [
      'gzip that is none',
      (socket) => void socket.write(rawAnswer(persona(), ['content-encoding: gzip'])),
      failure('unreadable', /the answer cannot be decoded \(gzip\)/, 200),
    ],
    [
      'gzip that breaks off',
      (socket) => void socket.write(rawAnswer(gzipSync(persona()).subarray(0, -9), ['content-encoding: gzip'])),
      failure('unreadable', /the answer cannot be decoded \(gzip\)/, 200),
    ],
    [
      'invalid UTF-8 in a prompt',
      (socket) => void socket.write(rawAnswer(Buffer.from(persona({ role: 'caf\u00e9' }), 'latin1'))),
      failure('unreadable', /not valid UTF-8/, 200),
    ],
    [
      'JSON of 100,000 levels',
      (socket) => void socket.write(rawAnswer(`{"data":${deep(100_000)}}`)),
      failure('unreadable', /nested too deeply/, 200),
    ],
    [
      'an error of 100,000 levels',
      (socket) => void socket.write(rawAnswer(`{"errors":${deep(100_000)}}`)),
      failure('unreadable', /nested too deeply/, 200),
    ],
    [
      'a flood of headers',
      (socket) => void socket.write(rawAnswer(persona(), [`x-flood: ${'x'.repeat(100_000)}`])),
      failure('network', /header/i),
    ],
    ['no HTTP at all', (socket) => void socket.end('SSH-2.0-OpenSSH_9.6\r\n'), failure('network', /Parse Error/)],
    [
      'another protocol',
      (socket) => void socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
      failure('network', /another protocol/),
    ],
    ['a connection closed without a word', (socket) => void socket.end(), failure('network', /hang up/)],
  ])('%s', async (_, answer, expected) => {
    const { reader, waits } = await connect(answer);
    expect(await reader.get('p-1')).toEqual(expected);
    expect(waits).toHaveLength(4);
  });
});

describe('an answer that is odd but whole is read', () => {
  it.each<[string, RawAnswer]>([
    ['HTTP/1.0 without a length', (socket) => void socket.end(`HTTP/1.0 200 OK\r\n\r\n${persona()}`)],
    ['many small chunks', (socket) => void socket.write(`${CHUNKED}${[...persona()].map(chunk).join('')}0\r\n\r\n`)],
    ['a byte order mark', (socket) => void socket.write(rawAnswer(`\ufeff${persona()}`))],
    ['a prompt of eight megabytes', (socket) => void socket.write(rawAnswer(persona({ role: 'x'.repeat(2 ** 23) })))],
    ['gzip', (socket) => void socket.write(rawAnswer(gzipSync(persona()), ['content-encoding: GZIP']))],
    ['br', (socket) => void socket.write(rawAnswer(brotliCompressSync(persona()), ['content-encoding: br']))],
    ['a hundred levels', (socket) => void socket.write(rawAnswer(persona({ extra: JSON.parse(deep(100)) })))],
  ])('%s', async (_, answer) => {
    const { reader } = await connect(answer);
    expect(await reader.get('p-1')).toMatchObject({ ok: true, value: { id: 'p-1' } });
  });

  it('another persona’s id is kept as it came, for the plan to judge', async () => {
    const { reader } = await connect((socket) => void socket.write(rawAnswer(persona({ id: 'p-2' }))));
    expect(await reader.get('p-1')).toMatchObject({ ok: true, value: { id: 'p-2' } });
  });

  it('keys that objects have by nature are data', async () => {
    const body = '{"data":{"id":"p-1","__proto__":{"x":1},"constructor":2,"current_draft_version":{}}}';
    const { reader } = await connect((socket) => void socket.write(rawAnswer(body)));
    const answer = await reader.get('p-1');
    expect(answer.ok && JSON.stringify(answer.value.root)).toBe('{"id":"p-1","__proto__":{"x":1},"constructor":2}');
  });
});

describe('size', () => {
  const LIMIT = 16 * 2 ** 20;
  const ofSize = (bytes: number): string => {
    const empty = persona({ role: '' });
    return persona({ role: 'x'.repeat(bytes - empty.length) });
  };

  it('16 MiB are read, one byte more is not', async () => {
    const sizes = [LIMIT, LIMIT + 1];
    const { reader } = await connect((socket) => void socket.write(rawAnswer(ofSize(sizes.shift() ?? LIMIT + 1))));
    expect((await reader.get('p-1')).ok).toBe(true);
    expect(await reader.get('p-1')).toEqual(failure('unreadable', /more than 16 MiB/));
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('16 MiB are read out of %s, and no byte more', async (encoding, compress) => {
    const sizes = [LIMIT, LIMIT + 1];
    const answer = (): Buffer => compress(ofSize(sizes.shift() ?? LIMIT + 1));
    const { reader } = await connect(
      (socket) => void socket.write(rawAnswer(answer(), [`content-encoding: ${encoding}`])),
    );
    expect((await reader.get('p-1')).ok).toBe(true);
    expect(await reader.get('p-1')).toEqual(failure('unreadable', /more than 16 MiB/));
  });

  it('a message of a megabyte is cut, at a space, so that no key is cut in half', async () => {
    const key = `org_${'k'.repeat(40)}`;
    const message = `${'no '.repeat(325)}${key}${' no'.repeat(300_000)}`;
    const { reader } = await connect(
      (socket) => void socket.write(rawAnswer(JSON.stringify({ errors: [{ message }] }), [], '400 Bad Request')),
    );
    const answer = await reader.get('p-1');
    const shown = answer.ok ? '' : answer.failure.message;
    expect(shown).toMatch(/^no no .* no … \(\d+ characters\)$/);
    expect(shown.length).toBeLessThan(1100);
    expect(shown).not.toContain('kk');
  });

  it('a message without any space is only counted', async () => {
    const body = JSON.stringify({ error: 'x'.repeat(5000) });
    const { reader } = await connect((socket) => void socket.write(rawAnswer(body, [], '400 Bad Request')));
    expect(await reader.get('p-1')).toEqual(failure('refused', /^… \(5000 characters\)$/, 400));
  });
});

describe('time', () => {
  it('an answer that trickles meets the limit of its try', async () => {
    const { reader } = await connect((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
      const timer = setInterval(() => socket.write(' '), 5);
      socket.on('close', () => clearInterval(timer));
    }, 40);
    expect(await reader.get('p-1')).toEqual(failure('timeout', /no answer within/));
    expect(server.requests).toHaveLength(5);
  });

  it('headers that never end meet it too', async () => {
    const { reader } = await connect((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write('x-a: b\r\n'), 5);
      socket.on('close', () => clearInterval(timer));
    }, 40);
    expect(await reader.get('p-1')).toEqual(failure('timeout', /no answer within/));
  });

  it('so do interim answers without end', async () => {
    const { reader } = await connect((socket) => {
      const timer = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 5);
      socket.on('close', () => clearInterval(timer));
    }, 40);
    expect(await reader.get('p-1')).toEqual(failure('timeout', /no answer within/));
  });
});

describe('the status counts, whatever the body', () => {
  const page = Buffer.from('<p>caf\u00e9</p>', 'latin1');
  it.each<[string, string[], FailureKind, number]>([
    ['401 Unauthorized', [], 'unauthorized', 1],
    ['404 Not Found', ['content-encoding: gzip'], 'not_found', 1],
    ['422 Unprocessable', [], 'refused', 1],
    ['408 Request Timeout', [], 'server', 5],
    ['425 Too Early', [], 'refused', 1],
    ['429 Too Many Requests', ['content-encoding: br'], 'rate_limited', 5],
    ['502 Bad Gateway', [], 'server', 5],
  ])('%s with a body that is no text', async (status, headers, kind, tries) => {
    const { reader } = await connect((socket) => void socket.write(rawAnswer(page, headers, status)));
    expect(await reader.get('p-1')).toMatchObject({ ok: false, failure: { kind, status: Number(status.slice(0, 3)) } });
    expect(server.requests).toHaveLength(tries);
  });

  it.each([
    ['PERSONA_NOT_FOUND', 'not_found'],
    ['AUTH_FAILURE', 'unauthorized'],
    ['TOO_MANY_REQUESTS', 'rate_limited'],
  ])('under 200 the code %s does', async (error, kind) => {
    const body = JSON.stringify({ data: null, errors: [{ error, message: 'no' }] });
    const { reader } = await connect((socket) => void socket.write(rawAnswer(body)));
    expect(await reader.get('p-1')).toMatchObject({ ok: false, failure: { kind, code: error } });
  });
});

describe('Retry-After', () => {
  it.each([
    ['Sun, 01 Mar 2026 09:00:07 GMT', 7000],
    ['3600', 60_000],
    ['-1', 375],
    ['0', 375],
  ])('%s', async (retryAfter, expected) => {
    let refused = false;
    const { reader, waits } = await connect((socket) => {
      const isFirst = !refused;
      refused = true;
      socket.write(isFirst ? rawAnswer('{}', [`retry-after: ${retryAfter}`], '429 Slow') : rawAnswer(persona()));
    });
    expect((await reader.get('p-1')).ok).toBe(true);
    expect(waits).toEqual([expected]);
  });
});

describe('a redirect', () => {
  it.each(['301 Moved', '302 Found', '307 Temporary', '308 Permanent'])(
    '%s to another host is not followed, by reads or writes: it never hears of the key',
    async (status) => {
      const other = await startRawServer((socket) => void socket.write(rawAnswer(persona())));
      const { reader, writer } = await connect(
        (socket) => void socket.write(rawAnswer('', [`location: ${other.url}/v1/personas/p-1`], status)),
      );
      expect(await reader.get('p-1')).toEqual(
        failure('refused', /redirects are not followed/, Number(status.slice(0, 3))),
      );
      expect((await writer.patch('p-1', { name: 'Ann' })).ok).toBe(false);
      expect(server.requests).toHaveLength(2);
      expect(other.requests).toEqual([]);
      await other.close();
    },
  );
});

describe('kept connections that the other side closes without a word', () => {
  /** Answers the first request of each connection, and resets it at the second. */
  const stale: RawAnswer = (socket, _line, place) =>
    void (place === 1 ? socket.write(rawAnswer(persona())) : socket.resetAndDestroy());

  it('a read is tried again; after that no connection is kept', async () => {
    const { reader } = await connect(stale);
    for (const _ of [1, 2, 3, 4]) expect((await reader.get('p-1')).ok).toBe(true);
    expect(server.requests.map(({ connection }) => connection)).toEqual([1, 1, 2, 3, 4]);
  });

  it('a write is not repeated, but left to be settled; the next one meets a fresh connection', async () => {
    const { reader, writer } = await connect(stale);
    await reader.get('p-1');
    expect(await writer.patch('p-1', { name: 'Ann' })).toEqual(failure('network', /ECONNRESET|hang up/));
    expect((await reader.get('p-1')).ok).toBe(true);
    expect((await writer.patch('p-1', { name: 'Ann' })).ok).toBe(true);
    expect(server.requests.map(({ line }) => line.split(' ')[0])).toEqual(['GET', 'PATCH', 'GET', 'PATCH']);
  });
});
