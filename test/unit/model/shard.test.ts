import { describe, expect, it } from '@jest/globals';
import { isInShard } from '../../../src/model/shard.ts';
import fc from '../../support/law.ts';

const shardsOf = (key: string, count: number): number[] =>
  Array.from({ length: count }, (_, at) => at + 1).filter((index) => isInShard(key, { index, count }));

describe('shards', () => {
  it('put each key in exactly one of them', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 40 }), (key, count) => {
        expect(shardsOf(key, count)).toHaveLength(1);
      }),
    );
  });

  it('are the same on every machine and in every version', () => {
    expect(['emea/support', 'emea/sales', 'a', 'collections', 'ü'].map((key) => shardsOf(key, 8)[0])).toEqual([
      8, 4, 4, 4, 2,
    ]);
  });

  it.each([2, 3, 8])('divide keys that differ in a digit evenly among %i', (count) => {
    const keys = Array.from({ length: 1000 }, (_, number) => `group-${number % 10}/agent-${number}`);
    const sizes = Array.from(
      { length: count },
      (_, at) => keys.filter((key) => isInShard(key, { index: at + 1, count })).length,
    );
    for (const size of sizes) expect(Math.abs(size - 1000 / count)).toBeLessThan(50);
  });
});
