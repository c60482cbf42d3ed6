import { type Diagnostic, type DiagnosticCode, diagnosticAt, quoted } from '../model/diagnostic.ts';
import { type JsonValue, objectFrom } from '../model/json.ts';
import type { SourceText } from '../model/places.ts';
import { isBraces, keyText } from './map-key.ts';
import type { PlaceNode } from './place-tree.ts';
import type { Range, YamlAlias, YamlList, YamlMap, YamlNode, YamlPair, YamlScalar } from './yaml-tree.ts';

/**
 * A YAML tree as JSON with places. In document order, so that an alias finds the anchor before it. An anchor's value is
 * converted once and shared by its aliases: what explodes on paper costs nothing here, and is refused by count.
 */

/** Aliases in one file, and values once all are written out: generous for people, too little for a bomb. */
const MOST_ALIASES = 100;
const MOST_VALUES = 100_000;

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
      this.#refuse('yaml_depth', node, 'This is nested more than 64 levels deep.', 'Write it flatter.');
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

  #scalar(node: YamlScalar): JsonValue {
    const { value } = node;
    if (typeof value !== 'number' || (Number.isFinite(value) && !(Number.isInteger(value) && !isExact(value))))
      return value;
    const written = node.source ?? String(value);
    const lost = Number.isFinite(value) ? 'too large to be kept exactly' : 'not a number that can be sent';
    const hint = `If it is text, quote it: "${written}". Else write a smaller number, in digits.`;
    this.#report('yaml_number', node, `${quoted(written)} is ${lost}.`, hint);
    return Number.isFinite(value) ? written : 0;
  }

  #list(node: YamlList, named: Range): Item {
    const items = node.items.map((item) => this.convert(item, item));
    const children = new Map(items.map((item, index) => [String(index), item.place]));
    return { value: items.map((item) => item.value), place: branch(node, named, children), size: sizeOf(items) };
  }

  #map(node: YamlMap, named: Range): Item {
    const entries = new Map<string, Item>();
    for (const pair of node.pairs) this.#entry(pair, entries);
    if (node.pairs.some((pair) => isBraces(pair.key, this.#source.text))) return this.#bracesAsText(node, named);
    const children = new Map([...entries].map(([key, item]) => [key, item.place]));
    const value = objectFrom([...entries].map(([key, item]) => [key, item.value]));
    return { value, place: branch(node, named, children), size: sizeOf([...entries.values()]) };
  }

  /** `{{agent}}` without quotes is told once, and then taken as the text that was meant, so that nothing else complains. */
  #bracesAsText(node: YamlMap, named: Range): Item {
    return leaf(this.#source.text.slice(node.offset, node.end), node, named, null);
  }

  #entry(pair: YamlPair, entries: Map<string, Item>): void {
    const { key, value } = pair;
    const name = keyText(key, this.#source.text);
    if (!name.ok) {
      if (name.code === 'yaml_merge_key') this.#refuse(name.code, key, name.summary, name.hint);
      else this.#report(name.code, key, name.summary, name.hint);
      return;
    }
    this.#values += 1;
    const item = value === null ? leaf(null, { offset: key.end, end: key.end }, key, null) : this.convert(value, key);
    const first = entries.get(name.text);
    if (first === undefined) {
      entries.set(name.text, item);
      return;
    }
    const { line } = this.#source.spot(first.place.keyOffset, 1);
    const summary = `The key ${quoted(name.text)} stands here a second time; the first is on line ${line}.`;
    this.#report('yaml_duplicate_key', key, summary, 'Keep one of the two, and delete the other.');
  }

  #alias(node: YamlAlias, named: Range): Item {
    this.#aliases += 1;
    const target = this.#anchors.get(node.name);
    const trouble = this.#aliasTrouble(node, target);
    if (trouble !== null) this.#refuse('yaml_alias', node, trouble.summary, trouble.hint);
    if (trouble !== null || !target) return leaf(null, node, named, null);
    return { ...leaf(target.value, node, named, null), size: target.size };
  }

  /** What is wrong with an alias, or null. After the first limit is passed, the rest is not reported again. */
  #aliasTrouble(node: YamlAlias, target: Item | null | undefined): { summary: string; hint: string } | null {
    const name = quoted(`*${node.name}`);
    if (target === undefined) {
      return {
        summary: `${name} repeats an anchor that is not there.`,
        hint: `If it is text, quote it: "*${node.name}…".`,
      };
    }
    if (target === null)
      return { summary: `${name} repeats the value that it stands in, without end.`, hint: 'Write the value out.' };
    if (this.#aliases > MOST_ALIASES) {
      return {
        summary: `More than ${MOST_ALIASES} aliases stand in one file.`,
        hint: 'Write the values out, or share a prompt file.',
      };
    }
    this.#values += target.size;
    if (this.#values <= MOST_VALUES) return null;
    return {
      summary: `With its aliases written out, the file holds more than ${MOST_VALUES} values.`,
      hint: 'Use fewer anchors.',
    };
  }

  #checkTag(node: YamlScalar | YamlMap | YamlList): void {
    if (node.tag === null || node.tag === TEXT_TAG) return;
    const before = this.#source.text.slice(Math.max(0, node.offset - LONGEST_TAG), node.offset);
    const written = /!\S*\s*$/.exec(before)?.[0];
    const at = written === undefined ? node : { offset: node.offset - written.length, end: node.offset };
    const summary = 'This value has a type tag, which persona files cannot have.';
    this.#report('yaml_tag', at, summary, 'Remove the word that begins with `!`; if it is text, quote the whole text.');
  }

  /** A problem that makes the whole file unreliable; each kind once. */
  #refuse(code: DiagnosticCode, at: Range, summary: string, hint: string): void {
    this.whole = false;
    if (code === 'yaml_merge_key' || !this.diagnostics.some((known) => known.summary === summary))
      this.#report(code, at, summary, hint);
  }

  #report(code: DiagnosticCode, at: Range, summary: string, hint: string): void {
    const spot = this.#source.spot(at.offset, at.end - at.offset);
    this.diagnostics.push(diagnosticAt(spot, { code, summary, hint, key: this.#key }));
  }
}

/** A tag stands this near before its value, in characters. */
const LONGEST_TAG = 100;

const TEXT_TAG = 'tag:yaml.org,2002:str';

/** Integers beyond 2^53 lose digits. */
function isExact(value: number): boolean {
  return Number.isSafeInteger(value);
}

function leaf(value: JsonValue, at: Range, named: Range, source: string | null): Item {
  return { value, place: { ...branch(at, named, new Map()), source }, size: 1 };
}

function branch(at: Range, named: Range, children: ReadonlyMap<string, PlaceNode>): PlaceNode {
  return { offset: at.offset, end: at.end, keyOffset: named.offset, keyEnd: named.end, source: null, children };
}

function sizeOf(items: readonly Item[]): number {
  return items.reduce((total, item) => total + item.size, 1);
}
