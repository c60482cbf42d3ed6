/** A stretch of time in words. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `milliseconds` → `3 hours`: the largest unit of which there are at least two, rounded down. A clock that is ahead counts as now. */
export function ageText(milliseconds: number): string {
  if (milliseconds >= 2 * DAY) return `${Math.floor(milliseconds / DAY)} days`;
  if (milliseconds >= 2 * HOUR) return `${Math.floor(milliseconds / HOUR)} hours`;
  const minutes = Math.max(0, Math.floor(milliseconds / MINUTE));
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}
