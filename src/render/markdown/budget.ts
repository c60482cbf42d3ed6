/**
 * GitHub refuses a comment of more than 65,536 characters. So there is a budget, and what is too long is cut in the
 * middle of the longest: a reviewer of forty changes needs the thirty-nine short ones whole.
 *
 * Lengths are counted in UTF-16 units: never fewer than in any other count of characters.
 */

/** What is left for GitHub's own additions, and for a line of a workflow around it. */
export const BUDGET = 60_000;

/** A body shorter than this (in characters) is not worth its frame. */
const SHORTEST_BODY = 300;

/** Something to show, whose body may be cut. */
export interface Elastic {
  /** The characters beside the body. */
  readonly frame: number;
  readonly body: string;
}

export interface Fitted {
  /** How many of the first may be shown. */
  readonly shown: number;
  /** To how many characters each body must be cut. */
  readonly longest: number;
}

/** What fits: all of them with the longest bodies cut alike, else as many of the first as have room for a little. */
export function fitBodies(items: readonly Elastic[], room: number): Fitted {
  const sizeAt = (longest: number, shown: number): number =>
    items.slice(0, shown).reduce((sum, { frame, body }) => sum + frame + Math.min(body.length, longest), 0);
  let shown = items.length;
  while (shown > 0 && sizeAt(SHORTEST_BODY, shown) > room) shown -= 1;
  let [low, high] = [SHORTEST_BODY, Math.max(SHORTEST_BODY, ...items.map(({ body }) => body.length))];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (sizeAt(middle, shown) <= room) low = middle;
    else high = middle - 1;
  }
  return { shown, longest: low };
}

export interface Cut {
  readonly head: string;
  readonly tail: string;
  /** Lines that are left out, in full or in part, and their characters. */
  readonly lines: number;
  readonly characters: number;
}

/** The beginning and the end of a text of lines, at most `longest` characters together; cut at line ends where these are near. */
export function cutMiddle(text: string, longest: number): Cut {
  const half = Math.max(1, Math.floor((longest - 2) / 2));
  const head = backToLineEnd(text.slice(0, half));
  const tail = onToLineStart(text.slice(text.length - half));
  const left = text.slice(head.length, text.length - tail.length);
  return {
    head: head.endsWith('\n') ? head.slice(0, -1) : `${head}…`,
    tail: text.at(-tail.length - 1) === '\n' ? tail : `…${tail}`,
    lines: left.split('\n').filter((line) => line !== '').length,
    characters: left.length,
  };
}

/** At most half of it is given up for a whole line. */
function backToLineEnd(text: string): string {
  const end = text.lastIndexOf('\n') + 1;
  return end > text.length / 2 ? text.slice(0, end) : text.replace(/[\ud800-\udbff]$/, '');
}

function onToLineStart(text: string): string {
  const start = text.indexOf('\n') + 1;
  return start > 0 && start < text.length / 2 ? text.slice(start) : text.replace(/^[\udc00-\udfff]/, '');
}

/** Rows that fit, without those in the middle. `note` says how many are left out; it counts as a row. */
export function fitRows(rows: readonly string[], room: number, note: (left: number) => string): string[] {
  const size = (some: readonly string[]): number => some.reduce((sum, row) => sum + row.length + 1, 0);
  if (size(rows) <= room) return [...rows];
  let kept = rows.length;
  const cutTo = (number: number): string[] => [
    ...rows.slice(0, Math.ceil(number / 2)),
    note(rows.length - number),
    ...rows.slice(rows.length - Math.floor(number / 2)),
  ];
  while (kept > 0 && size(cutTo(kept)) > room) kept -= 1;
  return cutTo(kept);
}
