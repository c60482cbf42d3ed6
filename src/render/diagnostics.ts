/** Diagnostics as text: place, what happened, the source line with a caret, what to do. */
import type { Diagnostic, Excerpt } from '../model/diagnostic.ts';
import { indent } from './indent.ts';
import type { Style } from './style.ts';
import { visible } from './visible.ts';

/** Of a longer source line only the part around the caret is shown. */
const WIDEST_EXCERPT = 100;

export function diagnosticText(diagnostic: Diagnostic, style: Style): string {
  const severity = diagnostic.severity === 'error' ? style.red('error') : style.yellow('warning');
  const place = placeText(diagnostic);
  const head = `${place === '' ? '' : `${style.bold(place)}: `}${severity}: ${visible(diagnostic.summary)}`;
  return [
    `${head} ${style.dim(`[${diagnostic.code}]`)}`,
    ...indent(excerptLines(diagnostic, style)),
    ...indent(hintLines(diagnostic.hint)),
  ].join('\n');
}

/** The first line of a hint has an arrow; those below stand under its text. */
export function hintLines(hint: string | null): string[] {
  if (hint === null) return [];
  return hint.split('\n').map((line, at) => `${at === 0 ? '→ ' : '  '}${visible(line)}`);
}

/** `personas/support.yaml:12:3`, as editors and terminals link it. */
function placeText({ file, line, column }: Diagnostic): string {
  return [file === null ? null : visible(file), line, column].filter((part) => part !== null).join(':');
}

function excerptLines({ excerpt, line }: Diagnostic, style: Style): string[] {
  if (excerpt === null || line === null) return [];
  const shown = cutAroundCaret(excerpt);
  const number = String(line);
  return [
    `${style.dim(`${number} |`)} ${shown.text}`,
    `${style.dim(`${' '.repeat(number.length)} |`)} ${' '.repeat(shown.column - 1)}${style.yellow('^'.repeat(shown.length))}`,
  ];
}

/** Tabs become one space and invisible characters are escaped, with the caret moved along. */
function cutAroundCaret(excerpt: Excerpt): Excerpt {
  const start = excerpt.column - 1;
  const from = start > WIDEST_EXCERPT * 0.7 ? start - Math.floor(WIDEST_EXCERPT / 2) : 0;
  const to = from + WIDEST_EXCERPT;
  const plain = (text: string): string => visible(text.replaceAll('\t', ' '));
  const before = (from > 0 ? '…' : '') + plain(excerpt.text.slice(from, start));
  const marked = plain(excerpt.text.slice(start, Math.min(start + excerpt.length, to)));
  const after = plain(excerpt.text.slice(start + excerpt.length, to)) + (excerpt.text.length > to ? '…' : '');
  return { text: before + marked + after, column: before.length + 1, length: Math.max(1, marked.length) };
}
