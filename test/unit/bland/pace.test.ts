import { expect, it } from '@jest/globals';
import { createPace } from '../../../src/bland/pace.ts';

function createBench() {
  const clock = { time: 0 };
  const pace = createPace(() => clock.time);
  /** So many accepted requests until a 429 at that time, in milliseconds. */
  const refusedAt = (time: number, accepted: number): number => {
    for (let at = 0; at < accepted; at += 1) pace.count();
    clock.time = time;
    pace.slowDown();
    return Math.round(pace.gap());
  };
  return { pace, refusedAt };
}

it('there is no gap without a 429, and the first one measures nothing', () => {
  const { pace, refusedAt } = createBench();
  expect(pace.gap()).toBe(0);
  expect(refusedAt(20, 5)).toBe(0);
});

it('the gap is the average distance of what was accepted between two 429s, and a margin', () => {
  const { refusedAt } = createBench();
  refusedAt(1000, 5);
  expect(refusedAt(3000, 10)).toBe(210);
  expect(refusedAt(4000, 20)).toBe(53);
});

it('too few accepted requests measure nothing: the measure goes on to the next 429', () => {
  const { refusedAt } = createBench();
  refusedAt(1000, 5);
  expect(refusedAt(1500, 0)).toBe(0);
  expect(refusedAt(2000, 1)).toBe(0);
  expect(refusedAt(3000, 9)).toBe(210);
});

it('a quiet stretch narrows the gap by a tenth, until there is none', () => {
  const { pace, refusedAt } = createBench();
  refusedAt(0, 5);
  refusedAt(1000, 10);
  pace.speedUp();
  expect(pace.gap()).toBeCloseTo(94.5);
  for (let times = 0; times < 40; times += 1) pace.speedUp();
  expect(pace.gap()).toBe(0);
});

it('a clock that jumps does no lasting harm: a gap is at least none and at most a second', () => {
  const { refusedAt } = createBench();
  refusedAt(0, 5);
  expect(refusedAt(3_600_000, 5)).toBe(1000);
  expect(refusedAt(0, 5)).toBe(0);
});
