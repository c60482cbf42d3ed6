/**
 * Lets requests through one by one, so that a rate limit is met seldom and never ends a run.
 *
 * What it bounds are *tries*: a place is held from a request's first byte to its answer's last. A request that waits for
 * its next try holds none, so others go on; and a persona that `apply` works on needs several requests, each with a
 * place of its own. `apply` bounds its personas beside this (execute.ts): that keeps a write close to its fresh look.
 *
 * Four things decide whether another may begin:
 *
 * - **the limit**: halved when the service answers 429, once for all requests that were under way together; one more
 *   after a quiet stretch, up to what the user allows.
 * - **the pause**: after a 429 nobody sends until its time has passed. Then one request goes first and alone, since a
 *   pause that was too short would otherwise cost each of them a try.
 * - **the pace**: the gap between two requests, learnt from 429s (pace.ts). Without any, there is none.
 * - **the stop**: after 401 or 403 nothing begins, and what waits ends with that failure.
 *
 * Requests that continue something (a write, a look at a write) go before those that begin something.
 *
 * Why not p-limit: it hands out a place before the wait, so a request that waits out a pause would count as under way, and
 * would begin beyond a limit that fell meanwhile; and its queue knows no order and no end. Time is measured by waiting
 * alone, so a clock that stands still or jumps holds nobody up.
 */
import { setMaxListeners } from 'node:events';
import type { Io } from '../io.ts';
import type { Answer, ServiceFailure } from '../model/service.ts';
import { createPace } from './pace.ts';

/** The limit to begin with. Until the first 429 each answer raises it by one, so that a small allowance is not overrun. */
const FIRST_LIMIT = 4;

/** So many answers in a row without a 429 are a quiet stretch. */
export const QUIET_STRETCH = 40;

/** Waits that begin after an interruption are cut to this, in milliseconds: a write has to be settled, but soon. */
export const LONGEST_WAIT_INTERRUPTED = 1000;

export interface LimiterOptions extends Pick<Io, 'now' | 'sleep'> {
  /** The most requests to have under way; at least 1. */
  readonly concurrency: number;
  /** Ends the waits under way when it fires. */
  readonly interrupted?: AbortSignal;
}

/** When a request may begin. */
export interface Turn {
  /** It continues something that was begun, and goes before what begins something. */
  readonly continues: boolean;
  /** Once fired, the request is not begun any more. */
  readonly calledOff?: AbortSignal | undefined;
}

/** What the limiter has to know of one try. */
export interface Tried {
  readonly answer: Answer<unknown>;
  /** After a 429: how long nobody is to send, in milliseconds. */
  readonly pause: number | null;
}

/** The request was never begun: the run was stopped by this failure, or (null) it was called off. */
export interface Withheld {
  readonly withheld: ServiceFailure | null;
}

export interface Limiter {
  /** Runs one try when its turn has come. Rejects only when `send` does. */
  run<T extends Tried>(send: () => Promise<T>, turn: Turn): Promise<T | Withheld>;
  /** Waits, in milliseconds, without holding a place. Ends early when the run stops or is interrupted. */
  rest(milliseconds: number): Promise<void>;
  /** Ends all waits, so that none holds the process. */
  close(): void;
}

export function createLimiter(options: LimiterOptions): Limiter {
  return new RequestLimiter(options);
}

interface Waiting {
  readonly turn: Turn;
  begin(): void;
  /** Ends it, unsent. */
  end(why: ServiceFailure | null): void;
}

class RequestLimiter implements Limiter {
  readonly #options: LimiterOptions;
  readonly #pace;
  /** Fires when no wait makes sense any more. */
  readonly #ended = new AbortController();
  /** Fires when waits under way have to end: then, or when the run is interrupted. */
  readonly #hurry = new AbortController();
  #waiting: Waiting[] = [];
  #underWay = 0;
  #limit: number;
  /** Answers without 429 since the last change of the limit. */
  #quiet = 0;
  /** Counts the falls of the limit: a 429 to a request from before the last one tells nothing new. */
  #falls = 0;
  /** After a pause, until an answer shows that it was long enough. */
  #goesAlone = false;
  #pauses = 0;
  #isInGap = false;
  #stopped: ServiceFailure | null = null;

