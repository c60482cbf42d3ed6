/** The laws of the limiter, on a simulated clock. */
import { describe, expect, it } from '@jest/globals';
import { createLimiter, type Limiter, QUIET_STRETCH, type Tried, type Turn } from '../../../src/bland/limiter.ts';
import type { FailureKind } from '../../../src/model/service.ts';
import { createSimulatedClock, type SimulatedClock } from './simulated.ts';

const BEGINS: Turn = { continues: false };
const CONTINUES: Turn = { continues: true };
const OK: Tried = { answer: { ok: true, value: null }, pause: null };

function failed(kind: FailureKind, pause: number | null = null): Tried {
  return { answer: { ok: false, failure: { kind, status: null, code: null, message: kind } }, pause };
}

interface Bench {
  readonly clock: SimulatedClock;
  readonly limiter: Limiter;
  readonly interruption: AbortController;
  /** What began, at which millisecond. */
  readonly began: (readonly [string, number])[];
  most(): number;
  /** Asks for a request that ends with that. */
  ask(name: string, tried?: Tried, turn?: Turn): Promise<unknown>;
  /** As many successes. */
  askMany(count: number): Promise<unknown>;
  /** The most under way among as many successes, begun from now on. */
  limitSeen(count?: number): Promise<number>;
}

/** `duration` of a request in milliseconds. */
function createBench(concurrency: number, duration = 10): Bench {
  const clock = createSimulatedClock();
  const interruption = new AbortController();
  const limiter = createLimiter({ ...clock, concurrency, interrupted: interruption.signal });
  const began: (readonly [string, number])[] = [];
  let [underWay, most] = [0, 0];
  const ask: Bench['ask'] = (name, tried = OK, turn = BEGINS) => {
    const send = async (): Promise<Tried> => {
      began.push([name, clock.elapsed()]);
      underWay += 1;
      most = Math.max(most, underWay);
      await clock.sleep(duration);
      underWay -= 1;
      return tried;
    };
    return limiter.run(send, turn);
  };
  const askMany = (count: number) => clock.run(Promise.all(Array.from({ length: count }, () => ask('one'))));
  const limitSeen = async (count = 16): Promise<number> => {
    most = 0;
    await askMany(count);
    return most;
  };
  return { clock, limiter, interruption, began, most: () => most, ask, askMany, limitSeen };
}

describe('the limit', () => {
  it('is never exceeded, and is reached', async () => {
    for (const concurrency of [1, 2, 3, 8, 64]) {
      const bench = createBench(concurrency);
      await bench.askMany(300);
      expect(bench.most()).toBe(concurrency);
    }
  });

  it('starts at four and rises with each answer, so that a small allowance is not overrun', async () => {
    const { clock, ask, began } = createBench(64);
    await clock.run(Promise.all(Array.from({ length: 20 }, () => ask('one'))));
    expect(began.filter(([, at]) => at === 0)).toHaveLength(4);
    expect(began.filter(([, at]) => at === 10)).toHaveLength(8);
  });

  it('halves once for all 429s of requests that were under way together', async () => {
    const { clock, ask, askMany, limitSeen } = createBench(8);
    await askMany(40);
    await clock.run(Promise.all(Array.from({ length: 8 }, () => ask('many', failed('rate_limited', 100)))));
    expect(await limitSeen(8)).toBe(4);
  });

  it('halves again for each episode after it, down to one', async () => {
    const bench = createBench(8, 1000);
    await bench.askMany(40);
    for (const expected of [4, 2, 1, 1]) {
      await bench.clock.run(bench.ask('refused', failed('rate_limited', 100)));
      expect(await bench.limitSeen(8)).toBe(expected);
    }
  });

  it('climbs by one after each quiet stretch, up to what was told', async () => {
    const bench = createBench(4);
    await bench.clock.run(bench.ask('refused', failed('rate_limited', 100)));
    expect(await bench.limitSeen(QUIET_STRETCH)).toBe(2);
    expect(await bench.limitSeen(QUIET_STRETCH)).toBe(3);
    expect(await bench.limitSeen(QUIET_STRETCH)).toBe(4);
    expect(await bench.limitSeen(QUIET_STRETCH)).toBe(4);
  });
});

