/** A changed prompt as shown lines: hunks with context, edited lines with their words. */
import { compareProse, type Hunk, type Line, type Part, type ProseDiff } from './prose-diff.ts';
import type { ShownLine } from './shown-line.ts';
import { visible } from './visible.ts';
import { count, grouped } from './words.ts';

/** Unchanged stretches of an edited line longer than this (in characters) are cut in their middle. */
const LONGEST_UNCHANGED = 160;
const KEPT_AT_AN_END = 60;

/** Texts longer than this are shown as hunks, so that the eye need not compare two long lines. */
export const ONE_LINE = 72;

export interface ShownProse {
  /** `1,204 → 1,310 characters`, and what kind of change it is where that can be said in a word. */
  readonly summary: string;
  readonly lines: readonly ShownLine[];
}

/** Empty text stands for a prompt that is not there. `within` different texts, how many characters there are says nothing. */
export function showProse(before: string, after: string, within: 'same' | 'different' = 'same'): ShownProse {
  const { nature, hunks } = compareProse(before, after);
  const size = within === 'same' ? sizes(before, after) : growth(after.length - before.length);
  return { summary: [size, ...NATURE[nature]].join('; '), lines: hunks.flatMap(hunkLines) };
}

function growth(more: number): string {
  if (more === 0) return 'as many characters';
  return more > 0 ? `${count(more, 'character')} more` : `${count(-more, 'character')} fewer`;
}

const NATURE: Readonly<Record<ProseDiff['nature'], readonly string[]>> = {
  edited: [],
  replaced: ['replaced whole'],
  line_ends: ['only line ends differ'],
  white_space: ['only white space differs'],
  quotes: ['only quotes differ'],
  white_space_and_quotes: ['only white space and quotes differ'],
};

function sizes(before: string, after: string): string {
  if (before === '') return count(after.length, 'character');
  if (after === '') return `cleared, was ${count(before.length, 'character')}`;
  return `${grouped(before.length)} → ${count(after.length, 'character')}`;
}

function hunkLines({ line, lines }: Hunk): ShownLine[] {
  const end = lines.findLastIndex((one) => one.kind !== 'same' || one.text.trim() !== '');
  return [{ kind: 'place', text: `@@ line ${line} @@` }, ...lines.slice(0, end + 1).map(shownLine)];
}

function shownLine(line: Line): ShownLine {
  if (line.kind !== 'edited') return { kind: line.kind, text: visible(line.text) };
  const last = line.parts.length - 1;
  return { kind: 'edited', parts: line.parts.map((part, at) => shownPart(part, at > 0, at < last)) };
}

/** Keeps what stands beside a change. `before`, `after`: whether there is one on that side. */
function shownPart({ kind, text }: Part, before: boolean, after: boolean): Part {
  if (kind !== 'same' || text.length <= LONGEST_UNCHANGED) return { kind, text: visible(text) };
  const head = before ? text.slice(0, KEPT_AT_AN_END) : '';
  const tail = after ? text.slice(-KEPT_AT_AN_END) : '';
  return { kind, text: visible(`${head}…${tail}`) };
}
