import { type Diagnostic, type DiagnosticCode, diagnosticAt, quoted } from '../model/diagnostic.ts';
import { type JsonValue, objectFrom } from '../model/json.ts';
import type { SourceText } from '../model/places.ts';
import { isBraces, keyText } from './map-key.ts';
import type { PlaceNode } from './place-tree.ts';
import { aliasTrouble, DEPTH_TROUBLE, numberTrouble, TAG_TROUBLE, type Trouble } from './value-trouble.ts';
import type { Range, YamlAlias, YamlList, YamlMap, YamlNode, YamlPair, YamlScalar } from './yaml-tree.ts';

/**
 * A YAML tree as JSON with places. In document order, so that an alias finds the anchor before it. An anchor's value is
 * converted once and shared by its aliases: what explodes on paper costs nothing here, and is refused by count.
 */

export interface Converted {
  readonly value: JsonValue;
  readonly place: PlaceNode;
  readonly diagnostics: readonly Diagnostic[];
  /** False where a part of the file is not understood, so that judging the rest would only make noise. */
  readonly whole: boolean;
}

/** `key` is the persona's, for the diagnostics. */
export function convertTree(root: YamlNode, source: SourceText, key: string | null): Converted {
  const conversion = new Conversion(source, key);
  const { value, place } = conversion.convert(root, root);
  return { value, place, diagnostics: conversion.diagnostics, whole: conversion.whole };
}

interface Item {
  readonly value: JsonValue;
  readonly place: PlaceNode;
  /** How many values it holds, itself included, once aliases are written out. */
  readonly size: number;
}

class Conversion {
  readonly diagnostics: Diagnostic[] = [];
  whole = true;
  readonly #source: SourceText;
  readonly #key: string | null;
  /** Anchors so far; null while the anchored value is still being read. */
  readonly #anchors = new Map<string, Item | null>();
  readonly #refused = new Set<string>();
  #aliases = 0;
  #values = 0;

  constructor(source: SourceText, key: string | null) {
    this.#source = source;
    this.#key = key;
  }

  /** `named` is where the value's key stands; of a list item, the item itself. */
  convert(node: YamlNode, named: Range): Item {
    this.#values += 1;
    if (node.kind === 'alias') return this.#alias(node, named);
    if (node.kind === 'deep') {
      this.#refuse('yaml_depth', node, DEPTH_TROUBLE);
      return leaf(null, node, named, null);
    }
    this.#checkTag(node);
    if (node.anchor !== null) this.#anchors.set(node.anchor, null);
    const item = this.#contents(node, named);
    if (node.anchor !== null) this.#anchors.set(node.anchor, item);
    return item;
  }

  #contents(node: YamlScalar | YamlMap | YamlList, named: Range): Item {
    if (node.kind === 'scalar') return leaf(this.#scalar(node), node, named, node.source);
    return node.kind === 'map' ? this.#map(node, named) : this.#list(node, named);
  }

