/**
 * Finds a sentence as somebody heard it: without regard to case, and to how it is broken over lines. White space in what is
 * looked for is any white space in the text, and straight quotes are curly ones too.
 */
import type { TextHit } from '../model/hit.ts';

/** Null for a text that is empty or white space: it would be found everywhere. */
export function sentencePattern(text: string): RegExp | null {
  const words = text
    .normalize('NFC')
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '');
  return words.length === 0 ? null : new RegExp(words.map(wordPattern).join('\\s+'), 'giu');
}

const QUOTES: Readonly<Record<string, string>> = {
  "'": "['\u2018\u2019]",
  '\u2018': "['\u2018\u2019]",
  '\u2019': "['\u2018\u2019]",
  '"': '["\u201c\u201d]',
  '\u201c': '["\u201c\u201d]',
  '\u201d': '["\u201c\u201d]',
};

function wordPattern(word: string): string {
  return [...word].map((character) => QUOTES[character] ?? character.replace(/[\\^$.*+?()[\]{}|]/u, '\\$&')).join('');
}

/** The text as it is searched: LF line ends, composed letters. */
export function searchable(text: string): string {
  return text.replaceAll('\r\n', '\n').normalize('NFC');
}

/** In order. `text` is searchable; the search begins at `from`. */
export function findSentence(text: string, pattern: RegExp, from = 0): TextHit[] {
  return [...text.slice(from).matchAll(pattern)].map((match) => hitAt(text, from + match.index, match[0].length));
}

function hitAt(text: string, index: number, length: number): TextHit {
  const start = text.lastIndexOf('\n', index - 1) + 1;
  const lastStart = text.lastIndexOf('\n', index + length - 1) + 1;
  const newline = text.indexOf('\n', index + length);
  const lines = text.slice(start, newline === -1 ? text.length : newline).split('\n');
  return { line: countLines(text, index), column: index - start + 1, lines, end: index + length - lastStart + 1 };
}

function countLines(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
