/**
 * Two versions of a prompt → what a reader needs to see: hunks of lines with context, and inside a line that was edited
 * the words that went and came. `diff` does the comparing; this file decides what belongs together.
 *
 * A line diff alone shows a changed word as two long lines to be compared by eye; a word diff alone dissolves two
 * unrelated sentences into confetti. So lines are compared first, then the sentences of lines that are mostly the same,
 * and words only between sentences that are.
 */
import { diffArrays, diffWordsWithSpace, structuredPatch } from 'diff';

/** A stretch of an edited line. */
export interface Part {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

export type Line =
  | { readonly kind: 'same' | 'removed' | 'added'; readonly text: string }
  | { readonly kind: 'edited'; readonly parts: readonly Part[] };

export interface Hunk {
  /** Where it begins in the new text, counted from 1. */
  readonly line: number;
  readonly lines: readonly Line[];
}

export interface ProseDiff {
  /** `replaced`: the two have no line in common. The others: all that differs is of that kind. */
  readonly nature: 'edited' | 'replaced' | 'line_ends' | 'white_space' | 'quotes' | 'white_space_and_quotes';
  readonly hunks: readonly Hunk[];
}

const CONTEXT_LINES = 2;

/** Beyond so many changed lines or words the search for a shorter diff costs too much: what is left counts as replaced. */
const LONGEST_EDIT = 2000;

/** Lines, and sentences, that share less than this part of their text are two, not one that was edited. */
const LEAST_SHARED = 0.5;

/** Empty text stands for a prompt that is not there. `context`: unchanged lines to show around a change. */
export function compareProse(before: string, after: string, context = CONTEXT_LINES): ProseDiff {
  const patch = structuredPatch('', '', asLines(before), asLines(after), '', '', {
    context,
    maxEditLength: LONGEST_EDIT,
  });
  if (patch === undefined) return { nature: 'replaced', hunks: [{ line: 1, lines: replaceAll(before, after) }] };
  const hunks = patch.hunks.map((hunk) => ({ line: Math.max(1, hunk.newStart), lines: pairLines(hunk.lines) }));
  return { nature: natureOf(before, after, hunks), hunks };
}

function asLines(text: string): string {
  return text === '' ? '' : `${text}\n`;
}

function replaceAll(before: string, after: string): Line[] {
  const lines = (text: string, kind: 'removed' | 'added'): Line[] =>
    text.split('\n').map((line) => ({ kind, text: line }));
  return [...lines(before, 'removed'), ...lines(after, 'added')];
}

function natureOf(before: string, after: string, hunks: readonly Hunk[]): ProseDiff['nature'] {
  if (sameLineEnds(before) === sameLineEnds(after)) return 'line_ends';
  if (bare(before) === bare(after)) return 'white_space';
  if (straight(before) === straight(after)) return 'quotes';
  if (bare(straight(before)) === bare(straight(after))) return 'white_space_and_quotes';
  const isKept = (line: Line): boolean => line.kind === 'edited' || (line.kind === 'same' && line.text.trim() !== '');
  const isWhole = hunks.length === 1 && hunks.every((hunk) => !hunk.lines.some(isKept));
  return isWhole && before !== '' && after !== '' && shareNoLine(before, after) ? 'replaced' : 'edited';
}

function shareNoLine(before: string, after: string): boolean {
  const old = new Set(before.split('\n').filter((line) => line.trim() !== ''));
  return !after.split('\n').some((line) => old.has(line));
}

function sameLineEnds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

function bare(text: string): string {
  return text.replace(/\s+/g, '');
}

function straight(text: string): string {
  return text.replace(/[‘’‚‛]/g, "'").replace(/[“”„‟«»]/g, '"');
}

/** Lines of a unified diff; a run of removed lines and the added lines behind it are matched in their order. */
function pairLines(lines: readonly string[]): Line[] {
  const paired: Line[] = [];
  let at = 0;
  while (at < lines.length) {
    const removed = run(lines, at, '-');
    const added = run(lines, at + removed.length, '+');
    if (removed.length === 0 && added.length === 0) {
      paired.push({ kind: 'same', text: (lines[at] ?? '').slice(1) });
      at += 1;
    } else {
      paired.push(...matchRuns(removed, added));
      at += removed.length + added.length;
    }
  }
  return paired;
}

function run(lines: readonly string[], from: number, mark: string): string[] {
  let to = from;
  while (to < lines.length && lines[to]?.startsWith(mark)) to += 1;
  return lines.slice(from, to).map((line) => line.slice(1));
}

function matchRuns(removed: readonly string[], added: readonly string[]): Line[] {
  const edits = removed.map((line, at) => (at < added.length ? editBetween(line, added[at] ?? '') : null));
  const whole = (lines: readonly string[], kind: 'removed' | 'added'): Line[] => lines.map((text) => ({ kind, text }));
  if (edits.every((edit) => edit === null)) return [...whole(removed, 'removed'), ...whole(added, 'added')];
  const length = Math.max(removed.length, added.length);
  return Array.from({ length }, (_, at): Line[] => {
    const edit = edits[at] ?? null;
    if (edit !== null) return [{ kind: 'edited', parts: edit }];
    const [old, now] = [removed[at], added[at]];
    return [
      ...(old === undefined ? [] : [{ kind: 'removed', text: old } as const]),
      ...(now === undefined ? [] : [{ kind: 'added', text: now } as const]),
    ];
  }).flat();
}

/** The marks of words that went and came: text that holds one could be taken for an edit, or hide one. */
const MARKS = /\[-|-\]|\{\+|\+\}/;

/** What went and came, or null where the two lines have too little in common, or hold marks themselves. */
function editBetween(before: string, after: string): readonly Part[] | null {
  if (MARKS.test(before) || MARKS.test(after)) return null;
  const runs = diffArrays(sentencesOf(before), sentencesOf(after), { maxEditLength: LONGEST_EDIT });
  if (runs === undefined) return null;
  const parts = runs.flatMap((run, at): readonly Part[] => {
    if (!run.added && !run.removed) return [{ kind: 'same', text: run.value.join('') }];
    const [last, next] = [runs[at - 1], runs[at + 1]];
    if (run.removed) return next?.added === true ? editSentences(run.value, next.value) : alone(run.value, 'removed');
    return last?.removed === true ? [] : alone(run.value, 'added');
  });
  return sharesEnough(parts, before, after) ? joinNeighbours(parts) : null;
}

/** Each with the space behind it. One long sentence is cut where a clause ends in a full stop of any kind; nothing is lost. */
function sentencesOf(line: string): string[] {
  return line.match(/[^.!?…。！？]+[.!?…。！？]*["'”’)\]]*\s*|[.!?…。！？]+\s*/g) ?? [];
}

/** Sentences in their order: words where a pair is mostly the same, else the whole sentence. */
function editSentences(removed: readonly string[], added: readonly string[]): Part[] {
  const length = Math.max(removed.length, added.length);
  return Array.from({ length }, (_, at): readonly Part[] => {
    const [old = '', now = ''] = [removed[at], added[at]];
    return wordsBetween(old, now) ?? [...alone([old], 'removed'), ...alone([now], 'added')];
  }).flat();
}

function wordsBetween(before: string, after: string): readonly Part[] | null {
  const words = diffWordsWithSpace(before, after, { maxEditLength: LONGEST_EDIT });
  if (words === undefined) return null;
  const parts = words.map(({ value, added, removed }): Part => {
    if (added) return { kind: 'added', text: value };
    return { kind: removed ? 'removed' : 'same', text: value };
  });
  return sharesEnough(parts, before, after) ? parts : null;
}

function alone(texts: readonly string[], kind: 'removed' | 'added'): Part[] {
  const text = texts.join('');
  return text === '' ? [] : [{ kind, text }];
}

function sharesEnough(parts: readonly Part[], before: string, after: string): boolean {
  const shared = parts.reduce((sum, part) => sum + (part.kind === 'same' ? bare(part.text).length : 0), 0);
  return shared >= Math.max(bare(before).length, bare(after).length) * LEAST_SHARED;
}

/** `[-at-]{+only+} [-once-]{+later+}` → `[-at once-]{+only later+}`: a space between two changes belongs to both. */
function joinNeighbours(parts: readonly Part[]): Part[] {
  const joined: Part[] = [];
  let [removed, added] = ['', ''];
  const flush = (): void => {
    if (removed !== '') joined.push({ kind: 'removed', text: removed });
    if (added !== '') joined.push({ kind: 'added', text: added });
    [removed, added] = ['', ''];
  };
  parts.forEach((part, at) => {
    const isBridge = part.kind === 'same' && part.text.trim() === '' && removed + added !== '' && at < parts.length - 1;
    if (part.kind === 'same' && !isBridge) {
      flush();
      const last = joined.at(-1);
      if (last?.kind === 'same') joined[joined.length - 1] = { kind: 'same', text: last.text + part.text };
      else joined.push(part);
    }
    if (part.kind === 'removed' || isBridge) removed += part.text;
    if (part.kind === 'added' || isBridge) added += part.text;
  });
  flush();
  return joined;
}
