/** One change: what it shows in every format, and as lines of text. */
import { type FieldKind, fieldNamed } from '../model/fields.ts';
import type { JsonValue } from '../model/json.ts';
import { pointerSegments } from '../model/json.ts';
import type { Change } from '../model/plan.ts';
import type { ReferenceNames } from '../model/reference.ts';
import type { AlikeChange } from './alike.ts';
import { indent } from './indent.ts';
import { routingRows, setItems } from './items.ts';
import { paintLine } from './paint.ts';
import { ONE_LINE, showProse } from './prose.ts';
import type { ShownLine } from './shown-line.ts';
import type { Style } from './style.ts';
import { namedText } from './value.ts';
import { fieldLabel } from './words.ts';

/** What of a change is shown here: not on which plane, and from which file. */
type Shown = Pick<Change, 'path' | 'kind' | 'before' | 'after' | 'names'> & Partial<Pick<AlikeChange, 'within'>>;

/** A change, ready to be shown: all of it is safe to print, on one line each. */
export interface ShownChange {
  readonly label: string;
  readonly kind: Change['kind'];
  /** Characters before → after of a prompt, and what kind of edit it is. */
  readonly summary: string | null;
  /** Short values, shown on one line; null where there are lines instead. */
  readonly values: { readonly before: string; readonly after: string } | null;
  readonly lines: readonly ShownLine[];
}

export function showChange({ path, kind, before, after, names = {}, within = 'same' }: Shown): ShownChange {
  const about = { label: fieldLabel(path), kind, summary: null, values: null };
  const [field = ''] = pointerSegments(path);
  const fieldKind = path === `/${field}` ? fieldNamed(field)?.kind : undefined;
  if (isProse(fieldKind, before, after)) return { ...about, ...showProse(asText(before), asText(after), within) };
  const lines = fieldKind === undefined ? [] : itemLines(fieldKind, before, after, names);
  if (lines.length > 0) return { ...about, lines };
  return { ...about, values: { before: namedText(before, names), after: namedText(after, names) }, lines: [] };
}

const MARK = { add: '+', remove: '-', replace: '~' } as const;

/** The change without indentation; lines below the first are indented by two. */
export function changeLines(change: Shown, style: Style): string[] {
  const { label, kind, summary, values, lines } = showChange(change);
  const more = summary === null ? '' : ` (${summary})`;
  const value = values === null ? more : `: ${paintValues(kind, values, style)}`;
  return [
    `${paintMark(kind, style)} ${style.bold(label)}${value}`,
    ...indent(lines.map((line) => paintLine(line, style))),
  ];
}

function paintValues(
  kind: Change['kind'],
  { before, after }: NonNullable<ShownChange['values']>,
  style: Style,
): string {
  if (kind === 'add') return style.green(after);
  return kind === 'remove' ? `${style.red(before)} → cleared` : `${style.red(before)} → ${style.green(after)}`;
}

function itemLines(kind: FieldKind, before: JsonValue, after: JsonValue, names: ReferenceNames): ShownLine[] {
  if (kind === 'set') return haveItems(before, after) ? setItems(before, after, names) : [];
  return kind === 'list' ? routingRows(before, after, names) : [];
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

function paintMark(kind: Change['kind'], style: Style): string {
  if (kind === 'add') return style.green(MARK.add);
  return kind === 'remove' ? style.red(MARK.remove) : style.yellow(MARK.replace);
}
