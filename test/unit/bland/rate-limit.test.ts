/**
 * A run of 300 requests against an account that allows five a second, on a simulated clock: no failure, few 429s. The
 * figures are bounds of what was measured over ten random seeds; a sliding second is the strictest reading of "5".
 */
import { describe, expect, it } from '@jest/globals';
import pLimit from 'p-limit';
import { createReader, createWriter } from '../../../src/bland/client.ts';
import { createHttp, type Http } from '../../../src/bland/http.ts';
import { createLimiter } from '../../../src/bland/limiter.ts';
import { startEmulator } from '../../../src/emulator/server.ts';
import { createRandom, createSimulatedClock, createSimulatedService, type SimulatedClock } from './simulated.ts';

const calm = new AbortController().signal;
const idsOf = (count: number): string[] => Array.from({ length: count }, (_, at) => `p-${at}`);

interface Load {
  readonly http: Http;
  readonly clock: SimulatedClock;
  readonly concurrency: number;
  readonly seed?: number;
  readonly isBusy?: () => boolean;
}

/** Returns the failures. */
function readAll({ http, clock, concurrency, seed = 1, isBusy }: Load): Promise<unknown[]> {
  const limiter = createLimiter({ ...clock, concurrency });
  const reader = createReader({ http, limiter, ...clock, random: createRandom(seed) });
  const answers = Promise.all(idsOf(300).map((id) => reader.get(id, calm)));
  return clock.run(answers, isBusy).then((all) => all.filter((answer) => !answer.ok));
}

/** A look and a write for each of 150 personas, as apply does it; returns the failures. */
function writeAll({ http, clock, concurrency, seed = 1, isBusy }: Load): Promise<unknown[]> {
  const limiter = createLimiter({ ...clock, concurrency });
  const client = { http, limiter, ...clock, random: createRandom(seed) };
  const [reader, writer, limit] = [createReader(client), createWriter(client), pLimit(concurrency)];
  /** As apply does it: after 429 a look again, five times at most. */
  const lookAndWrite = async (id: string) => {
    for (let attempt = 1; ; attempt += 1) {
      const look = await reader.get(id, calm);
      const write = await writer.patch(id, { name: 'Ann' });
      if (write.ok || write.failure.status !== 429 || attempt === 5) return [look, write];
    }
  };
  const answers = Promise.all(idsOf(150).map((id) => limit(() => lookAndWrite(id))));
  return clock.run(answers, isBusy).then((all) => all.flat().filter((answer) => !answer.ok));
}

const loads = [
  ['reads', readAll],
  ['looks and writes', writeAll],
] as const;

describe.each(loads)('300 %s at five a second', (_, load) => {
  describe.each([undefined, '1'])('with Retry-After: %s', (retryAfter) => {
    it.each([
      [1, 40],
      [4, 4],
      [4, 40],
      [8, 40],
      [8, 300],
      [64, 40],
    ])('%i at once, %i ms each: none fails, at most 18 are refused', async (concurrency, latency) => {
      for (const seed of [1, 2, 3]) {
        const clock = createSimulatedClock();
        const http = createSimulatedService({
          clock,
          perSecond: 5,
          latency,
          ...(retryAfter === undefined ? {} : { retryAfter }),
        });
        expect(await load({ http, clock, concurrency, seed })).toEqual([]);
        expect(http.refused.length).toBeLessThanOrEqual(18);
        expect(http.most()).toBeLessThanOrEqual(concurrency);
        expect(clock.elapsed()).toBeLessThan(120_000);
      }
    });
  });

  it('the emulator says the same over real HTTP', async () => {
    const clock = createSimulatedClock();
    const seed = idsOf(300).map((id) => ({ id, name: id }));
    const emulator = await startEmulator({ keys: ['emulator'], seed, rateLimit: 5, now: clock.now });
    const real = createHttp({ baseUrl: emulator.url, key: 'emulator', userAgent: 'test', timeout: 30_000 });
    let underWay = 0;
    const send: Http['send'] = async (request) => {
      await clock.sleep(20);
      underWay += 1;
      return real.send(request).finally(() => {
        underWay -= 1;
      });
    };
    expect(await load({ http: { ...real, send }, clock, concurrency: 4, isBusy: () => underWay > 0 })).toEqual([]);
    expect(emulator.requests.length).toBeLessThanOrEqual(318);
    real.close();
    await emulator.close();
  });
});

it('without a 429 there is no wait: 300 requests, 8 at once, 100 ms each', async () => {
  const clock = createSimulatedClock();
  const http = createSimulatedService({ clock, latency: 100 });
  expect(await readAll({ http, clock, concurrency: 8 })).toEqual([]);
  expect(http.most()).toBe(8);
  expect(clock.elapsed()).toBe(3800);
});

it('a write goes before looks that wait: one look at most comes between', async () => {
  const clock = createSimulatedClock();
  const sent: string[] = [];
  const service = createSimulatedService({ clock, latency: 40 });
  const send: Http['send'] = (request) => {
    sent.push(`${request.method} ${request.path.split('/').at(-1)}`);
    return service.send(request);
  };
  const limiter = createLimiter({ ...clock, concurrency: 1 });
  const client = { http: { ...service, send }, limiter, ...clock, random: () => 0.5 };
  const [reader, writer] = [createReader(client), createWriter(client)];
  const work = idsOf(3).map(async (id) => {
    await reader.get(id, calm);
    await writer.patch(id, { name: 'Ann' });
  });
  await clock.run(Promise.all(work));
  expect(sent).toEqual(['GET p-0', 'GET p-1', 'PATCH p-0', 'PATCH p-1', 'GET p-2', 'PATCH p-2']);
});
