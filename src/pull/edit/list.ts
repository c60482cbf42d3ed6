/** Items of a list in a file: kept, edited in their place, taken out with their line, or added. */
import type { YamlList, YamlNode } from '../../load/yaml-tree.ts';
import type { JsonValue } from '../../model/json.ts';
import { escapeDeep } from '../escape.ts';
import { flowValue } from '../flow.ts';
import { itemLines } from '../lines.ts';
import { type Draft, type Edit, refusalOf, type Site } from './draft.ts';
import { type Step, stepsOrdered, stepsUnordered } from './sequence.ts';
import { columnOf, contentEnd, isFlow, lineEnd, lineStart, nextLine, type Source } from './source.ts';

export interface ListSite extends Site {
  readonly node: YamlList;
  readonly raw: readonly JsonValue[];
  readonly resolved: readonly JsonValue[];
  readonly wanted: readonly JsonValue[];
}

type EditItem = (site: Site) => Draft;

export function editList(site: ListSite, editItem: EditItem): Draft {
  const { node, raw, resolved, wanted, source } = site;
  const same = (at: number, to: number): boolean => site.same(resolved[at] ?? null, wanted[to] ?? null);
  const steps = (site.unordered ? stepsUnordered : stepsOrdered)(resolved.length, wanted.length, same);
  const kept = new Set(steps.flatMap((step) => (step.kind === 'keep' ? [step.at] : [])));
  const layout = layoutOf(node, source, kept);
  if (layout === null || node.items.length !== raw.length) return whole(site);
  const drafts = steps.map((step) => takeStep(step, site, layout, editItem));
  const refused = drafts.find((draft) => !draft.ok);
  if (refused !== undefined) return refused;
  const done = drafts.filter((draft) => draft.ok);
  const added = steps.filter((step) => step.kind === 'insert');
  const insertions = [...new Set(added.map((step) => step.behind))].flatMap((behind) => {
    const together = added.filter((step) => step.behind === behind);
    return layout.insert(
      behind,
      together.map(({ to }) => escapeDeep(wanted[to] ?? null)),
    );
  });
  const said = done.flatMap((draft, at) => (steps[at]?.kind === 'remove' ? [] : [draft.raw]));
  return { ok: true, edits: [...done.flatMap((draft) => draft.edits), ...insertions], raw: said };
}

/** Insertions are made together with those beside them. */
function takeStep(step: Step, site: ListSite, layout: Layout, editItem: EditItem): Draft {
  const { node, raw, resolved, wanted, source } = site;
  if (step.kind === 'insert') return { ok: true, edits: [], raw: escapeDeep(wanted[step.to] ?? null) };
  const item = node.items[step.at];
  if (item === undefined) return whole(site);
  if (step.kind === 'remove') {
    return refusalOf(item, source) ?? { ok: true, edits: layout.remove(step.at), raw: null };
  }
  const place = { node: item, indent: layout.dash, behind: item.offset, flow: layout.flow, unordered: false };
  const values = { raw: raw[step.at] ?? null, resolved: resolved[step.at] ?? null, wanted: wanted[step.to] ?? null };
  return editItem({ ...site, ...place, ...values });
}

/** A list that is laid out in a way that items cannot be told apart in. */
function whole(site: ListSite): Draft {
  const { node, source, wanted } = site;
  const refused = refusalOf(node, source);
  if (refused !== null) return refused;
  return {
    ok: true,
    edits: [{ offset: node.offset, end: node.end, text: flowValue(escapeDeep(wanted)) }],
    raw: escapeDeep(wanted),
  };
}

/** Where items stand. */
interface Layout {
  readonly flow: boolean;
  /** The column of the dashes. */
  readonly dash: number;
  /** Behind the item `behind`, or before all (-1). */
  insert(behind: number, values: readonly JsonValue[]): Edit[];
  remove(at: number): Edit[];
}

/** Null where items cannot be told apart. `kept`: the items that stay. */
function layoutOf(node: YamlList, { text, eol }: Source, kept: ReadonlySet<number>): Layout | null {
  return isFlow(node, text) ? flowLayout(node, text, eol, kept) : blockLayout(node, text, eol);
}

