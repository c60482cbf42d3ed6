/** One text, number, true, false or null for another, in the style that stood there. */
import type { YamlNode } from '../../load/yaml-tree.ts';
import type { JsonValue } from '../../model/json.ts';
import { escapeDeep } from '../escape.ts';
import { fileText } from '../field-value.ts';
import { indentLines } from '../lines.ts';
import {
  inDoubleQuotes,
  inlineScalar,
  inlineText,
  inSingleQuotes,
  isBlockText,
  isPlain,
  isSingleLine,
  WIDEST_LINE,
} from '../scalar.ts';
import { blockLines } from './block-text.ts';
import type { Edit, Site } from './draft.ts';
import { columnOf, endOfWritten, lineEnd, nextLine } from './source.ts';

type Scalar = Exclude<JsonValue, object> | null;

/** The edits for a node that is a scalar too. */
export function scalarEdits(site: Site, wanted: Scalar): Edit[] {
  const value = typeof wanted === 'string' ? String(escapeDeep(wanted)) : wanted;
  const opening = site.source.text[site.node.offset];
  const isBlock = !site.flow && isBlockScalar(site.node, site.source.text);
  if (isBlock) return blockEdits(site, value);
  if (typeof value !== 'string') return [{ ...site.node, text: JSON.stringify(value) }];
  return placeText(site, site.node, inStyle(site, value, opening));
}

export function isBlockScalar(node: YamlNode, text: string): boolean {
  return node.kind === 'scalar' && node.source === null && /[|>]/.test(text[node.offset] ?? '');
}

/** The text as lines: the first stands where the value begins, the others below it. */
function inStyle(
  { careful, flow, prose, indent, source, node }: Site,
  text: string,
  opening: string | undefined,
): string[] {
  if (careful) return [inDoubleQuotes(text)];
  if (opening === '"') return [inDoubleQuotes(text)];
  if (opening === "'" && isSingleLine(text)) return [inSingleQuotes(text)];
  const isLong = text.includes('\n') || columnOf(source.text, node.offset) + text.length > WIDEST_LINE;
  if (flow || !isBlockText(text) || /\s$/.test(text)) return [inlineText(text, flow)];
  if (!text.includes('\n') && (opening === "'" || !isLong || isPlain(text, false))) return [inlineText(text, flow)];
  const shift = /^\s/.test(text) ? '2' : '';
  return [`|${shift}${prose ? '' : '-'}`, ...indentLines(text, indent + 2)];
}

/** What follows on the line of the value, a comment, stays there; further lines come below it. */
export function placeText(
  { source }: Pick<Site, 'source'>,
  at: { offset: number; end: number },
  lines: readonly string[],
): Edit[] {
  const [first = '', ...rest] = lines;
  const head = { offset: at.offset, end: at.end, text: first };
  if (rest.length === 0) return [head];
  const below = lineEnd(source.text, at.end);
  const text = rest.map((line) => source.eol + line).join('');
  if (below === at.end) return [{ ...head, text: first + text }];
  return [head, { offset: below, end: below, text }];
}

function blockEdits(site: Site, value: Scalar): Edit[] {
  const { source, node, indent, careful } = site;
  const { text } = source;
  const headEnd = node.offset + (/^[|>][-+\d]*/.exec(text.slice(node.offset, node.offset + 4))?.[0].length ?? 1);
  const bodyStart = nextLine(text, node.offset);
  const bodyEnd = endOfWritten(text, bodyStart, Math.max(bodyStart, node.end));
  const body = text.slice(bodyStart, bodyEnd);
  if (careful || typeof value !== 'string' || !isBlockText(value)) {
    const inline = typeof value === 'string' ? inDoubleQuotes(value) : inlineScalar(value, false);
    return [
      { offset: node.offset, end: headEnd, text: inline },
      { offset: bodyStart, end: body === '' ? bodyStart : nextLine(text, bodyEnd), text: '' },
    ];
  }
  const old = typeof site.raw === 'string' ? fileText(site.raw) : '';
  const lines = body === '' ? [] : body.split('\n').map((line) => line.replace(/\r$/, ''));
  const header = text.slice(node.offset, headEnd);
  const made = blockLines({ header, lines, text: old, parent: indent }, value);
  return [
    { offset: node.offset, end: headEnd, text: made.header },
    { offset: bodyStart, end: bodyEnd, text: made.lines.join(source.eol) + (body === '' ? source.eol : '') },
  ];
}
