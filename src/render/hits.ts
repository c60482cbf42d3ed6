/** Where a sentence was found, as text: by persona, with the lines that it stands on. */
import { commandFor } from '../model/command-line.ts';
import type { Hit } from '../model/hit.ts';
import { indent } from './indent.ts';
import type { Style } from './style.ts';
import { visible } from './visible.ts';
import { count, fieldLabel } from './words.ts';

/** Of a longer line only so much is shown before and after what was found, in characters. */
const AROUND = 60;

export interface Searching {
  /** How many personas were searched, and how many of these have no file. */
  readonly personas: number;
  readonly strangers: number;
  /** The words of the command line that the next step has too. */
  readonly options: readonly string[];
}

export function hitsText(hits: readonly Hit[], { personas, strangers, options }: Searching, style: Style): string {
  const byPersona = groupBy(hits, ({ key, id }) => `${key} ${id}`);
  const [first] = hits;
  const files = strangers === 0 ? '' : `, ${strangers.toLocaleString('en-US')} of them without a file`;
  return [
    ...byPersona.map((own) =>
      [titleLine(own, style), ...indent(groupBy(own, placeKey).flatMap((same) => hitLines(same, style)))].join('\n'),
    ),
    [
      `Found ${count(hits.length, 'time')} in ${byPersona.length} of ${count(personas, 'persona')}${files}.`,
      ...(first === undefined
        ? []
        : [`Since when, and by whom: ${commandFor('history', [first.key ?? first.id], ['-p', ...options])}`]),
    ].join('\n'),
  ].join('\n\n');
}

function titleLine(hits: readonly Hit[], style: Style): string {
  const [first] = hits;
  if (first === undefined) return '';
  const { key, id, name } = first;
  const title = visible(JSON.stringify(name));
  return key === null
    ? `${style.bold(title)} ${style.dim(`${visible(id)}, no file`)}`
    : `${style.bold(visible(key))} ${style.dim(title)}`;
}

/** The same line of the same field on several planes is shown once. */
function placeKey({ place, path, line, column, lines }: Hit): string {
  return JSON.stringify([place, path, line, column, lines]);
}

function hitLines(same: readonly Hit[], style: Style): string[] {
  const [first] = same;
  if (first === undefined) return [];
  const { place, path, line, plane } = first;
  const planes = plane === 'immediate' ? 'on air at once' : same.map((hit) => hit.plane).join(', ');
  const where = place === null ? `line ${line}` : `${visible(place.file)}:${place.line}:${place.column}`;
  return [`${style.cyan(planes)}: ${fieldLabel(path)}, ${where}`, ...indent(markedLines(first, style))];
}

function markedLines({ lines, column, end }: Hit, style: Style): string[] {
  const mark = (text: string): string => style.red(`»${visible(text)}«`);
  return lines.map((line, at) => {
    const from = at === 0 ? column - 1 : 0;
    const to = at === lines.length - 1 ? end - 1 : line.length;
    const before = line.slice(0, from);
    const after = line.slice(to);
    const head = before.length > AROUND ? `…${before.slice(-AROUND)}` : before;
    const tail = after.length > AROUND ? `${after.slice(0, AROUND)}…` : after;
    return `${visible(head)}${from === to ? '' : mark(line.slice(from, to))}${visible(tail)}`;
  });
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()];
}
