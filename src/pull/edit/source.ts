/** The text of one persona file, with what editing needs to know of it. Offsets are UTF-16 units. */
import { parseYaml } from '../../load/parse-yaml.ts';
import { readYaml } from '../../load/yaml.ts';
import type { Range, YamlAlias, YamlNode } from '../../load/yaml-tree.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';

export interface Source {
  readonly text: string;
  /** How its lines end. */
  readonly eol: '\n' | '\r\n';
  readonly root: YamlNode;
  /** What it says, before prompt files and values; aliases are written out. */
  readonly value: JsonObject;
  readonly aliases: readonly YamlAlias[];
}

/** Null for a text that is no mapping, or not valid. */
export function readSource(text: string): Source | null {
  const { root } = readYaml(text);
  const { value, diagnostics } = parseYaml(text, '', null);
  if (root === null || diagnostics.length > 0 || !isJsonObject(value)) return null;
  const eol = /\r?\n/.exec(text)?.[0] === '\r\n' ? '\r\n' : '\n';
  return { text, eol, root, value, aliases: nodesIn(root).filter((node) => node.kind === 'alias') };
}

/** The node, and all values below it; not their keys. */
export function nodesIn(node: YamlNode): YamlNode[] {
  if (node.kind === 'list') return [node, ...node.items.flatMap(nodesIn)];
  if (node.kind !== 'map') return [node];
  return [node, ...node.pairs.flatMap(({ value }) => (value === null ? [] : nodesIn(value)))];
}

/** Whether a mapping or list is written between brackets. */
export function isFlow(node: YamlNode, text: string): boolean {
  const first = text[node.offset];
  return (node.kind === 'map' && first === '{') || (node.kind === 'list' && first === '[');
}

export function lineStart(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

/** Where the line's text ends, before its line end. */
export function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  const end = newline === -1 ? text.length : newline;
  return end > at && text[end - 1] === '\r' ? end - 1 : end;
}

/** Where the next line begins; the end of the text where there is none. */
export function nextLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline === -1 ? text.length : newline + 1;
}

export function columnOf(text: string, at: number): number {
  return at - lineStart(text, at);
}

/** Where what is written of a node ends: without the line ends and comments behind it that the library counts to it. */
export function contentEnd(node: YamlNode, text: string): number {
  if (node.kind === 'map' && !isFlow(node, text)) {
    const last = node.pairs.at(-1);
    if (last === undefined) return node.end;
    return last.value === null || isUnwritten(last.value)
      ? endOfColon(last.key, text)
      : Math.max(last.key.end, contentEnd(last.value, text));
  }
  if (node.kind === 'list' && !isFlow(node, text)) {
    const last = node.items.at(-1);
    return last === undefined ? node.end : contentEnd(last, text);
  }
  return keepsBlankLines(node, text) ? node.end - 1 : endOfWritten(text, node.offset, node.end);
}

/** A block scalar with `+`: the blank lines at its end are its own. */
function keepsBlankLines(node: YamlNode, text: string): boolean {
  return node.kind === 'scalar' && node.source === null && /^[|>]\d?\+/.test(text.slice(node.offset, node.offset + 3));
}

/** The end of a stretch without spaces and line ends, in YAML's sense. */
export function endOfWritten(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && ' \t\r\n'.includes(text.charAt(end - 1))) end -= 1;
  return end;
}

function isUnwritten(node: Range): boolean {
  return node.offset === node.end;
}

/** Right behind the `:` of a key. */
export function endOfColon(key: Range, text: string): number {
  return text.indexOf(':', key.end) + 1;
}
