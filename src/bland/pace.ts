/**
 * How fast the service lets requests through, learnt from its 429s. Nobody documents an account's limit; but between two
 * 429s just as many requests were accepted as it allows in that time, whatever its unit and method. So their average
 * distance is the gap to keep. It narrows with each quiet stretch, so that a limit that was lifted is found out: at the
 * price of a 429 where it was not.
 */

/**
 * The fewest accepted requests to measure by. A single one in the second after a 429 says little: the next four may be
 * let through at once. With fewer, the measure goes on to the next 429.
 */
const ENOUGH = 5;

/** Kept above the measured distance, so that the next request is not a hair too early. */
const MARGIN = 1.05;
/** A gap narrows by this factor after a quiet stretch. */
const EASE = 0.9;
/** The widest gap in milliseconds. A slower service is met by pauses; a clock that jumped does no lasting harm. */
const WIDEST = 1000;
/** Below this a gap is none. */
const NARROWEST = 5;

export interface Pace {
  /** Milliseconds between the beginnings of two requests; 0 where no limit is known. */
  gap(): number;
  /** A request was accepted. */
  count(): void;
  /** 429: takes the measure. */
  slowDown(): void;
  /** A quiet stretch has passed. */
  speedUp(): void;
}

/** `now` in milliseconds. */
export function createPace(now: () => number): Pace {
  let gap = 0;
  let accepted = 0;
  /** When the last 429 came. Before the first one, nothing can be measured: the allowance was not used up. */
  let since: number | null = null;
  return {
    gap: () => gap,
    count: () => {
      accepted += 1;
    },
    slowDown: () => {
      if (since !== null && accepted < ENOUGH) return;
      if (since !== null) gap = Math.min(WIDEST, Math.max(0, ((now() - since) / accepted) * MARGIN));
      since = now();
      accepted = 0;
    },
    speedUp: () => {
      gap = gap * EASE < NARROWEST ? 0 : gap * EASE;
    },
  };
}
