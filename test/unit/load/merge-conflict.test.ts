import { expect, it } from '@jest/globals';
import { findMergeConflicts } from '../../../src/load/merge-conflict.ts';
import { SourceText } from '../../../src/model/places.ts';

function linesOf(text: string): (number | null)[] {
  return findMergeConflicts(new SourceText('prompt.md', text), 'a').map(({ line }) => line);
}

it.each<[what: string, text: string, lines: number[]]>([
  ['a conflict', 'a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n', [2]],
  ['two conflicts', '<<<<<<< a\n=======\n>>>>>>> b\n<<<<<<< a\n=======\n>>>>>>> b\n', [1, 4]],
  ['one that is opened twice', '<<<<<<< a\n<<<<<<< b\n>>>>>>> c\n', [1, 2]],
  ['the end of one', 'a\n>>>>>>> other\n', [2]],
  ['marks without names, with CRLF', 'a\r\n<<<<<<<\r\nb\r\n>>>>>>>\r\n', [2]],
  ['a heading underlined', 'Title\n=======\n', []],
  ['a quote seven deep', '>>>>>>>deep\n', []],
  ['eight marks', '<<<<<<<< a\n>>>>>>>> b\n', []],
  ['marks within a line', 'see <<<<<<< HEAD\n  >>>>>>> x\n', []],
])('%s', (_what, text, lines) => {
  expect(linesOf(text)).toEqual(lines);
});
