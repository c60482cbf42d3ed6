import { describe, expect, it } from '@jest/globals';
import { NO_ORIGIN } from '../../../src/model/origin.ts';
import type { Change } from '../../../src/model/plan.ts';
import { groupAlike } from '../../../src/render/alike.ts';
import { wrapList } from '../../../src/render/words.ts';

const change = (path: string, after: string, file = 'p.yaml'): Change => ({
  path,
  kind: 'replace',
  plane: 'draft',
  before: 'old',
  after,
  sources: [{ file, line: 1, column: 1 }],
  ...NO_ORIGIN,
});
const persona = (key: string, ...changes: Change[]) => ({ key, changes });

describe('equal changes', () => {
  it('are one, with the personas they reach, wherever the files have them', () => {
    const legal = (file: string) => change('/personality_prompt', 'legal', file);
    const { shared, personas } = groupAlike([
      persona('a', legal('a.yaml'), change('/role', 'a')),
      persona('b', legal('b.yaml')),
      persona('c', change('/personality_prompt', 'other')),
    ]);
    expect(shared).toEqual([{ keys: ['a', 'b'], changes: [legal('a.yaml')] }]);
    expect(personas.map(({ own, also }) => [own.length, also.length])).toEqual([
      [1, 1],
      [0, 1],
      [1, 0],
    ]);
  });

  it('that reach the same personas stand together, the widest reach first', () => {
    const [role, voice, wide] = [change('/role', 'x'), change('/call_config/voice', 'x'), change('/description', 'x')];
    const { shared } = groupAlike([
      persona('a', role, voice, wide),
      persona('b', role, voice, wide),
      persona('c', wide),
    ]);
    expect(shared.map(({ keys, changes }) => [keys, changes.map(({ path }) => path)])).toEqual([
      [['a', 'b', 'c'], ['/description']],
      [
        ['a', 'b'],
        ['/role', '/call_config/voice'],
      ],
    ]);
  });

  it('that go another way are not equal', () => {
    const other: Change = { ...change('/role', 'x'), before: 'another' };
    expect(groupAlike([persona('a', change('/role', 'x')), persona('b', other)]).shared).toEqual([]);
  });
});

it('a long list of names stands on several lines, none of them lost', () => {
  const names = Array.from({ length: 40 }, (_, at) => `persona-${at}`);
  const lines = wrapList('40 personas: ', names);
  expect(lines.every((line) => line.length <= 100)).toBe(true);
  expect(lines.join(' ').replace('40 personas: ', '').split(/,?\s+/)).toEqual(names);
});