/** Null where a dash is not the first on its line. */
function blockLayout(node: YamlList, text: string, eol: string): Layout | null {
  const starts = node.items.map((_, at) => (at === 0 ? node.offset : endOfItem(node, at - 1, text)));
  const dashes = node.items.map((item, at) => dashBefore(item, starts[at] ?? node.offset, text));
  if (dashes.some((dash) => dash === null || text.slice(lineStart(text, dash), dash).trim() !== '')) return null;
  const dashAt = (at: number): number => dashes[at] ?? node.offset;
  const endAt = (at: number): number => nextLine(text, Math.max(endOfItem(node, at, text), dashAt(at) + 1));
  const dash = columnOf(text, node.offset);
  return {
    flow: false,
    dash,
    insert: (behind, values) => {
      const at = behind < 0 ? lineStart(text, dashAt(0)) : endAt(behind);
      const lines = values.flatMap((value) => itemLines(value, dash));
      return [{ offset: at, end: at, text: lines.map((line) => line + eol).join('') }];
    },
    remove: (at) => [{ offset: lineStart(text, dashAt(at)), end: endAt(at), text: '' }],
  };
}

function endOfItem(node: YamlList, at: number, text: string): number {
  const item = node.items[at];
  return item === undefined ? node.offset : contentEnd(item, text);
}

/** The dash of an item: the first sign behind `from` that is in no comment. */
function dashBefore(item: YamlNode, from: number, text: string): number | null {
  const between = text.slice(from, item.offset + 1).replace(/(^|\s)#[^\n]*/g, (comment) => ' '.repeat(comment.length));
  const at = between.search(/\S/);
  return at !== -1 && between[at] === '-' ? from + at : null;
}

/** Null where no item stays, and where an item has an anchor or tag, which stands before what is known of it. */
function flowLayout(node: YamlList, text: string, eol: string, kept: ReadonlySet<number>): Layout | null {
  const marked = node.items.some((item) => 'anchor' in item && (item.anchor !== null || item.tag !== null));
  if (marked || kept.size === 0) return null;
  const startOf = (at: number): number => node.items[at]?.offset ?? node.end - 1;
  const endOf = (at: number): number => node.items[at]?.end ?? node.offset + 1;
  const lastKept = Math.max(...kept);
  return {
    flow: true,
    dash: columnOf(text, node.offset),
    insert: (behind, values) => {
      const before = Math.max(...[...kept].filter((at) => at <= behind), -1);
      const written = values.map(flowValue);
      if (before === -1) return [insertAt(startOf(Math.min(...kept)), written.map((value) => `${value}, `).join(''))];
      const onOwnLines = behind === node.items.length - 1 && before === behind && standsAlone(node, before, text);
      if (!onOwnLines) return [insertAt(endOf(before), written.map((value) => `, ${value}`).join(''))];
      return insertLines(endOf(before), startOf(before), written, text, eol);
    },
    remove: (at) => {
      if (at < lastKept) return [{ offset: startOf(at), end: startOf(at + 1), text: '' }];
      const holdsComment = text.slice(endOf(at - 1), startOf(at)).includes('#');
      return [{ offset: holdsComment ? startOf(at) : endOf(at - 1), end: endOf(at), text: '' }];
    },
  };
}

function standsAlone(node: YamlList, at: number, text: string): boolean {
  const [item, before] = [node.items[at], node.items[at - 1]];
  return item !== undefined && lineStart(text, item.offset) > (before?.offset ?? node.offset);
}

/** Below the item that ends at `end`, each on a line of its own, with a comma where that item has one. */
function insertLines(end: number, start: number, values: readonly string[], text: string, eol: string): Edit[] {
  const below = lineEnd(text, end);
  const hasComma = /^\s*,/.test(text.slice(end, below));
  const indent = text.slice(lineStart(text, start), start);
  const lines = values.map((value, at) => `${eol}${indent}${value}${hasComma || at < values.length - 1 ? ',' : ''}`);
  return [...(hasComma ? [] : [insertAt(end, ',')]), insertAt(below, lines.join(''))];
}

function insertAt(offset: number, text: string): Edit {
  return { offset, end: offset, text };
}
