/**
 * An id into the text of a file, without touching anything else: comments, order, quotes, spaces and line ends stay. What
 * comes out is read again and must say what was meant; else there is no such text, and a person must write it.
 */
import { isDeepStrictEqual } from 'node:util';
import { parseYaml } from '../load/parse-yaml.ts';
import { readYaml } from '../load/yaml.ts';
import type { YamlMap, YamlNode, YamlPair } from '../load/yaml-tree.ts';
import { isJsonObject, type JsonObject, objectFrom, ownValue } from '../model/json.ts';

/** The text of an environment's file with `ids: {key: id}`, or null. A key that is bound already gets the new id. */
export function setBoundId(text: string, key: string, id: string): string | null {
  const before = saidBy(text);
  if (before === null) return null;
  const ids = ownValue(before, 'ids');
  const meant = withEntry(before, 'ids', withEntry(isJsonObject(ids) ? ids : {}, key, id));
  const root = rootOf(text);
  if (root === null) return firstThatSays(meant, [append(text, `ids:${eolOf(text)}  ${word(key)}: ${word(id)}`)]);
  const pair = pairOf(root, 'ids');
  if (pair === undefined) {
    const nested = `ids:${eolOf(text)}  ${word(key)}: ${word(id)}`;
    return firstThatSays(meant, [
      ...(isFlow(root, text) ? insertions(text, root, 'ids', `{ ${word(key)}: ${word(id)} }`) : [append(text, nested)]),
      text.slice(0, root.offset) + nested + eolOf(text) + text.slice(root.offset),
    ]);
  }
  if (pair.value?.kind !== 'map')
    return firstThatSays(meant, [behindColon(text, pair, `{ ${word(key)}: ${word(id)} }`)]);
  const own = pairOf(pair.value, key);
  return firstThatSays(
    meant,
    own === undefined ? insertions(text, pair.value, key, word(id)) : [replaced(text, own, id)],
  );
}

/** The text of a persona file with `id` as its first key, or in the place of the one that it has; or null. */
export function setOwnId(text: string, id: string): string | null {
  const before = saidBy(text);
  const root = rootOf(text);
  if (before === null || root === null) return null;
  const meant = withEntry(before, 'id', id);
  const own = pairOf(root, 'id');
  const [first] = root.pairs;
  if (own !== undefined) return firstThatSays(meant, [replaced(text, own, id)]);
  if (first === undefined) return null;
  const between = isFlow(root, text) ? ', ' : eolOf(text) + ' '.repeat(columnOf(text, first.key.offset));
  return firstThatSays(meant, [inserted(text, first.key.offset, `id: ${word(id)}${between}`)]);
}

/** The text with another key for a binding whose file was renamed, or null. */
export function renameBoundKey(text: string, from: string, to: string): string | null {
  const before = saidBy(text);
  const root = rootOf(text);
  const ids = before === null ? undefined : ownValue(before, 'ids');
  const pair = root === null ? undefined : pairOf(root, 'ids');
  if (before === null || !isJsonObject(ids) || pair?.value?.kind !== 'map') return null;
  const own = pairOf(pair.value, from);
  if (own === undefined) return null;
  const entries = Object.entries(ids).map(([key, id]) => [key === from ? to : key, id] as const);
  const meant = withEntry(before, 'ids', objectFrom(entries));
  return firstThatSays(meant, [text.slice(0, own.key.offset) + word(to) + text.slice(own.key.end)]);
}

function firstThatSays(meant: JsonObject, texts: readonly (string | null)[]): string | null {
  return texts.find((text) => text !== null && isDeepStrictEqual(saidBy(text), meant)) ?? null;
}

/** What a text says, or null where it is no mapping or not valid. An empty one says nothing. */
function saidBy(text: string): JsonObject | null {
  const { value, diagnostics } = parseYaml(text, '', null);
  if (diagnostics.length > 0) return null;
  return value === null ? {} : isJsonObject(value) ? value : null;
}

function rootOf(text: string): YamlMap | null {
  const { root } = readYaml(text);
  return root?.kind === 'map' && root.pairs.length > 0 ? root : null;
}

function withEntry(object: JsonObject, key: string, value: string | JsonObject): JsonObject {
  return objectFrom([...Object.entries(object), [key, value]]);
}

function pairOf(map: YamlMap, key: string): YamlPair | undefined {
  return map.pairs.find((pair) => pair.key.kind === 'scalar' && pair.key.value === key);
}

function isFlow(node: YamlNode, text: string): boolean {
  return text[node.offset] === '{';
}

/** Behind the last pair, or where that cannot be (its value ends in an unusual way) before the first. */
function insertions(text: string, map: YamlMap, key: string, value: string): (string | null)[] {
  const entry = `${word(key)}: ${value}`;
  const [first, last] = [map.pairs[0], map.pairs.at(-1)];
  if (first === undefined || last === undefined) return [inserted(text, map.offset + 1, ` ${entry} `)];
  const end = last.value?.end ?? last.key.end;
  if (isFlow(map, text)) return [inserted(text, end, `, ${entry}`), inserted(text, first.key.offset, `${entry}, `)];
  const indent = ' '.repeat(columnOf(text, first.key.offset));
  const eol = eolOf(text);
  const below = lineEnd(text, end);
  return [
    below === null ? `${text}${eol}${indent}${entry}${eol}` : inserted(text, below, `${indent}${entry}${eol}`),
    inserted(text, first.key.offset, `${entry}${eol}${indent}`),
  ];
}

/** Where the next line begins, or null on a last line without an end. */
function lineEnd(text: string, at: number): number | null {
  const newline = text.indexOf('\n', Math.max(0, at - 1));
  return newline === -1 ? null : newline + 1;
}

function replaced(text: string, { key, value }: YamlPair, id: string): string | null {
  if (value === null || value.offset === value.end) return behindColon(text, { key, value }, word(id));
  return value.kind === 'scalar' ? text.slice(0, value.offset) + word(id) + text.slice(value.end) : null;
}

/** A value where a key has nothing behind it, or an empty mapping. */
function behindColon(text: string, { key, value }: YamlPair, written: string): string | null {
  if (value !== null && value.offset < value.end) return text.slice(0, value.offset) + written + text.slice(value.end);
  const colon = text.indexOf(':', key.end);
  return colon === -1 ? null : inserted(text, colon + 1, ` ${written}`);
}

function append(text: string, lines: string): string {
  const eol = eolOf(text);
  return `${text}${text === '' || text.endsWith('\n') ? '' : eol}${lines}${eol}`;
}

function inserted(text: string, at: number, part: string): string {
  return text.slice(0, at) + part + text.slice(at);
}

function columnOf(text: string, at: number): number {
  return at - (text.lastIndexOf('\n', at - 1) + 1);
}

function eolOf(text: string): '\n' | '\r\n' {
  return /\r?\n/.exec(text)?.[0] === '\r\n' ? '\r\n' : '\n';
}

/** Text as YAML, plain where that is read back as it is, in all versions of YAML. */
function word(text: string): string {
  const isPlain = /^[A-Za-z_][\w/-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  const isUuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
  return isPlain || isUuid ? text : JSON.stringify(text);
}
