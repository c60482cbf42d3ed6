/** A clock that moves only when everybody waits, and a service that answers by it: hours of waiting, exact each time. */
import type { Http, HttpRequest, HttpResult } from '../../../src/bland/http.ts';
import { createRateLimit } from '../../../src/emulator/rate-limit.ts';

export interface SimulatedClock {
  now(): Date;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Moves the clock from wait to wait until the work is done. `isBusy`: something goes on that is no wait. */
  run<T>(work: Promise<T>, isBusy?: () => boolean): Promise<T>;
  /** Milliseconds since the start. */
  elapsed(): number;
}

interface Sleeper {
  readonly until: number;
  wake(): void;
}

const START = Date.parse('2026-03-01T09:00:00Z');

export function createSimulatedClock(): SimulatedClock {
  let time = START;
  let sleepers: Sleeper[] = [];
  const wakeNext = (): void => {
    const [next] = sleepers.toSorted((a, b) => a.until - b.until);
    if (next === undefined) return;
    time = Math.max(time, next.until);
    next.wake();
  };
  return {
    now: () => new Date(time),
    elapsed: () => time - START,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve();
        const wake = (): void => {
          sleepers = sleepers.filter((one) => one !== sleeper);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const sleeper = { until: time + milliseconds, wake };
        sleepers.push(sleeper);
        signal?.addEventListener('abort', wake);
      }),
    run: async (work, isBusy = () => false) => {
      let isDone = false;
      const done = (): void => {
        isDone = true;
      };
      work.then(done, done);
      while (!isDone) {
        await new Promise(setImmediate);
        if (!isDone && !isBusy()) wakeNext();
      }
      return work;
    },
  };
}

export interface SimulatedService extends Http {
  /** Milliseconds since the start, of each request that began. */
  readonly began: number[];
  /** Of each 429. */
  readonly refused: number[];
  /** The most requests that were under way at once. */
  most(): number;
}

export interface SimulatedServiceOptions {
  readonly clock: SimulatedClock;
  /** In any sliding second. */
  readonly perSecond?: number;
  /** From sending to the answer, in milliseconds. */
  readonly latency: number;
  readonly retryAfter?: string;
}

/** A service that has every persona, and counts. Requests are judged half of the latency after they began. */
export function createSimulatedService(options: SimulatedServiceOptions): SimulatedService {
  const { clock, latency, retryAfter = null } = options;
  const isTooMany = createRateLimit(options.perSecond, clock.now);
  const [began, refused]: [number[], number[]] = [[], []];
  let underWay = 0;
  let most = 0;
  const answer = (status: number, body: unknown): HttpResult => {
    return {
      kind: 'answer',
      status,
      location: null,
      garbled: null,
      retryAfter: status === 429 ? retryAfter : null,
      body: JSON.stringify(body),
    };
  };
  return {
    began,
    refused,
    most: () => most,
    send: async (request) => {
      underWay += 1;
      most = Math.max(most, underWay);
      began.push(clock.elapsed());
      await clock.sleep(latency / 2);
      const isRefused = isTooMany();
      if (isRefused) refused.push(clock.elapsed());
      await clock.sleep(latency / 2);
      underWay -= 1;
      return isRefused
        ? answer(429, { data: null, errors: [{ error: 'TOO_MANY_REQUESTS', message: 'slow down' }] })
        : answer(200, personaAt(request));
    },
    close: () => {},
  };
}

function personaAt({ path }: HttpRequest): unknown {
  return { data: { id: path.split('/').at(-1), name: 'Ann', current_draft_version: {} }, errors: [] };
}

/** Numbers in [0, 1), the same each time. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
