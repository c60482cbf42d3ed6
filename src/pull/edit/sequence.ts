/** How one list becomes another: what stays, what is edited in its place, what goes and what comes. */

export type Step =
  /** The item at `at` becomes the wanted one at `to`, which may be equal to it. */
  | { readonly kind: 'keep'; readonly at: number; readonly to: number }
  | { readonly kind: 'remove'; readonly at: number }
  /** Behind the item at `behind`, or before all (-1). */
  | { readonly kind: 'insert'; readonly behind: number; readonly to: number };

/** In an unordered list what stays keeps its place, and what is new comes last. */
export function stepsUnordered(length: number, wanted: number, same: (at: number, to: number) => boolean): Step[] {
  const steps: Step[] = [];
  const found = new Set<number>();
  for (let at = 0; at < length; at += 1) {
    const to = range(wanted).find((index) => same(at, index));
    if (to !== undefined) found.add(to);
    steps.push(to === undefined ? { kind: 'remove', at } : { kind: 'keep', at, to });
  }
  const added = range(wanted).filter((to) => !found.has(to));
  return [...steps, ...added.map((to): Step => ({ kind: 'insert', behind: length - 1, to }))];
}

/** In an ordered list the longest run of equal items stays; between them items are edited in their place, pair by pair. */
export function stepsOrdered(length: number, wanted: number, same: (at: number, to: number) => boolean): Step[] {
  const steps: Step[] = [];
  let [at, to] = [0, 0];
  const fill = (untilAt: number, untilTo: number): void => {
    for (; at < untilAt && to < untilTo; at += 1, to += 1) steps.push({ kind: 'keep', at, to });
    for (; at < untilAt; at += 1) steps.push({ kind: 'remove', at });
    for (; to < untilTo; to += 1) steps.push({ kind: 'insert', behind: at - 1, to });
  };
  for (const [equalAt, equalTo] of longestCommon(length, wanted, same)) {
    fill(equalAt, equalTo);
    steps.push({ kind: 'keep', at, to });
    [at, to] = [at + 1, to + 1];
  }
  fill(length, wanted);
  return steps;
}

/** Beyond this many pairs only equal beginnings are looked for: a table of them would take seconds. */
const MOST_PAIRS = 250_000;

function longestCommon(a: number, b: number, same: (at: number, to: number) => boolean): [number, number][] {
  if (a * b > MOST_PAIRS)
    return range(Math.min(a, b)).flatMap((at): [number, number][] => (same(at, at) ? [[at, at]] : []));
  const table = Array.from({ length: a + 1 }, () => new Uint32Array(b + 1));
  const size = (at: number, to: number): number => table[at]?.[to] ?? 0;
  for (let at = a - 1; at >= 0; at -= 1) {
    for (let to = b - 1; to >= 0; to -= 1) {
      const row = table[at];
      if (row !== undefined)
        row[to] = same(at, to) ? size(at + 1, to + 1) + 1 : Math.max(size(at + 1, to), size(at, to + 1));
    }
  }
  const pairs: [number, number][] = [];
  for (let at = 0, to = 0; at < a && to < b; ) {
    if (same(at, to)) pairs.push([at++, to++]);
    else if (size(at + 1, to) >= size(at, to + 1)) at += 1;
    else to += 1;
  }
  return pairs;
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
