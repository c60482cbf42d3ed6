/** What becomes of requests when the run is interrupted while they wait. */
import { expect, it } from '@jest/globals';
import { createReader, createWriter } from '../../../src/bland/client.ts';
import { createLimiter } from '../../../src/bland/limiter.ts';
import { readPersonas } from '../../../src/bland/read.ts';
import { createSimulatedClock, createSimulatedService } from './simulated.ts';

/** A service of one request a second that asks for a minute of pause after each one too many. */
function createDesk(concurrency: number) {
  const clock = createSimulatedClock();
  const interruption = new AbortController();
  const http = createSimulatedService({ clock, perSecond: 1, latency: 100, retryAfter: '60' });
  const interrupted = interruption.signal;
  const limiter = createLimiter({ ...clock, concurrency, interrupted });
  const client = { http, limiter, ...clock, random: () => 0.5, interrupted };
  const interruptAt = (milliseconds: number): void => {
    void clock.sleep(milliseconds).then(() => interruption.abort());
  };
  return { clock, http, interrupted, interruptAt, reader: createReader(client), writer: createWriter(client) };
}

it('reads that wait for their turn end at once, unsent', async () => {
  const { clock, http, interrupted, interruptAt, reader } = createDesk(2);
  interruptAt(5000);
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const answers = await clock.run(readPersonas(reader, ids, { interrupted, onProgress: () => {} }));
  expect(clock.elapsed()).toBe(5000);
  expect(http.began).toEqual([0, 0, 100]);
  expect([...answers.values()].filter((answer) => answer.ok)).toHaveLength(1);
});

it('a write that waits for its turn is not begun', async () => {
  const { clock, http, interruptAt, writer } = createDesk(1);
  interruptAt(50);
  const [first, second] = await clock.run(
    Promise.all([writer.patch('a', { name: 'a' }), writer.patch('b', { name: 'b' })]),
  );
  expect(first.ok).toBe(true);
  expect(second).toMatchObject({
    ok: false,
    failure: { kind: 'unsent', message: expect.stringContaining('interrupted') },
  });
  expect(http.began).toEqual([0]);
});

it('a write that was refused by 429 is not sent again by itself, and a look that waits out its pause ends at once', async () => {
  const { clock, http, interruptAt, reader, writer, interrupted } = createDesk(1);
  interruptAt(5000);
  await clock.run(reader.get('a'));
  expect(await clock.run(writer.patch('a', { name: 'a' }))).toMatchObject({ ok: false, failure: { status: 429 } });
  expect(await clock.run(reader.get('a', interrupted))).toMatchObject({ ok: false, failure: { kind: 'unsent' } });
  expect(clock.elapsed()).toBe(5000);
  expect(http.began).toHaveLength(2);
});

it('a look at a write is sent after the interruption, and tried again within seconds', async () => {
  const { clock, interruptAt, reader } = createDesk(1);
  interruptAt(150);
  await clock.run(reader.get('a', new AbortController().signal));
  expect((await clock.run(reader.get('a'))).ok).toBe(true);
  expect(clock.elapsed()).toBeLessThan(3000);
});
