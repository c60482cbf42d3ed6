/**
 * Text in Markdown, so that it is nothing but text. Backslashes and entities do not suffice on GitHub: names (`@team`),
 * references (`#12`, `GH-12`, `ABC-12`, commits) and bare addresses are looked for in the finished page. In code they are
 * not. So whatever is no plain word stands as code. Source: GitHub Flavored Markdown Spec, and GitHub's "Basic writing
 * and formatting syntax".
 */
import { partsOf } from '../sheet/words.ts';
import { visible } from '../visible.ts';

/** Longer texts are cut: a name of ten thousand characters must not push all else out of a comment. */
const LONGEST = 300;

/** A code span on one line. */
export function code(text: string): string {
  return span(cut(visible(text)));
}

/** A code span in a cell of a table, where `|` ends the cell unless a backslash stands before it. */
export function codeInCell(text: string): string {
  return span(cut(visible(text)).replace(/\\(?=\\*\|)/g, '\\x5c')).replaceAll('|', '\\|');
}

/** A sentence of ours with text of others in it: what is code in it, and what is no plain word, becomes code. */
export function sentence(text: string): string {
  return partsOf(cut(visible(text), 10 * LONGEST))
    .map((part) => (part.isCode ? span(cut(part.text, 3 * LONGEST)) : words(part.text)))
    .reduce(apart, '');
}

/** Two code spans that touch would be read as another one. */
function apart(before: string, after: string): string {
  return before.endsWith('`') && after.startsWith('`') ? `${before} ${after}` : before + after;
}

/** The content of an element in a block of HTML. */
export function htmlCode(text: string): string {
  return `<code>${entities(cut(visible(text)))}</code>`;
}

/** Lines in a fence that none of them can end. `language` names the colouring, or is empty. */
export function fenced(body: string, language: string): string {
  const fence = '`'.repeat(longestRun(body, 2) + 1);
  return `${fence}${language}\n${body}\n${fence}`;
}

export function entities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function span(text: string): string {
  if (text.trim() === '') return '(empty)';
  const marks = '`'.repeat(longestRun(text, 0) + 1);
  const gap = /^[` ]|[` ]$/.test(text) ? ' ' : '';
  return `${marks}${gap}${text}${gap}${marks}`;
}

function longestRun(text: string, atLeast: number): number {
  return Math.max(atLeast, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

/** Words of letters and digits with the usual punctuation around them. What GitHub would link is none. */
const PLAIN_WORD =
  /^[("'“‘[]*(?!www\.|gh-\d|[0-9a-f]{7,}\b|[A-Za-z]+-\d)[\p{L}\p{N}]+(?:['’.,/-][\p{L}\p{N}]+)*[)"'”’\].,;:!?…%]*$/iu;

const PLAIN_MARK = /^(?:[→·…–—%(),.;:]|\?)+$/u;

function words(text: string): string {
  return text
    .split(/(\s+)/)
    .map((word, at) => (word.trim() === '' || isPlain(word, at === 0) ? plain(word) : oddWord(word)))
    .reduce(apart, '');
}

/** The punctuation around it stays outside: `(role, personality_prompt).` */
function oddWord(word: string): string {
  const [, open = '', body = '', close = ''] = /^(\(*)(.*?)([),.;:]*)$/.exec(word) ?? [];
  return body === '' ? code(word) : `${open}${code(body)}${close}`;
}

/** What begins a list where it stands first is no plain word there. */
function isPlain(word: string, isFirst: boolean): boolean {
  if (isFirst && /^\d+[.)]$/.test(word)) return false;
  return PLAIN_MARK.test(word) || PLAIN_WORD.test(word);
}

function plain(word: string): string {
  return word.replace(/[[\]]/g, '\\$&');
}

function cut(text: string, longest = LONGEST): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}…`;
}
