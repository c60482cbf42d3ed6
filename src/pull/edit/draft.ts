/** What an edit of a value comes to: stretches of the text to replace, and what the file will then say; or why not. */

import { findReferences } from '../../load/values.ts';
import type { Range, YamlNode } from '../../load/yaml-tree.ts';
import type { JsonValue } from '../../model/json.ts';
import { nodesIn, type Source } from './source.ts';

export interface Edit extends Range {
  readonly text: string;
}

export interface Edited {
  readonly ok: true;
  readonly edits: readonly Edit[];
  /** The value as the file will say it, with `${values}` and `$${` as written. */
  readonly raw: JsonValue;
}

/**
 * Why a value is not overwritten. - `value`: it comes from a `${value}`. - `alias`: it stands elsewhere, and is repeated
 * here. - `anchor`: others repeat it. `at` is the value, `other` that elsewhere.
 */
export interface Refused {
  readonly ok: false;
  readonly reason: 'value' | 'alias' | 'anchor';
  readonly at: Range;
  readonly other: Range | null;
}

export type Draft = Edited | Refused;

/** A value in a file, and what it is to become. */
export interface Site {
  readonly source: Source;
  readonly node: YamlNode;
  /** As the file says it. */
  readonly raw: JsonValue;
  /** With values filled in. */
  readonly resolved: JsonValue;
  readonly wanted: JsonValue;
  /** The column of its key or dash. */
  readonly indent: number;
  /** Right behind the colon or dash before it. */
  readonly behind: number;
  /** Whether it stands between brackets. */
  readonly flow: boolean;
  readonly prose: boolean;
  /** Whether two values mean the same in this field. */
  same(a: JsonValue, b: JsonValue): boolean;
  /** The order of the outermost list does not matter. */
  readonly unordered: boolean;
  /** The second try avoids what may have gone wrong in the first: all texts in double quotes. */
  readonly careful: boolean;
}

/** Why a node as a whole cannot be replaced or removed; null where it can. */
export function refusalOf(node: YamlNode, source: Source): Refused | null {
  const nodes = nodesIn(node);
  const alias = nodes.find((one) => one.kind === 'alias');
  if (alias?.kind === 'alias') return { ok: false, reason: 'alias', at: alias, other: anchorOf(alias.name, source) };
  const referring = nodes.find((one) => one.kind === 'scalar' && hasReference(one.value));
  if (referring !== undefined) return { ok: false, reason: 'value', at: referring, other: null };
  for (const one of nodes) {
    const refused = refusalOfAnchor(one, source);
    if (refused !== null) return refused;
  }
  return null;
}

/** Why nothing in a node may change: others repeat it. */
export function refusalOfAnchor(node: YamlNode, source: Source): Refused | null {
  const anchor = 'anchor' in node ? node.anchor : null;
  const other = anchor === null ? undefined : source.aliases.find((alias) => alias.name === anchor);
  return other === undefined ? null : { ok: false, reason: 'anchor', at: node, other };
}

function anchorOf(name: string, source: Source): Range | null {
  return nodesIn(source.root).find((node) => 'anchor' in node && node.anchor === name) ?? null;
}

function hasReference(value: JsonValue): boolean {
  return typeof value === 'string' && findReferences(value).length > 0;
}
