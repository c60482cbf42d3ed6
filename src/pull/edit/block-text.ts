/**
 * The lines of a block scalar for a new text: `|` and `>`, indicators and indentation stay, and lines whose text stays are
 * those that stood there, byte for byte.
 */

export interface BlockScalar {
  /** `|` or `>`, and the indicators behind it. */
  readonly header: string;
  /** The lines as they stand, without line ends, up to the last that is not blank. */
  readonly lines: readonly string[];
  /** What they say, without line ends at the end. */
  readonly text: string;
  /** The column of the key or dash. */
  readonly parent: number;
}

export interface BlockLines {
  readonly header: string;
  readonly lines: readonly string[];
}

/** Lines of folded text are not made longer than this, in characters, unless one stood there that is. */
const FOLD_AT = 80;

export function blockLines(old: BlockScalar, text: string): BlockLines {
  const indent = indentOf(old);
  const header =
    /^\s/.test(text) && !/\d/.test(old.header) ? withIndicator(old.header, indent - old.parent) : old.header;
  const lines = old.header.startsWith('>') ? foldedLines(old, text, indent) : literalLines(old, text, indent);
  return { header, lines };
}

/** How far the text is indented: what its first line has more than it says. */
function indentOf({ lines, text, header, parent }: BlockScalar): number {
  const at = lines.findIndex((line) => /[^ ]/.test(line));
  const first = lines[at] ?? '';
  const digit = /\d/.exec(header)?.[0];
  if (digit !== undefined) return parent + Number(digit);
  return text === '' || first === '' ? parent + 2 : first.search(/[^ ]/);
}

function withIndicator(header: string, width: number): string {
  return width > 0 && width < 10 ? `${header.slice(0, 1)}${width}${header.slice(1)}` : header;
}

function literalLines({ lines, text: old }: BlockScalar, text: string, indent: number): string[] {
  const before = old.split('\n');
  const after = text.split('\n');
  const start = commonStart(before, after);
  const end = commonEnd(before.slice(start), after.slice(start));
  const kept = before.length === lines.length;
  return after.map((line, at) => {
    const stood = at < start ? at : at >= after.length - end ? at - after.length + before.length : -1;
    return (kept ? lines[stood] : undefined) ?? indented(line, indent);
  });
}

export function commonStart(before: readonly string[], after: readonly string[]): number {
  const at = before.findIndex((line, index) => line !== after[index]);
  return at === -1 ? Math.min(before.length, after.length) : at;
}

export function commonEnd(before: readonly string[], after: readonly string[]): number {
  return commonStart(before.toReversed(), after.toReversed());
}

function indented(line: string, indent: number): string {
  return line === '' ? '' : ' '.repeat(indent) + line;
}

/** A line of the text, and the lines of the file that it is folded from. */
interface Folded {
  readonly text: string;
  readonly lines: readonly string[];
}

/**
 * In folded text single line ends are spaces, save around lines that begin with a space: so an empty line stands for each
 * line end between two others, and `n` line ends take `n` breaks beside indented ones, else `n + 1`.
 */
function foldedLines({ lines, text: old }: BlockScalar, text: string, indent: number): string[] {
  const before = readFolded(lines, indent);
  const known = new Map(unfold(before) === old ? before.map((one) => [one.text, one.lines]) : []);
  const width = Math.max(FOLD_AT, ...lines.map((line) => line.length));
  const written: string[] = [];
  let previous: string | null = null;
  let empty = 0;
  for (const line of text.split('\n')) {
    if (line === '') {
      empty += 1;
      continue;
    }
    const extra = previous !== null && !isIndented(previous) && !isIndented(line) ? 1 : 0;
    written.push(...Array.from({ length: empty + extra }, () => ''));
    written.push(...(known.get(line) ?? fold(line, width - indent).map((part) => ' '.repeat(indent) + part)));
    [previous, empty] = [line, 0];
  }
  return written;
}

function isIndented(line: string): boolean {
  return /^[ \t]/.test(line);
}

function readFolded(lines: readonly string[], indent: number): Folded[] {
  const found: Folded[] = [];
  let open = false;
  for (const line of lines) {
    const text = line.slice(indent);
    const last = found.at(-1);
    if (text === '') {
      open = false;
      found.push({ text: '', lines: [line] });
    } else if (open && last !== undefined && !isIndented(text)) {
      found[found.length - 1] = { text: `${last.text} ${text}`, lines: [...last.lines, line] };
    } else {
      found.push({ text, lines: [line] });
      open = !isIndented(text);
    }
  }
  return found;
}

/** What folded lines say. */
function unfold(folded: readonly Folded[]): string {
  let text = '';
  let previous: string | null = null;
  let empty = 0;
  for (const { text: line } of folded) {
    if (line === '') {
      empty += 1;
      continue;
    }
    const breaks = previous === null ? empty : isIndented(previous) || isIndented(line) ? empty + 1 : empty;
    text += '\n'.repeat(breaks) + line;
    [previous, empty] = [line, 0];
  }
  return text;
}

/** Broken at single spaces, which read back as spaces. */
function fold(line: string, width: number): string[] {
  if (isIndented(line)) return [line];
  const folded: string[] = [];
  for (const word of line.split(/(?<=\S) (?=\S)/)) {
    const last = folded.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) folded[folded.length - 1] = `${last} ${word}`;
    else folded.push(word);
  }
  return folded;
}