  /** A number that cannot be kept is told, and then taken as what gives no second problem: its text, or zero. */
  #scalar(node: YamlScalar): JsonValue {
    const trouble = numberTrouble(node);
    if (trouble === null) return node.value;
    this.#report('yaml_number', node, trouble);
    return Number.isFinite(node.value) ? node.source : 0;
  }

  #list(node: YamlList, named: Range): Item {
    const children = new Map<string, PlaceNode>();
    const values: JsonValue[] = [];
    let size = 1;
    for (const item of node.items) {
      const converted = this.convert(item, item);
      children.set(String(values.length), converted.place);
      values.push(converted.value);
      size += converted.size;
    }
    return { value: values, place: placeOf(node, named, null, children), size };
  }

  #map(node: YamlMap, named: Range): Item {
    const entries = new Map<string, Item>();
    for (const pair of node.pairs) this.#entry(pair, entries);
    if (node.pairs.some((pair) => isBraces(pair.key, this.#source.text))) return this.#bracesAsText(node, named);
    const children = new Map<string, PlaceNode>();
    const values: [string, JsonValue][] = [];
    let total = 1;
    for (const [key, { value, place, size }] of entries) {
      children.set(key, place);
      values.push([key, value]);
      total += size;
    }
    return { value: objectFrom(values), place: placeOf(node, named, null, children), size: total };
  }

  /** `{{agent}}` without quotes is told once, and then taken as the text that was meant, so that nothing else complains. */
  #bracesAsText(node: YamlMap, named: Range): Item {
    return leaf(this.#source.text.slice(node.offset, node.end), node, named, null);
  }

  #entry({ key, value }: YamlPair, entries: Map<string, Item>): void {
    const name = keyText(key, this.#source.text);
    if (!name.ok) {
      this.#report(name.code, key, name);
      if (name.code === 'yaml_merge_key') this.whole = false;
      return;
    }
    this.#values += 1;
    const item = value === null ? leaf(null, { offset: key.end, end: key.end }, key, '') : this.convert(value, key);
    const first = entries.get(name.text);
    if (first === undefined) entries.set(name.text, item);
    else this.#reportRepeat(name.text, key, first);
  }

  #reportRepeat(name: string, key: Range, first: Item): void {
    const { line } = this.#source.spot(first.place.keyOffset, 1);
    const summary = `The key ${quoted(name)} stands here a second time; the first is on line ${line}.`;
    this.#report('yaml_duplicate_key', key, { summary, hint: 'Keep one of the two, and delete the other.' });
  }

  #alias(node: YamlAlias, named: Range): Item {
    this.#aliases += 1;
    const target = this.#anchors.get(node.name);
    const size = target?.size ?? 0;
    const state = target === undefined ? 'unknown' : target === null ? 'open' : 'known';
    const trouble = aliasTrouble(node.name, state, { aliases: this.#aliases, values: this.#values + size });
    if (trouble !== null) this.#refuse('yaml_alias', node, trouble);
    if (trouble !== null || !target) return leaf(null, node, named, null);
    this.#values += size;
    return { ...leaf(target.value, node, named, null), size };
  }

  #checkTag(node: YamlScalar | YamlMap | YamlList): void {
    if (node.tag === null || node.tag === TEXT_TAG) return;
    const before = this.#source.text.slice(Math.max(0, node.offset - LONGEST_TAG), node.offset);
    const written = /!\S*\s*$/.exec(before)?.[0];
    const at = written === undefined ? node : { offset: node.offset - written.length, end: node.offset };
    this.#report('yaml_tag', at, TAG_TROUBLE);
  }

  /** A problem that makes the whole file unreliable; the same one is told once. */
  #refuse(code: DiagnosticCode, at: Range, trouble: Trouble): void {
    this.whole = false;
    if (this.#refused.has(trouble.summary)) return;
    this.#refused.add(trouble.summary);
    this.#report(code, at, trouble);
  }

  #report(code: DiagnosticCode, at: Range, { summary, hint }: Trouble): void {
    const spot = this.#source.spot(at.offset, at.end - at.offset);
    this.diagnostics.push(diagnosticAt(spot, { code, summary, hint, key: this.#key }));
  }
}

const NO_CHILDREN: ReadonlyMap<string, PlaceNode> = new Map();

/** A tag stands this near before its value, in characters. */
const LONGEST_TAG = 100;

const TEXT_TAG = 'tag:yaml.org,2002:str';

function leaf(value: JsonValue, at: Range, named: Range, source: string | null): Item {
  return { value, place: placeOf(at, named, source, NO_CHILDREN), size: 1 };
}

function placeOf(
  { offset, end }: Range,
  named: Range,
  source: string | null,
  children: ReadonlyMap<string, PlaceNode>,
): PlaceNode {
  return { offset, end, keyOffset: named.offset, keyEnd: named.end, source, children };
}
