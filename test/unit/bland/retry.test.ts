import { describe, expect, it } from '@jest/globals';
import { type Attempt, parseRetryAfter, RETRY, waitBeforeRetry } from '../../../src/bland/retry.ts';
import type { FailureKind } from '../../../src/model/service.ts';

function attempt(kind: FailureKind, more: Partial<Attempt> = {}, status: number | null = null): Attempt {
  return { method: 'GET', number: 1, retryAfter: null, failure: { kind, status, code: null, message: '' }, ...more };
}

const most = () => 1;

describe('a GET', () => {
  it.each(['rate_limited', 'server', 'network', 'timeout', 'unreadable'] as const)(
    'is tried again after %s',
    (kind) => {
      expect(waitBeforeRetry(attempt(kind), most)).toBe(500);
    },
  );

  it.each(['refused', 'not_found', 'unauthorized'] as const)('is not tried again after %s', (kind) => {
    expect(waitBeforeRetry(attempt(kind), most)).toBeNull();
  });

  it('is tried five times, with waits up to double the last and full jitter', () => {
    const longest = [1, 2, 3, 4, 5].map((number) => waitBeforeRetry(attempt('server', { number }), most));
    expect(longest).toEqual([500, 1000, 2000, 4000, null]);
    expect(waitBeforeRetry(attempt('server', { number: 3 }), () => 0.25)).toBe(500);
    expect(waitBeforeRetry(attempt('server'), () => 0)).toBe(0);
  });

  it('waits at least half of the longest wait after 429, where all requests wait together', () => {
    expect(waitBeforeRetry(attempt('rate_limited'), () => 0)).toBe(250);
    expect(waitBeforeRetry(attempt('rate_limited', { number: 4 }), () => 0)).toBe(2000);
  });

  it('backs off where Retry-After asks for no wait at all', () => {
    expect(waitBeforeRetry(attempt('rate_limited', { retryAfter: 0 }), most)).toBe(500);
    expect(waitBeforeRetry(attempt('server', { retryAfter: 0, number: 2 }), most)).toBe(1000);
  });

  it('waits as long as Retry-After says, at most a minute', () => {
    expect(waitBeforeRetry(attempt('server', { retryAfter: Number.POSITIVE_INFINITY }), most)).toBe(60_000);
    expect(waitBeforeRetry(attempt('rate_limited', { retryAfter: 7000 }), most)).toBe(7000);
    expect(waitBeforeRetry(attempt('server', { retryAfter: 3_600_000 }), most)).toBe(RETRY.longestRetryAfter);
  });
});

describe('a PATCH', () => {
  it('is never repeated by itself: apply looks again first', () => {
    const patch = (kind: FailureKind, status: number | null) =>
      waitBeforeRetry(attempt(kind, { method: 'PATCH' }, status), most);
    expect(patch('rate_limited', 429)).toBeNull();
    expect(patch('rate_limited', 200)).toBeNull();
    expect(patch('server', 503)).toBeNull();
    expect(patch('network', null)).toBeNull();
    expect(patch('timeout', null)).toBeNull();
    expect(patch('unreadable', 200)).toBeNull();
  });
});

describe('Retry-After', () => {
  const now = new Date('2026-03-01T09:00:00Z');
  it.each([
    ['seconds', '3', 3000],
    ['a fraction of a second', '0.5', 500],
    ['a date', 'Sun, 01 Mar 2026 09:00:05 GMT', 5000],
    ['a date of the older form', 'Sunday, 01-Mar-26 09:00:05 GMT', 5000],
    ['a date of the oldest form, which names no zone', 'Sun Mar  1 09:00:05 2026', 5000],
    ['less than nothing', '-5', null],
    ['a word and a number', 'soon 3', null],
    ['more seconds than there are', '9'.repeat(400), Number.POSITIVE_INFINITY],
    ['a date that has passed', 'Sun, 01 Mar 2026 08:00:00 GMT', 0],
    ['neither', 'soon', null],
    ['nothing', null, null],
  ])('may be %s', (_, header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });
});
