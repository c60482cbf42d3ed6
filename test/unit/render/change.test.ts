import { describe, expect, it } from '@jest/globals';
import type { JsonValue } from '../../../src/model/json.ts';
import { changeLines } from '../../../src/render/change.ts';
import { createStyle } from '../../../src/render/style.ts';

const shown = (before: JsonValue, after: JsonValue): string[] =>
  changeLines({ path: '/tags', kind: 'replace', before, after }, createStyle(false));

describe('a set', () => {
  it('says that only the order differs where both sides are lists', () => {
    expect(shown(['a', 'b'], ['b', 'a'])).toEqual(['~ tags', '  the same items in another order']);
  });

  it('shows its items where the other side is null', () => {
    expect(shown(null, ['a'])).toEqual(['~ tags', '  + "a"']);
  });

  it.each([
    ['', [], '"" → []'],
    ['a', ['a'], '"a" → ["a"]'],
    [null, [], '(not set) → []'],
  ])('says nothing of items where %j is no list', (before, after, line) => {
    expect(shown(before, after)).toEqual([`~ tags: ${line}`]);
  });
});
