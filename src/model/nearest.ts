import { distance } from 'fastest-levenshtein';

/** Names longer than this are no slip of the pen. In characters. */
const LONGEST_NAME = 80;

/**
 * The candidate a person most likely meant, or null when none is near: at most a third of the letters may differ, or
 * two be swapped (`nmae`). Case, `-`, `_` and spaces do not count (`maxDuration` is near `max_duration`).
 */
export function nearestName(name: string, candidates: Iterable<string>): string | null {
  if (name.length > LONGEST_NAME) return null;
  const wanted = bare(name);
  let nearest: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const known = bare(candidate);
    const limit = Math.max(1, Math.floor(Math.max(wanted.length, known.length) / 3));
    if (Math.abs(known.length - wanted.length) > limit) continue;
    const steps = distance(wanted, known);
    const near = steps <= limit || (steps === 2 && lettersOf(wanted) === lettersOf(known));
    if (near && steps < least) {
      nearest = candidate;
      least = steps;
    }
  }
  return nearest;
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, '');
}

function lettersOf(name: string): string {
  return [...name].sort().join('');
}