describe('a pause', () => {
  it('holds all requests until its time has passed, then one goes alone', async () => {
    const { clock, ask, began } = createBench(4);
    await clock.run(ask('refused', failed('rate_limited', 5000)));
    await clock.run(Promise.all([ask('a'), ask('b'), ask('c'), ask('d')]));
    expect(began.slice(1)).toEqual([
      ['a', 5010],
      ['b', 5020],
      ['c', 5020],
      ['d', 5030],
    ]);
  });

  it('lasts as long as the longest that was asked for', async () => {
    const { clock, ask, began } = createBench(4);
    const asked = [3000, 9000, 1000].map((pause) => ask('refused', failed('rate_limited', pause)));
    await clock.run(Promise.all([...asked, ask('ok'), ask('next')]));
    expect(began.at(-1)).toEqual(['next', 9010]);
  });

  it('ends at once when the run is interrupted', async () => {
    const { clock, ask, began, interruption } = createBench(1);
    const asked = [ask('refused', failed('rate_limited', 60_000)), ask('settle', OK, CONTINUES)];
    void clock.sleep(500).then(() => interruption.abort());
    await clock.run(Promise.all(asked));
    expect(began).toEqual(
      [
        ['refused', 0],
        ['settle', 500],
      ].toSorted(([, a], [, b]) => Number(a) - Number(b)),
    );
  });
});

describe('a wait between two tries', () => {
  it('holds no place', async () => {
    const { clock, ask, began, limiter } = createBench(1);
    await clock.run(Promise.all([limiter.rest(20_000), ask('other')]));
    expect(began).toEqual([['other', 0]]);
  });

  it('is short after an interruption, so that a write can still be settled', async () => {
    const { clock, limiter, interruption } = createBench(1);
    interruption.abort();
    await clock.run(limiter.rest(20_000));
    expect(clock.elapsed()).toBe(1000);
  });
});

describe('the order', () => {
  it('what continues something goes first, each kind in the order of asking', async () => {
    const { clock, ask, began } = createBench(1);
    const asked = [
      ask('first'),
      ask('new 1'),
      ask('write 1', OK, CONTINUES),
      ask('new 2'),
      ask('write 2', OK, CONTINUES),
    ];
    await clock.run(Promise.all(asked));
    expect(began.map(([name]) => name)).toEqual(['first', 'write 1', 'write 2', 'new 1', 'new 2']);
  });
});

describe('the stop', () => {
  it('after a refused key nothing begins, and whatever waits ends with that failure', async () => {
    const { clock, ask, began } = createBench(2);
    const refused = failed('unauthorized');
    const names = ['a', 'b', 'c', 'd', 'e'];
    const ends = await clock.run(Promise.all(names.map((name) => ask(name, refused))));
    expect(began.map(([name]) => name)).toEqual(['a', 'b']);
    const failure = refused.answer.ok ? null : refused.answer.failure;
    expect(ends.slice(2)).toEqual([{ withheld: failure }, { withheld: failure }, { withheld: failure }]);
    expect(await ask('later')).toEqual({ withheld: failure });
  });

  it('cuts a pause short: no promise is left behind', async () => {
    const { clock, ask, began } = createBench(4);
    const asked = [ask('refused', failed('rate_limited', 60_000)), ask('key', failed('unauthorized'))];
    const waiting = Array.from({ length: 50 }, (_, at) => ask(`waits ${at}`));
    await clock.run(Promise.all([...asked, ...waiting]));
    expect(clock.elapsed()).toBeLessThan(100);
    expect(began.length).toBeLessThanOrEqual(4);
  });

  it('a request that is called off while it waits is never begun', async () => {
    const { clock, ask, began } = createBench(1);
    const off = new AbortController();
    const asked = [ask('first'), ask('second', OK, { continues: false, calledOff: off.signal })];
    off.abort();
    expect(await clock.run(Promise.all(asked))).toEqual([OK, { withheld: null }]);
    expect(await ask('third', OK, { continues: true, calledOff: off.signal })).toEqual({ withheld: null });
    expect(began).toEqual([['first', 0]]);
  });
});

it('closing ends the waits, so that none holds the process', async () => {
  const { clock, limiter } = createBench(1);
  const rest = limiter.rest(60_000);
  limiter.close();
  await clock.run(rest);
  expect(clock.elapsed()).toBe(0);
});

it('a clock that stands still holds nobody up', async () => {
  const limiter = createLimiter({ concurrency: 4, now: () => new Date(0), sleep: async () => {} });
  const ends = Array.from({ length: 100 }, (_, at) =>
    limiter.run(async () => (at % 7 === 0 ? failed('rate_limited', 500) : OK), BEGINS),
  );
  expect(await Promise.all(ends)).toHaveLength(100);
});
