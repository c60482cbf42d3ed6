/** A persona's versions as text: one line each, or with the changes between them. */
import { commandFor } from '../model/command-line.ts';
import type { HistoryEntry } from '../model/history.ts';
import { changeLines } from './change.ts';
import { alignColumns, type Cell } from './columns.ts';
import { indent } from './indent.ts';
import { minuteText, userText } from './status.ts';
import type { Style } from './style.ts';
import { visible } from './visible.ts';
import { count, fieldLabel } from './words.ts';

export interface HistoryWords {
  /** Safe for a terminal. */
  readonly title: string;
  /** How the persona is named in commands. */
  readonly selector: string;
  /** The words of the command line that the next step has too. */
  readonly options: readonly string[];
  /** Whether a file manages it: only then can it be rolled back. */
  readonly managed: boolean;
}

export function historyText(entries: readonly HistoryEntry[], words: HistoryWords, style: Style): string {
  return [
    `${style.bold(words.title)}: ${count(entries.length, 'version')}, the newest first`,
    ...indent(
      alignColumns([
        HEADINGS.map((text): Cell => ({ text, paint: style.dim })),
        ...entries.map((entry) => cells(entry, style)),
      ]),
    ),
    '',
    'FILES: fields that are not as the persona file says. The draft is not on air.',
    ...(entries.length > 1
      ? [`What changed: ${commandFor('history', [words.selector], ['-p', ...words.options])}`]
      : []),
    ...backLine(entries, words),
  ].join('\n');
}

/** Each version with what changed against the one below it. */
export function patchText(entries: readonly HistoryEntry[], words: HistoryWords, style: Style): string {
  return [
    `${style.bold(words.title)}: ${count(entries.length, 'version')}, the newest first`,
    ...entries.map((entry) => [headLine(entry, style), ...indent(changesOf(entry, entries, style))].join('\n')),
    ...backLine(entries, words),
  ].join('\n\n');
}

const HEADINGS = ['VERSION', 'TYPE', 'WHEN (UTC)', 'BY', 'FROM', 'FILES'];

function cells(entry: HistoryEntry, style: Style): Cell[] {
  const { type, at, by, differs_from_files: paths } = entry;
  return [
    { text: nameOf(entry), paint: style.bold },
    { text: type === null ? '-' : visible(type) },
    { text: at === null ? '-' : minuteText(at) },
    { text: by === null ? '-' : userText(by) },
    { text: fromText(entry) ?? '-' },
    filesCell(paths, style),
  ];
}

function filesCell(paths: readonly string[] | null, style: Style): Cell {
  if (paths === null) return { text: '-' };
  return paths.length === 0 ? { text: 'equal' } : { text: `${paths.length} differ`, paint: style.yellow };
}

/** Its number, which people say; without one its id. */
function nameOf({ number, id }: Pick<HistoryEntry, 'number' | 'id'>): string {
  return number === null ? visible(id) : String(number);
}

function fromText({ from }: HistoryEntry): string | null {
  if (from === null) return null;
  return from.type === null ? nameOf(from) : `${visible(from.type)} ${nameOf(from)}`;
}

function headLine(entry: HistoryEntry, style: Style): string {
  const { type, at, by, differs_from_files: paths } = entry;
  const from = fromText(entry);
  const when = at === null ? [] : [`${type === 'draft' ? 'last changed' : 'promoted'} ${minuteText(at)} UTC`];
  const who = by === null ? [] : [`by ${userText(by)}`];
  const source = from === null ? [] : [`from ${from}`];
  const story = [...when, ...who, ...source].join(' ');
  const files =
    paths === null || paths.length === 0 ? '' : `; not as the files say: ${paths.map(fieldLabel).join(', ')}`;
  return `${style.bold(`version ${nameOf(entry)}`)} ${type === null ? '' : `(${visible(type)}) `}${story}${files}`.trimEnd();
}

function changesOf(entry: HistoryEntry, all: readonly HistoryEntry[], style: Style): string[] {
  const before = all.find(({ id }) => id === entry.compared_to);
  if (before === undefined) return ['the oldest that the service keeps'];
  if (entry.changes.length === 0) return [`the same as version ${nameOf(before)}`];
  return [
    `against version ${nameOf(before)}:`,
    ...indent(entry.changes.flatMap((change) => changeLines(change, style))),
  ];
}

function backLine(entries: readonly HistoryEntry[], { selector, options, managed }: HistoryWords): string[] {
  const archived = entries.find(({ type }) => type === 'archived');
  if (archived === undefined || !managed) return [];
  return [`To go back to one: ${commandFor('rollback', [selector], ['--to', nameOf(archived), ...options])}`];
}
