import { describe, expect, it } from '@jest/globals';
import { plainLineEnds, trimLineEnds, trimPromptEnd } from '../../../src/load/text-ends.ts';
import { countBefore, findReferences, unescapeReferences, wholeReference } from '../../../src/load/values.ts';
import fc from '../../support/law.ts';

const OPEN = '${';

describe('findReferences', () => {
  it.each([
    [`a ${OPEN}brand} b`, [{ name: 'brand', written: `${OPEN}brand}`, index: 2 }]],
    [
      `${OPEN}_x1}${OPEN}y}`,
      [
        { name: '_x1', written: `${OPEN}_x1}`, index: 0 },
        { name: 'y', written: `${OPEN}y}`, index: 6 },
      ],
    ],
    [`$${OPEN}brand}`, []],
    [`$$${OPEN}brand}`, []],
    [`$${OPEN}a} ${OPEN}a}`, [{ name: 'a', written: `${OPEN}a}`, index: 6 }]],
    [`${OPEN}`, [{ name: null, written: OPEN, index: 0 }]],
    [`${OPEN}}`, [{ name: null, written: OPEN, index: 0 }]],
    [`${OPEN}1a}`, [{ name: null, written: OPEN, index: 0 }]],
    [`${OPEN}a b}`, [{ name: null, written: OPEN, index: 0 }]],
    ['{{name}} $name $ { } $$', []],
  ])('%j', (text, references) => {
    expect(findReferences(text)).toEqual(references);
  });
});

describe('a literal ${', () => {
  it('is written $${', () => {
    expect(unescapeReferences(`a $${OPEN}b} $$`)).toBe(`a ${OPEN}b} $$`);
  });

  it('comes back whatever stands around it', () => {
    const parts = fc.array(fc.constantFrom('$', '{', '}', 'a', OPEN, ' ')).map((all) => all.join(''));
    fc.assert(
      fc.property(parts, (text) => {
        const written = text.replaceAll(OPEN, () => `$${OPEN}`);
        expect(findReferences(written)).toEqual([]);
        expect(unescapeReferences(written)).toBe(text);
      }),
    );
  });
});

it('knows a whole reference from one within text', () => {
  expect([`${OPEN}a}`, ` ${OPEN}a}`, `${OPEN}a}b`, `$${OPEN}a}`, `${OPEN}a-b}`].map(wholeReference)).toEqual([
    'a',
    null,
    null,
    null,
    null,
  ]);
});

it('counts what stands before', () => {
  expect([0, 1, 4, 9].map((index) => countBefore('aa aa aa', 'aa', index))).toEqual([0, 1, 2, 3]);
});

describe('ends of texts', () => {
  it('turns CRLF into LF and leaves a lone CR', () => {
    expect(plainLineEnds('a\r\nb\rc\n')).toBe('a\nb\rc\n');
  });

  it('cuts spaces and line ends at the very end of a prompt only', () => {
    expect(trimPromptEnd('  a \n\n b \n \n')).toBe('  a \n\n b');
    expect(trimPromptEnd('a\t\n')).toBe('a\t');
    expect(trimPromptEnd(' \n')).toBe('');
  });

  it('cuts only line ends of a part', () => {
    expect(trimLineEnds('a \n\n')).toBe('a ');
  });

  it('ends in time for a million characters: a quadratic search would exceed the test’s own limit', () => {
    const text = `${' '.repeat(1_000_000)}a`;
    expect(trimPromptEnd(text)).toBe(text);
  });
});
