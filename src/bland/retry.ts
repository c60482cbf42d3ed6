/** When a request is tried again, and after how long: a table and pure functions. Times are in milliseconds. */
import type { FailureKind, ServiceFailure } from '../model/service.ts';

export const RETRY = {
  /** Tries in all, the first one included. */
  tries: 5,
  /** The longest wait before the second try; it doubles with each further one. */
  firstWait: 500,
  longestWait: 20_000,
  /** `Retry-After` is obeyed up to here. */
  longestRetryAfter: 60_000,
} as const;

/** Failures after which a GET is worth another try. */
const PASSING: ReadonlySet<FailureKind> = new Set(['rate_limited', 'server', 'network', 'timeout', 'unreadable']);

export interface Attempt {
  readonly method: 'GET' | 'PATCH' | 'POST';
  /** Counted from 1: the try that failed. */
  readonly number: number;
  readonly failure: ServiceFailure;
  /** What `Retry-After` asked for, or null. */
  readonly retryAfter: number | null;
}

/**
 * The wait before the next try, or null to stop. A write is never repeated by itself: not even after 429, which says that
 * nothing was done, since its body rests on a look that is as old as the wait is long.
 */
export function waitBeforeRetry(attempt: Attempt, random: () => number): number | null {
  if (attempt.number >= RETRY.tries) return null;
  const mayRepeat = attempt.method === 'GET' && PASSING.has(attempt.failure.kind);
  return mayRepeat ? lengthOfWait(attempt, random) : null;
}

/**
 * How long to wait after this failure. `Retry-After` wins, unless it asks for no wait at all. Else full jitter; but after
 * 429, where all requests wait together, at least half of the longest wait, so that bad luck cannot use up all tries
 * within the second that a limit counts.
 */
export function lengthOfWait({ number, failure, retryAfter }: Attempt, random: () => number): number {
  if (retryAfter !== null && retryAfter > 0) return Math.min(retryAfter, RETRY.longestRetryAfter);
  const longest = Math.min(RETRY.firstWait * 2 ** (number - 1), RETRY.longestWait);
  return failure.kind === 'rate_limited' ? (longest * (1 + random())) / 2 : longest * random();
}

/** How an HTTP date begins. `Date.parse` alone would see dates in `-5` and `soon 3`. */
const WEEKDAY = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/;

/** `Retry-After` as seconds or an HTTP date (RFC 9110, 10.2.3) → milliseconds from now, or null when it is neither. */
export function parseRetryAfter(header: string | null, now: Date): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  if (!WEEKDAY.test(text)) return null;
  const date = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime());
}
