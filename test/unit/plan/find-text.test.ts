import { describe, expect, it } from '@jest/globals';
import { findSentence, searchable, sentencePattern } from '../../../src/plan/find-text.ts';

/** Line and column of each hit. */
function find(wanted: string, text: string): (readonly [number, number])[] {
  const pattern = sentencePattern(wanted);
  if (pattern === null) throw new Error('nothing to look for');
  return findSentence(searchable(text), pattern).map(({ line, column }) => [line, column]);
}

describe('a sentence is found', () => {
  it.each([
    ['as it stands', 'a refund', 'Give a refund.', [[1, 6]]],
    ['whatever its case', 'A REFUND é', 'Give a Refund É.', [[1, 6]]],
    ['over a line break and an indentation', 'a refund now', 'Give a\n    refund\r\nnow', [[1, 6]]],
    ['with other white space', 'a  refund', 'Give a\u00a0refund', [[1, 6]]],
    ['with curly quotes', `that's "it"`, 'And that’s “it”.', [[1, 5]]],
    ['with straight ones', 'that’s “it”', `And that's "it".`, [[1, 5]]],
    ['composed or not', 'cafe\u0301', 'The caf\u00e9', [[1, 5]]],
    [
      'with characters that mean something to a pattern',
      'a.b*(c)[d]{{e}}|^$\\-/',
      'x a.b*(c)[d]{{e}}|^$\\-/',
      [[1, 3]],
    ],
    [
      'each time',
      'no',
      'no\nNo way, no',
      [
        [1, 1],
        [2, 1],
        [2, 9],
      ],
    ],
    ['not where it only looks alike', 'a.b', 'axb', []],
    ['not over words that stand between', 'a refund', 'a full refund', []],
  ])('%s', (_, wanted, text, hits) => {
    expect(find(wanted, text)).toEqual(hits);
  });

  it('with all lines that it stands on, and where it ends in the last', () => {
    const [hit] = findSentence('One\nfor all, all\nfor one.\nEnd', sentencePattern('all, all for one') ?? /x/g);
    expect(hit).toEqual({ line: 2, column: 5, lines: ['for all, all', 'for one.'], end: 8 });
  });

  it.each(['', ' \n\t'])('never, where nothing is looked for (%j)', (wanted) => {
    expect(sentencePattern(wanted)).toBeNull();
  });

  it('in a long text in little time', () => {
    const text = `${'a '.repeat(200_000)}\n${'a\n'.repeat(200_000)}`;
    expect(find('a a a b', text)).toEqual([]);
  });
});
