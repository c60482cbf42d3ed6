/** Sets and lists as items: added, removed, moved, changed. */
import { exactJson } from '../model/exact-json.ts';
import { isRoutingKey, ROUTING_KEYS } from '../model/fields.ts';
import { isJsonObject, isStringList, type JsonObject, type JsonValue, ownValue } from '../model/json.ts';
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

/**
 * One line a routing row that was added, removed or moved, and one for each of its values that changed; none where there is
 * anything but rows. Rows of a promote also have keys that nobody documents: callers hear them all the same.
 */
export function routingRows(before: JsonValue, after: JsonValue, names: ReferenceNames = {}): ShownLine[] {
  const [old, now] = [rowsOf(before), rowsOf(after)];
  if (old === null || now === null) return [];
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
  return keysOf(from, to).flatMap((key): ShownLine[] => {
    const [old, now] = [cell(from, key), cell(to, key)];
    if (exactJson(old) === exactJson(now)) return [];
    const place = `row ${at + 1} ${title(to)}, ${visible(key)}`;
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

function rowsOf(value: JsonValue): Row[] | null {
  if (value === null) return [];
  return Array.isArray(value) && value.every(isJsonObject) ? value.map((row, at) => ({ row, at })) : null;
}

/** The documented keys first. */
function keysOf(...rows: readonly JsonObject[]): string[] {
  const others = rows.flatMap((row) => Object.keys(row).filter((key) => !isRoutingKey(key)));
  return [...ROUTING_KEYS, ...new Set(others)];
}

function cell(row: JsonObject, key: string): JsonValue {
  return ownValue(row, key) ?? null;
}

/** A node's id counts within its version alone. */
function cellText(row: JsonObject, key: string, names: ReferenceNames): string {
  const value = cell(row, key);
  if (key === 'pathway_id') return namedText(value, names);
  const node = NODE_KEYS.map((one) => cell(row, one));
  if (key !== 'start_node_id' || !isStringList(node)) return valueText(value);
  const [pathway = '', version = '', id = ''] = node;
  return namedText(value, names, nodeName(pathway, version, id));
}

const NODE_KEYS = ['pathway_id', 'pathway_version', 'start_node_id'] as const;

function describeRow(row: JsonObject, names: ReferenceNames): string {
  const keys = keysOf(row).filter((key) => key !== 'name');
  const cells = keys.map((key) => `${visible(key)} ${cellText(row, key, names)}`);
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

/** Tools may be mappings, and of these repeats count. */
function sameItems(old: readonly string[], now: readonly string[]): boolean {
  const sorted = now.toSorted();
  return old.length === now.length && old.toSorted().every((item, at) => item === sorted[at]);
}
