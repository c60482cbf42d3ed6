/** A changed prompt as line hunks with context; `diff` finds the lines. */
import { structuredPatch } from 'diff';
import type { Style } from './style.ts';
import { visible } from './visible.ts';
import { count } from './words.ts';

const CONTEXT_LINES = 2;

/** Beyond this many changed lines the texts are shown as replaced whole: the search for a shorter diff grows with its square. */
const LONGEST_EDIT = 2000;

/** Lines with `-`, `+` or two spaces before them, after a heading that says where each hunk begins. */
export function proseHunks(before: string, after: string, style: Style): string[] {
  const patch = structuredPatch('', '', asLines(before), asLines(after), '', '', {
    context: CONTEXT_LINES,
    maxEditLength: LONGEST_EDIT,
  });
  if (patch === undefined) return [...linesOf(before, '-'), ...linesOf(after, '+')].map((line) => paint(line, style));
  return patch.hunks.flatMap((hunk) => [
    style.cyan(`@@ line ${Math.max(1, hunk.newStart)} @@`),
    ...hunk.lines.map((line) => paint(line, style)),
  ]);
}

/** `1,204 → 1,310 characters`. */
export function proseSize(before: string, after: string): string {
  if (before === '') return count(after.length, 'character');
  if (after === '') return `cleared, was ${count(before.length, 'character')}`;
  return `${before.length.toLocaleString('en-US')} → ${count(after.length, 'character')}`;
}

function asLines(text: string): string {
  return text === '' ? '' : `${text}\n`;
}

function linesOf(text: string, mark: string): string[] {
  return text === '' ? [] : text.split('\n').map((line) => mark + line);
}

function paint(line: string, style: Style): string {
  const text = `${line.slice(0, 1)} ${visible(line.slice(1))}`.trimEnd();
  if (line.startsWith('-')) return style.red(text);
  return line.startsWith('+') ? style.green(text) : style.dim(text);
}