  constructor(options: LimiterOptions) {
    this.#options = options;
    this.#limit = Math.min(FIRST_LIMIT, options.concurrency);
    this.#pace = createPace(() => options.now().getTime());
    const stopping = [this.#ended.signal, ...(options.interrupted === undefined ? [] : [options.interrupted])];
    // Many may wait at once, and each listens: here, and for what calls its turn off.
    setMaxListeners(0, ...stopping, this.#hurry.signal);
    for (const signal of stopping) signal.addEventListener('abort', () => this.#hurry.abort(), { once: true });
  }

  run<T extends Tried>(send: () => Promise<T>, turn: Turn): Promise<T | Withheld> {
    return new Promise((resolve, reject) => {
      const begin = (): void => void this.#try(send).then(resolve, reject);
      const end = (withheld: ServiceFailure | null): void => resolve({ withheld });
      if (this.#isOver(turn)) return end(this.#stopped);
      if (turn.calledOff !== undefined) {
        setMaxListeners(0, turn.calledOff);
        turn.calledOff.addEventListener('abort', this.#dropOver);
      }
      this.#enqueue({ turn, begin, end });
      this.#admit();
    });
  }

  async rest(milliseconds: number): Promise<void> {
    const { interrupted, sleep } = this.#options;
    if (this.#ended.signal.aborted) return;
    if (interrupted?.aborted !== true) await sleep(milliseconds, this.#hurry.signal);
    else await sleep(Math.min(milliseconds, LONGEST_WAIT_INTERRUPTED), this.#ended.signal);
  }

  close(): void {
    this.#ended.abort();
  }

  #isOver({ calledOff }: Turn): boolean {
    return this.#stopped !== null || calledOff?.aborted === true;
  }

  /** Ends the waiting requests that will never begin. */
  readonly #dropOver = (): void => {
    const over = this.#waiting.filter(({ turn }) => this.#isOver(turn));
    this.#waiting = this.#waiting.filter(({ turn }) => !this.#isOver(turn));
    for (const { end } of over) end(this.#stopped);
  };

  #enqueue(request: Waiting): void {
    const behind = request.turn.continues ? this.#waiting.findIndex(({ turn }) => !turn.continues) : -1;
    this.#waiting.splice(behind === -1 ? this.#waiting.length : behind, 0, request);
  }

  /** Begins whatever may begin. */
  #admit(): void {
    while (this.#waiting.length > 0 && this.#mayBegin()) this.#waiting.shift()?.begin();
  }

  #mayBegin(): boolean {
    return this.#pauses === 0 && !this.#isInGap && this.#underWay < (this.#goesAlone ? 1 : this.#limit);
  }

  async #try<T extends Tried>(send: () => Promise<T>): Promise<T> {
    const falls = this.#falls;
    this.#underWay += 1;
    if (this.#pace.gap() > 0) void this.#keepGap();
    try {
      const tried = await send();
      this.#learn(tried, falls === this.#falls);
      return tried;
    } finally {
      this.#underWay -= 1;
      this.#admit();
    }
  }

  /** `isNews`: no limit has fallen since this request began. */
  #learn({ answer, pause }: Tried, isNews: boolean): void {
    const kind = answer.ok ? null : answer.failure.kind;
    if (!answer.ok && kind === 'unauthorized') this.#stop(answer.failure);
    if (pause !== null) void this.#pause(pause);
    if (kind === null) this.#pace.count();
    if (!isNews) return;
    if (kind === 'rate_limited') this.#fall();
    else this.#climb();
  }

  #stop(failure: ServiceFailure): void {
    this.#stopped = failure;
    this.#dropOver();
    this.#ended.abort();
  }

  #fall(): void {
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    this.#falls += 1;
    this.#quiet = 0;
    this.#goesAlone = true;
    this.#pace.slowDown();
  }

  #climb(): void {
    this.#goesAlone = false;
    this.#quiet += 1;
    if (this.#quiet < (this.#falls === 0 ? 1 : QUIET_STRETCH)) return;
    this.#quiet = 0;
    this.#limit = Math.min(this.#options.concurrency, this.#limit + 1);
    this.#pace.speedUp();
  }

  async #pause(milliseconds: number): Promise<void> {
    this.#pauses += 1;
    await this.rest(milliseconds);
    this.#pauses -= 1;
    this.#admit();
  }

  async #keepGap(): Promise<void> {
    this.#isInGap = true;
    await this.rest(this.#pace.gap());
    this.#isInGap = false;
    this.#admit();
  }
}
