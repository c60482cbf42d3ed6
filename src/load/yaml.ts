import {
  CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  Lexer,
  type ParsedNode,
  parseDocument,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import { countBefore } from './values.ts';
import type { SyntaxProblem, YamlNode, YamlPair, YamlScalar, YamlTree } from './yaml-tree.ts';

/**
 * The one door to the library `yaml`: text → a plain tree with offsets. YAML 1.2, core schema, no merge keys.
 * The library builds values itself only for scalars; mappings, aliases and limits are ours (`convert.ts`), because
 * its own conversion knows no places and turns `__proto__` and duplicate keys into silent surprises.
 */

/** Levels of nesting. A persona needs four. */
const DEEPEST = 64;

/**
 * Tokens of one file, escapes in quotes included: each may become an error object, and a million of those cost
 * gigabytes. 10,000 keys are about 50,000 tokens.
 */
const MOST_TOKENS = 100_000;

/** Never throws: what the library throws becomes a problem. */
export function readYaml(text: string): YamlTree {
  try {
    const limit = exceededLimit(text);
    if (limit !== null) return failedTree(limit);
    return treeOf(text);
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return failedTree({ code: 'RESOURCE_EXHAUSTION', offset: 0, end: 0, message });
  }
}

function failedTree(problem: SyntaxProblem): YamlTree {
  return { root: null, problems: [problem] };
}

function treeOf(text: string): YamlTree {
  const document = parseDocument(text, {
    merge: false,
    prettyErrors: false,
    resolveKnownTags: false,
    strict: true,
    uniqueKeys: false, // compares every key with every other; ours are checked in convert.ts
    version: '1.2',
  });
  const problems: SyntaxProblem[] = [
    ...document.errors,
    ...document.warnings.filter((warning) => warning.code === 'BAD_DIRECTIVE'),
  ].map(({ code, message, pos: [offset, end] }) => ({
    code,
    message,
    end,
    offset: startOfProblem(document, message, offset),
  }));
  if (document.directives.yaml.version !== '1.2') problems.unshift(wrongVersion(text));
  return { root: document.contents === null ? null : nodeOf(document.contents, 0), problems };
}

function wrongVersion(text: string): SyntaxProblem {
  const offset = Math.max(0, text.search(/^%YAML/m));
  return { code: 'WRONG_VERSION', offset, end: offset + '%YAML 1.1'.length, message: '' };
}

/** The library reports a missing closing quote at the end of the text; the opening one is what a person looks for. */
function startOfProblem(document: Document.Parsed, message: string, offset: number): number {
  if (!message.startsWith('Missing closing')) return offset;
  let start = offset;
  visit(document, {
    Scalar(_key, node) {
      if (node.type?.startsWith('QUOTE') && node.range && node.range[1] >= offset) start = node.range[0];
    },
  });
  return start;
}

/** Nesting and size, counted on the lexer's tokens, before anything recursive or costly is done with them. */
function exceededLimit(text: string): SyntaxProblem | null {
  if (cannotExceed(text)) return null;
  let offset = 0;
  let count = 0;
  let depth = 0;
  for (const token of new Lexer().lex(text)) {
    if (WIDTHLESS.includes(token)) continue;
    count += 1 + countEscapes(token);
    depth += stepOf(token);
    if (depth > DEEPEST) return { code: 'TOO_DEEP', offset, end: offset + 1, message: '' };
    if (count > MOST_TOKENS) return { code: 'TOO_MANY_PARTS', offset, end: offset + 1, message: '' };
    offset += token.length;
  }
  return null;
}

/** A token has a character at least, and a level of nesting a bracket: most files need no closer look. */
function cannotExceed(text: string): boolean {
  return text.length <= MOST_TOKENS && countBefore(text, '{') + countBefore(text, '[') <= DEEPEST;
}

/** Marks that the lexer puts between tokens; they stand for no text, and no text is like them (`parse-yaml.ts` sees to it). */
const WIDTHLESS: readonly string[] = [CST.DOCUMENT, CST.FLOW_END, CST.SCALAR];

function countEscapes(token: string): number {
  return token.startsWith('"') ? token.split('\\').length - 1 : 0;
}

function stepOf(token: string): number {
  if (token === '{' || token === '[') return 1;
  return token === '}' || token === ']' ? -1 : 0;
}

function nodeOf(node: ParsedNode, depth: number): YamlNode {
  const [offset, end] = node.range;
  if (isAlias(node)) return { kind: 'alias', name: node.source, offset, end };
  const marks = { offset, end, tag: node.tag ?? null, anchor: node.anchor ?? null };
  if (isScalar(node)) return { kind: 'scalar', ...scalarOf(node), ...marks };
  if (depth >= DEEPEST) return { kind: 'deep', offset, end };
  if (isMap(node)) return { kind: 'map', pairs: pairsOf(node, depth + 1), ...marks };
  return { kind: 'list', items: node.items.map((item) => nodeOf(item, depth + 1)), ...marks };
}

function pairsOf(map: YAMLMap.Parsed, depth: number): YamlPair[] {
  return map.items.map(({ key, value }) => ({
    key: nodeOf(key, depth),
    value: value === null ? null : nodeOf(value, depth),
  }));
}

/** With the core schema a scalar is text, a number, true, false or null. */
function scalarOf(node: Scalar.Parsed): Pick<YamlScalar, 'value' | 'source'> {
  const { value } = node;
  const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
  return { value: known, source: node.type === 'PLAIN' ? node.source : null };
}
