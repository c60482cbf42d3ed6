import { describe, expect, it } from '@jest/globals';
import { codeInCell, fenced, sentence } from '../../../../src/render/markdown/escape.ts';
import { nodesOf } from '../../../support/gfm.ts';

const codes = (markdown: string): string[] =>
  nodesOf(markdown)
    .filter(({ type }) => type === 'inlineCode')
    .map(({ value }) => value);

describe('a sentence', () => {
  it.each([
    ['Plain words, 1,204 of them (98 %); fine.', 'Plain words, 1,204 of them (98 %); fine.'],
    ['ask @team about #12', 'ask `@team` about `#12`'],
    [
      'when mended: persona-sync apply a --allow shrink; or wait',
      'when mended: `persona-sync apply a --allow shrink`; or wait',
    ],
    ['`emea/support` failed.', '`emea/support` failed.'],
    ['1. no list', '`1`. no list'],
  ])('%s', (text, markdown) => expect(sentence(text)).toBe(markdown));

  it('keeps two pieces of code apart, which would be read as another where they touch', () => {
    expect(codes(sentence('`a`.`b and ``c`.'))).toEqual(['a', '.`b', '``c`']);
  });
});

it.each(['a|b', '\\|', 'a\\\\|b', '|', '``|`', ' '])('%j stays in its cell', (text) => {
  const table = `| a | b |\n|---|---|\n| ${codeInCell(text)} | end |\n`;
  expect(nodesOf(table).filter(({ type }) => type === 'tableCell')).toHaveLength(4);
});

it.each(['```', '  ````\n~~~', 'x'])('nothing in a fence ends it: %j', (body) => {
  expect(nodesOf(`${fenced(body, '')}\n\nbehind`).map(({ type }) => type)).toEqual([
    'root',
    'code',
    'paragraph',
    'text',
  ]);
});
