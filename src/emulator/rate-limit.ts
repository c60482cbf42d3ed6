const WINDOW_MS = 1000;

/** True for a request that is one too many. */
export type RateLimit = () => boolean;

/**
 * At most `perSecond` requests in any second of the given clock. Refused requests do not count.
 * The service states neither unit nor method; a sliding second is the strictest reading of "5".
 */
export function createRateLimit(perSecond: number | undefined, now: () => Date): RateLimit {
  if (perSecond === undefined) return () => false;
  let accepted: number[] = [];
  return () => {
    const time = now().getTime();
    accepted = accepted.filter((one) => one > time - WINDOW_MS);
    if (accepted.length >= perSecond) return true;
    accepted.push(time);
    return false;
  };
}
