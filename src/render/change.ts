/** One change as lines of text. */
import { type FieldKind, fieldNamed } from '../model/fields.ts';
import type { JsonValue } from '../model/json.ts';
import { pointerSegments } from '../model/json.ts';
import type { Change } from '../model/plan.ts';
import { routingRows, setItems } from './items.ts';
import { proseText } from './prose.ts';
import type { Style } from './style.ts';
import { valueText } from './value.ts';
import { fieldLabel } from './words.ts';

const MARK = { add: '+', remove: '-', replace: '~' } as const;

/** Texts longer than this are shown as hunks, so that the eye need not compare two long lines. */
export const ONE_LINE = 72;

/** What of a change is shown here: not on which plane, and from which file. */
type Shown = Pick<Change, 'path' | 'kind' | 'before' | 'after'>;

/** The change without indentation; lines below the first are indented by two. */
export function changeLines(change: Shown, style: Style): string[] {
  const mark = paintMark(change, style);
  const label = style.bold(fieldLabel(change.path));
  const { before, after } = change;
  const [field = ''] = pointerSegments(change.path);
  const kind = change.path === `/${field}` ? fieldNamed(field)?.kind : undefined;
  if (isProse(kind, before, after)) {
    const [old, now] = [asText(before), asText(after)];
    const { summary, lines } = proseText(old, now, style);
    return [`${mark} ${label} (${summary})`, ...indent(lines)];
  }
  const items = kind === undefined ? [] : itemLines(kind, before, after, style);
  if (items.length > 0) return [`${mark} ${label}`, ...indent(items)];
  return [`${mark} ${label}: ${oneLine(change, style)}`];
}

export function indent(lines: readonly string[], by = 2): string[] {
  return lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line));
}

function oneLine({ kind, before, after }: Shown, style: Style): string {
  if (kind === 'add') return style.green(valueText(after));
  const old = style.red(valueText(before));
  return kind === 'remove' ? `${old} → cleared` : `${old} → ${style.green(valueText(after))}`;
}

function itemLines(kind: FieldKind, before: JsonValue, after: JsonValue, style: Style): string[] {
  if (kind === 'set') return haveItems(before, after) ? setItems(before, after, style) : [];
  return kind === 'list' ? routingRows(before, after, style) : [];
}

/** Lists, or one list that was or becomes null. Anything else has no items, and no order to speak of. */
function haveItems(before: JsonValue, after: JsonValue): boolean {
  if (Array.isArray(before) && Array.isArray(after)) return true;
  return [before, after].every((value) => value === null || (Array.isArray(value) && value.length > 0));
}

function isProse(kind: FieldKind | undefined, before: JsonValue, after: JsonValue): boolean {
  const texts = [before, after].filter((value) => typeof value === 'string');
  if (texts.length === 0 || ![before, after].every((value) => value === null || typeof value === 'string'))
    return false;
  return kind === 'prose' || texts.some((text) => text.includes('\n') || text.length > ONE_LINE);
}

function asText(value: JsonValue): string {
  return typeof value === 'string' ? value : '';
}

function paintMark({ kind }: Shown, style: Style): string {
  if (kind === 'add') return style.green(MARK.add);
  return kind === 'remove' ? style.red(MARK.remove) : style.yellow(MARK.replace);
}
