/**
 * One value for another in the text of a file, with as little of the text changed as can be: texts in their style, items
 * of lists and keys of mappings one by one. Where the kinds differ, the value is written anew.
 */
import type { YamlMap } from '../../load/yaml-tree.ts';
import { isJsonObject, type JsonObject, type JsonValue, objectFrom, ownValue } from '../../model/json.ts';
import { escapeDeep } from '../escape.ts';
import { flowValue } from '../flow.ts';
import { valueLines } from '../lines.ts';
import { inDoubleQuotes } from '../scalar.ts';
import { type Draft, type Edit, refusalOf, refusalOfAnchor, type Site } from './draft.ts';
import { editList } from './list.ts';
import { insertPairs, removePair } from './pairs.ts';
import { sameExactly } from './same.ts';
import { isBlockScalar, placeText, scalarEdits } from './scalar.ts';
import { columnOf, contentEnd, endOfColon, isFlow, lineStart, nextLine } from './source.ts';

export function editValue(site: Site): Draft {
  const { node, raw, resolved, wanted, source } = site;
  if (site.same(resolved, wanted)) return { ok: true, edits: [], raw };
  if (site.careful && typeof wanted === 'object' && wanted !== null) return writeAnew(site);
  if (
    node.kind === 'list' &&
    isList(raw) &&
    isList(resolved) &&
    isList(wanted) &&
    node.items.length * wanted.length > 0
  ) {
    return refusalOfAnchor(node, source) ?? editList({ ...site, node, raw, resolved, wanted }, editValue);
  }
  if (
    node.kind === 'map' &&
    isJsonObject(raw) &&
    isJsonObject(resolved) &&
    isJsonObject(wanted) &&
    node.pairs.length > 0
  ) {
    return refusalOfAnchor(node, source) ?? editMap({ ...site, node, raw, resolved, wanted });
  }
  return writeAnew(site);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function writeAnew(site: Site): Draft {
  const refused = refusalOf(site.node, site.source);
  return refused ?? { ok: true, edits: replaceWhole(site), raw: escapeDeep(site.wanted) };
}

interface MapSite extends Site {
  readonly node: YamlMap;
  readonly raw: JsonObject;
  readonly resolved: JsonObject;
  readonly wanted: JsonObject;
}

function editMap(site: MapSite): Draft {
  const { node, raw, resolved, wanted, source } = site;
  const flow = isFlow(node, source.text);
  const edits: Edit[] = [];
  const said: [string, JsonValue][] = [];
  for (const { key, value } of node.pairs) {
    const name = key.kind === 'scalar' ? String(key.value) : '';
    const item = ownValue(wanted, name);
    if (value === null) return { ok: true, edits: replaceWhole(site), raw: escapeDeep(wanted) };
    if (item === undefined) {
      const refused = refusalOf(value, source);
      if (refused !== null) return refused;
      edits.push(removePair(site, name));
      continue;
    }
    const place = { indent: columnOf(source.text, key.offset), behind: endOfColon(key, source.text), flow };
    const current = { raw: ownValue(raw, name) ?? null, resolved: ownValue(resolved, name) ?? null };
    const same = typeof item === 'object' ? sameExactly : site.same;
    const draft = editValue({ ...site, ...place, ...current, node: value, wanted: item, unordered: false, same });
    if (!draft.ok) return draft;
    edits.push(...draft.edits);
    said.push([name, draft.raw]);
  }
  const added = Object.entries(wanted).filter(([name]) => !Object.hasOwn(raw, name));
  const written = added.map(([name, value]) => [name, escapeDeep(value)] as const);
  return { ok: true, edits: [...edits, ...insertPairs(site, written, null)], raw: objectFrom([...said, ...written]) };
}

/** The value written anew, where it stood. */
export function replaceWhole(site: Site): Edit[] {
  const { node, wanted, source, flow, indent, behind, prose } = site;
  const value = escapeDeep(wanted);
  if (node.kind === 'scalar' && (typeof wanted !== 'object' || wanted === null)) return scalarEdits(site, wanted);
  if (flow) return [{ offset: node.offset, end: node.end, text: flowValue(value) }];
  const column = columnOf(source.text, node.offset);
  const anew = (): string[] => valueLines(value, indent, column, prose);
  const lines = site.careful && typeof value === 'string' ? [inDoubleQuotes(value)] : anew();
  const inLine = node.kind === 'scalar' ? !isBlockScalar(node, source.text) : isFlow(node, source.text);
  if (inLine)
    return lines[0] === '' ? placeText(site, { offset: behind, end: node.end }, lines) : placeText(site, node, lines);
  return replaceBlock(site, lines, behind);
}

/** A value on lines of its own: they go, and the new one begins behind the colon, before a comment that stands there. */
function replaceBlock({ node, source }: Site, lines: readonly string[], behind: number): Edit[] {
  const { text } = source;
  const from = node.kind === 'scalar' ? nextLine(text, node.offset) : lineStart(text, node.offset);
  const header = node.kind === 'scalar' ? (/^[|>][-+\d]*/.exec(text.slice(node.offset))?.[0].length ?? 0) : 0;
  const [first = '', ...rest] = lines;
  const head = {
    offset: behind,
    end: header === 0 ? behind : node.offset + header,
    text: first === '' ? '' : ` ${first}`,
  };
  const below = rest.map((line) => line + source.eol).join('');
  return [head, { offset: from, end: nextLine(text, contentEnd(node, text)), text: below }];
}
