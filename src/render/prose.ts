/** A changed prompt as text: hunks with context, edited lines with their words marked `[-old-]{+new+}`. */
import { compareProse, type Hunk, type Line, type Part, type ProseDiff } from './prose-diff.ts';
import type { Style } from './style.ts';
import { visible } from './visible.ts';
import { count } from './words.ts';

/** Unchanged stretches of an edited line longer than this (in characters) are cut in their middle. */
const LONGEST_UNCHANGED = 160;
const KEPT_AT_AN_END = 60;

export interface ProseText {
  /** `1,204 → 1,310 characters`, and what kind of change it is where that can be said in a word. */
  readonly summary: string;
  readonly lines: readonly string[];
}

/** Empty text stands for a prompt that is not there. */
export function proseText(before: string, after: string, style: Style): ProseText {
  const { nature, hunks } = compareProse(before, after);
  return {
    summary: [sizes(before, after), ...NATURE[nature]].join('; '),
    lines: hunks.flatMap((hunk) => hunkLines(hunk, style)),
  };
}

const NATURE: Readonly<Record<ProseDiff['nature'], readonly string[]>> = {
  edited: [],
  replaced: ['replaced whole'],
  white_space: ['only white space differs'],
  quotes: ['only quotes differ'],
  white_space_and_quotes: ['only white space and quotes differ'],
};

function sizes(before: string, after: string): string {
  if (before === '') return count(after.length, 'character');
  if (after === '') return `cleared, was ${count(before.length, 'character')}`;
  return `${before.length.toLocaleString('en-US')} → ${count(after.length, 'character')}`;
}

function hunkLines(hunk: Hunk, style: Style): string[] {
  return [style.cyan(`@@ line ${hunk.line} @@`), ...hunk.lines.map((line) => lineText(line, style))];
}

function lineText(line: Line, style: Style): string {
  switch (line.kind) {
    case 'same':
      return style.dim(`  ${visible(line.text)}`.trimEnd());
    case 'removed':
      return style.red(`- ${visible(line.text)}`.trimEnd());
    case 'added':
      return style.green(`+ ${visible(line.text)}`.trimEnd());
    case 'edited':
      return `${style.yellow('~')} ${line.parts.map((part, at) => partText(part, at, line.parts.length, style)).join('')}`;
    default:
      return line satisfies never;
  }
}

function partText({ kind, text }: Part, at: number, parts: number, style: Style): string {
  if (kind === 'removed') return style.red(`[-${visible(text)}-]`);
  if (kind === 'added') return style.green(`{+${visible(text)}+}`);
  return visible(shorten(text, at > 0, at < parts - 1));
}

/** Keeps what stands beside a change. `before`, `after`: whether there is one on that side. */
function shorten(text: string, before: boolean, after: boolean): string {
  if (text.length <= LONGEST_UNCHANGED) return text;
  const head = before ? text.slice(0, KEPT_AT_AN_END) : '';
  const tail = after ? text.slice(-KEPT_AT_AN_END) : '';
  return `${head}…${tail}`;
}
