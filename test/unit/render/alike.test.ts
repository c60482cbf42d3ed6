import { describe, expect, it } from '@jest/globals';
import { NO_ORIGIN } from '../../../src/model/origin.ts';
import type { Change } from '../../../src/model/plan.ts';
import { groupAlike } from '../../../src/render/alike.ts';
import { wrapList } from '../../../src/render/words.ts';

const change = (path: string, after: string, file = 'p.yaml'): Change => ({
  ...NO_ORIGIN,
  path,
  kind: 'replace',
  plane: 'draft',
  before: 'old',
  after,
  sources: [{ file, line: 1, column: 1 }],
});
const persona = (key: string, ...changes: Change[]) => ({ key, file: `${key}.yaml`, changes });

describe('equal changes', () => {
  it('are one, with the personas they reach, wherever the files have them', () => {
    const legal = (file: string) => change('/personality_prompt', 'legal', file);
    const { shared, personas } = groupAlike([
      persona('a', legal('a.yaml'), change('/role', 'a')),
      persona('b', legal('b.yaml')),
      persona('c', change('/personality_prompt', 'other')),
    ]);
    expect(shared).toEqual([{ keys: ['a', 'b'], files: [], changes: [{ ...legal('a.yaml'), within: 'same' }] }]);
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

  it('of one prompt file are one, whatever other files stand around it', () => {
    const edit = (before: string, after: string, own: string): Change => ({
      ...change('/personality_prompt', after),
      before,
      sources: [
        { file: 'prompts/legal.md', line: 2, column: 1 },
        { file: `${own}.yaml`, line: 4, column: 1 },
      ],
    });
    const whole = edit('Hello.\nOld law.', 'Hello.\nNew law.', 'a');
    const joined = edit('Hello.\nOld law.\n\nCiao.', 'Hello.\nNew law.\n\nCiao.', 'b');
    const { shared } = groupAlike([persona('a', whole), persona('b', joined)]);
    expect(shared).toEqual([
      { keys: ['a', 'b'], files: ['prompts/legal.md'], changes: [{ ...whole, within: 'different' }] },
    ]);
    const other = edit('Hello.\nOld law.', 'Hello.\nNewer law.', 'c');
    expect(groupAlike([persona('a', whole), persona('c', other)]).shared).toEqual([]);
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
