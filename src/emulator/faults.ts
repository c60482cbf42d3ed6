/** What goes wrong, when. A fault is decided by the request alone; what it does is in inject.ts. */

/**
 * - `status`: that status with the usual envelope or `body`; nothing is written. - `error_shape`: the same, 400 unless told.
 * - `reset_before`, `reset_after`: the connection is reset without, or after, the write.
 * - `hang_before`, `hang_after`: no answer ever, without or after the write.
 * - `truncate`: the write, then half of the answer, then the connection ends.
 * - `html`, `html_after`: a proxy's page (502 unless told), without or after the write.
 * - `errors_under_200`, `errors_under_200_after`: errors in a 200, without or after the write.
 * - `no_data`: the write, then `{}`. - `other_id`: the write, then an answer that shows another persona's id.
 * - `echo_key`: 400 whose message, details and reason phrase repeat the authorization header; nothing is written.
 * - `redirect`: 302 to `body`, else to another path here; nothing is written.
 * - `endless`: an answer that streams for ever; nothing is written.
 */
export type FaultKind =
  | 'status'
  | 'reset_before'
  | 'reset_after'
  | 'hang_before'
  | 'hang_after'
  | 'truncate'
  | 'html'
  | 'html_after'
  | 'errors_under_200'
  | 'errors_under_200_after'
  | 'no_data'
  | 'echo_key'
  | 'redirect'
  | 'endless'
  | 'other_id'
  | 'error_shape';

export interface Fault {
  readonly kind: FaultKind;
  /** Only requests of this method count. */
  readonly method?: string;
  /** Only requests whose path with query contains this text, or fits this expression, count. */
  readonly path?: string | RegExp;
  /** The first matching request it hits, from 1 (the default), counted from when the fault was added. */
  readonly nth?: number;
  /** How many matching requests in a row it hits; 1 unless told, Infinity for all. */
  readonly times?: number;
  readonly status?: number;
  /** The value of a `Retry-After` header: seconds, or an HTTP date. */
  readonly retryAfter?: string;
  /** The body, verbatim; for `redirect` the `Location`. */
  readonly body?: string;
}

/** The faults of an emulator, each with its own count of matching requests. */
export class FaultPlan {
  readonly #entries: { readonly fault: Fault; seen: number }[] = [];

  constructor(faults: readonly Fault[]) {
    for (const fault of faults) this.add(fault);
  }

  add(fault: Fault): void {
    this.#entries.push({ fault, seen: 0 });
  }

  /**
   * Counts the request with every fault that it matches, and gives the first one that is due. Another one due at the
   * same request is passed over.
   */
  next(method: string, path: string): Fault | null {
    let due: Fault | null = null;
    for (const entry of this.#entries) {
      if (!matches(entry.fault, method, path)) continue;
      entry.seen += 1;
      if (due === null && isDue(entry.fault, entry.seen)) due = entry.fault;
    }
    return due;
  }
}

function matches(fault: Fault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method !== method) return false;
  if (fault.path === undefined) return true;
  return typeof fault.path === 'string' ? path.includes(fault.path) : path.search(fault.path) !== -1;
}

function isDue({ nth = 1, times = 1 }: Fault, seen: number): boolean {
  return seen >= nth && seen < nth + times;
}
