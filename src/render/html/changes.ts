/** Changes in HTML: old and new as `del` and `ins`, with words for who cannot see colours. */
import type { Part } from '../prose-diff.ts';
import type { SheetChange } from '../sheet/sheet.ts';
import { placeText } from '../sheet/words.ts';
import type { ShownLine } from '../shown-line.ts';
import { code, html } from './escape.ts';

export function changeParts(changes: readonly SheetChange[]): string[] {
  return changes.flatMap((change, at) => {
    const isNew = change.heading !== changes[at - 1]?.heading;
    return [...(isNew ? [`<p class="plane">${html(change.heading)}</p>`] : []), changePart(change)];
  });
}

function changePart({ label, kind, summary, values, lines, place }: SheetChange): string {
  const from = place === null ? '' : `<span class="sum">${code(placeText(place))}</span>`;
  const head = `<span class="field">${code(label)}</span>`;
  const more = summary === null ? '' : `<span class="sum">${html(summary)}</span>`;
  const value = values === null ? '' : ` ${valueParts(kind, values)}`;
  const below = lines.length === 0 ? '' : `<div class="lines">${lines.map(linePart).join('')}</div>`;
  return `<div class="change">${head}${value}${more}${from}${below}</div>`;
}

function valueParts(kind: SheetChange['kind'], { before, after }: NonNullable<SheetChange['values']>): string {
  const [old, now] = [removed(before), added(after)];
  if (kind === 'add') return now;
  return kind === 'remove' ? `${old} → cleared` : `${old} → ${now}`;
}

function linePart(line: ShownLine): string {
  return `<div class="l ${line.kind}" dir="auto">${lineContent(line)}</div>`;
}

function lineContent(line: ShownLine): string {
  switch (line.kind) {
    case 'removed':
      return removed(line.text);
    case 'added':
      return added(line.text);
    case 'edited':
      return line.parts.map(part).join('');
    case 'place':
      return html(line.text.replaceAll('@@', '').trim());
    case 'same':
    case 'changed':
    case 'note':
      return html(line.text);
    default:
      return line satisfies never;
  }
}

function part({ kind, text }: Part): string {
  if (kind === 'same') return html(text);
  return kind === 'removed' ? removed(text) : added(text);
}

function removed(text: string): string {
  return `<del><span class="vh">removed: </span>${html(text)}</del>`;
}

function added(text: string): string {
  return `<ins><span class="vh">added: </span>${html(text)}</ins>`;
}
