import { describe, expect, it } from '@jest/globals';
import { isTooDeep } from '../../../src/model/nesting.ts';

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('nesting', () => {
  it('is bounded at 200', () => {
    expect(isTooDeep(nested(200))).toBe(false);
    expect(isTooDeep(nested(201))).toBe(true);
    expect(isTooDeep('{"a":'.repeat(201))).toBe(true);
  });

  it('counts what is open at once, not all brackets', () => {
    expect(isTooDeep(`[${'[],'.repeat(1000)}[]]`)).toBe(false);
  });

  it('does not see brackets in texts', () => {
    expect(isTooDeep(JSON.stringify({ prompt: '[{'.repeat(300) }))).toBe(false);
    expect(isTooDeep(JSON.stringify({ prompt: `\\"\\\\${'[{'.repeat(300)}` }))).toBe(false);
  });

  it('sees brackets after a text that ends in a backslash', () => {
    expect(isTooDeep(`["\\\\",${nested(200)}]`)).toBe(true);
  });

  it('is quick with sixteen million brackets, quotes or backslashes', () => {
    const size = 2 ** 24;
    expect(isTooDeep('['.repeat(size))).toBe(true);
    expect(isTooDeep('"'.repeat(size))).toBe(false);
    expect(isTooDeep(`"${'\\'.repeat(size)}`)).toBe(false);
    expect(isTooDeep(`"${'\\"'.repeat(size / 2)}`)).toBe(false);
  });
});
