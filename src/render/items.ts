/** Sets and lists as items: added, removed, moved, changed. */
import { ROUTING_KEYS } from '../model/fields.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import { nodeName, type ReferenceNames } from '../model/reference.ts';
import { ONE_LINE, showProse } from './prose.ts';
import type { ShownLine } from './shown-line.ts';
import { namedText, valueText } from './value.ts';
import { visible } from './visible.ts';

/** One line an item of a set: `+ "tier-1"`, `- "old"`. */
export function setItems(before: JsonValue, after: JsonValue, names: ReferenceNames = {}): ShownLine[] {
  const [old, now] = [texts(before, names), texts(after, names)];
  const [wasThere, isThere] = [new Set(old), new Set(now)];
  return [
    ...now.filter((item) => !wasThere.has(item)).map((text): ShownLine => ({ kind: 'added', text })),
    ...old.filter((item) => !isThere.has(item)).map((text): ShownLine => ({ kind: 'removed', text })),
    ...(sameItems(old, now) ? [note('the same items in another order')] : []),
  ];
}

/** One line a routing row that was added, removed or moved, and one for each of its values that changed. */
export function routingRows(before: JsonValue, after: JsonValue, names: ReferenceNames = {}): ShownLine[] {
  const [old, now] = [rowsOf(before), rowsOf(after)];
  const pairs = pairRows(old, now);
  const kept = pairs.flatMap(({ from, to }) => (from === null || to === null ? [] : [{ from, to }]));
  const order = kept.map(({ from }) => from.at).sort((a, b) => a - b);
  const ranks = new Map(kept.map(({ to }, rank) => [to, rank]));
  return pairs.flatMap(({ from, to }): ShownLine[] => {
    if (from === null)
      return to === null ? [] : [{ kind: 'added', text: `row ${to.at + 1}: ${describeRow(to.row, names)}` }];
    if (to === null) return [{ kind: 'removed', text: `row ${from.at + 1}: ${describeRow(from.row, names)}` }];
    const hasMoved = order[ranks.get(to) ?? -1] !== from.at;
    const moved = hasMoved ? [note(`row ${from.at + 1} → ${to.at + 1}: ${title(to.row)} moved`)] : [];
    return [...moved, ...changedCells(from.row, to.row, to.at, names)];
  });
}

function note(text: string): ShownLine {
  return { kind: 'note', text };
}

interface Row {
  readonly row: JsonObject;
  readonly at: number;
}

interface RowPair {
  readonly from: Row | null;
  readonly to: Row | null;
}

/** Pairs rows that are equal, then those of the same name and pathway, then those of the same name; in the new order, removed ones last. */
function pairRows(old: readonly Row[], now: readonly Row[]): RowPair[] {
  const free = new Set(old);
  const partners = new Map<Row, Row>();
  for (const same of [JSON.stringify, pathwayAndName, title]) {
    const waiting = queues([...free], ({ row }) => same(row));
    for (const to of now.filter((row) => !partners.has(row))) {
      const from = waiting.get(same(to.row))?.pop();
      if (from === undefined) continue;
      free.delete(from);
      partners.set(to, from);
    }
  }
  return [
    ...now.map((to) => ({ from: partners.get(to) ?? null, to })),
    ...[...free].map((from) => ({ from, to: null })),
  ];
}

/** Items of one name, the first one last, to be taken from the end: thousands of rows must not each be compared with all. */
function queues(items: readonly Row[], nameOf: (item: Row) => string): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const item of items.toReversed()) {
    const name = nameOf(item);
    const same = found.get(name);
    if (same === undefined) found.set(name, [item]);
    else same.push(item);
  }
  return found;
}

function changedCells(from: JsonObject, to: JsonObject, at: number, names: ReferenceNames): ShownLine[] {
  return ROUTING_KEYS.filter((key) => from[key] !== to[key]).flatMap((key): ShownLine[] => {
    const [old, now] = [from[key] ?? null, to[key] ?? null];
    const place = `row ${at + 1} ${title(to)}, ${key}`;
    if (!isLongText(old) || !isLongText(now))
      return [{ kind: 'changed', text: `${place}: ${cellText(from, key, names)} → ${cellText(to, key, names)}` }];
    const { summary, lines } = showProse(old, now);
    return [{ kind: 'changed', text: `${place} (${summary})` }, ...lines.filter(({ kind }) => kind !== 'place')];
  });
}

/** The sentence that a caller's words are compared with may be as long as a prompt. */
function isLongText(value: JsonValue): value is string {
  return typeof value === 'string' && value.length > ONE_LINE;
}

function rowsOf(value: JsonValue): Row[] {
  return Array.isArray(value) ? value.filter(isJsonObject).map((row, at) => ({ row, at })) : [];
}

/** A node's id counts within its version alone. */
function cellText(row: JsonObject, key: (typeof ROUTING_KEYS)[number], names: ReferenceNames): string {
  const value = row[key] ?? null;
  if (key === 'pathway_id') return namedText(value, names);
  if (key !== 'start_node_id') return valueText(value);
  return namedText(value, names, nodeName(String(row.pathway_id), String(row.pathway_version), String(value)));
}

function describeRow(row: JsonObject, names: ReferenceNames): string {
  const cells = ROUTING_KEYS.filter((key) => key !== 'name').map((key) => `${key} ${cellText(row, key, names)}`);
  return `${title(row)}: ${cells.join(', ')}`;
}

function title(row: JsonObject): string {
  return visible(JSON.stringify(row.name ?? ''));
}

function pathwayAndName(row: JsonObject): string {
  return JSON.stringify([row.pathway_id, row.name]);
}

function texts(value: JsonValue, names: ReferenceNames): string[] {
  return Array.isArray(value) ? value.map((item: JsonValue) => namedText(item, names)) : [];
}

function sameItems(old: readonly string[], now: readonly string[]): boolean {
  const present = new Set(now);
  return old.length === now.length && old.every((item) => present.has(item));
}
