/**
 * What is injected, and what is promised when it hits one request once.
 *
 * - `absorbed`: nobody notices; the run ends as if nothing had happened.
 * - `persona`: that persona fails and says so; all others end as if nothing had happened.
 * - `incomplete`: nothing can be planned for that persona, so the plan is incomplete and nothing is written.
 * - `stops`: nothing new is begun; what was written is reported.
 */
import { ERROR_SHAPES } from '../../src/emulator/envelope.ts';
import type { Fault } from '../../src/emulator/faults.ts';

export type Promised = 'absorbed' | 'persona' | 'incomplete' | 'stops';

/** Which request it hits: a list page, a GET for the plan, the GET just before a write, or the PATCH. */
export type Phase = 'list' | 'look' | 'fresh' | 'write';

export interface FaultRow {
  readonly name: string;
  readonly fault: Fault;
  readonly promises: Readonly<Record<Phase, Promised>>;
  /** The client learns of it only when its time is up. */
  readonly isSlow: boolean;
}

type Promises = FaultRow['promises'];

const PASSES: Promises = { list: 'absorbed', look: 'absorbed', fresh: 'absorbed', write: 'absorbed' };
/** A list that says no tells nothing of the personas, which are then read singly. */
const REFUSES: Promises = { list: 'absorbed', look: 'incomplete', fresh: 'persona', write: 'persona' };
/** The service says that there is no such persona, which is an answer. */
const MISSING: Promises = { ...REFUSES, look: 'persona' };
const STOPS: Promises = { list: 'stops', look: 'stops', fresh: 'stops', write: 'stops' };
/** After a PATCH it is looked whether it was done. */
const UNCLEAR_WRITE: Promises = { ...REFUSES, write: 'absorbed' };
const ANOTHER: Promises = { ...UNCLEAR_WRITE, look: 'persona' };

function row(name: string, fault: Fault, promises: Promises, isSlow = false): FaultRow {
  return { name, fault, promises, isSlow };
}

const STATUSES: readonly FaultRow[] = [
  ...[400, 409, 422].map((status) => row(`status ${status}`, { kind: 'status', status }, REFUSES)),
  ...[401, 403].map((status) => row(`status ${status}`, { kind: 'status', status }, STOPS)),
  row('status 404', { kind: 'status', status: 404 }, MISSING),
  ...[408, 429, 500, 502, 503].map((status) => row(`status ${status}`, { kind: 'status', status }, PASSES)),
  ...['0', '7', '99999', 'Sun, 01 Mar 2026 09:00:09 GMT', 'soon'].map((retryAfter) =>
    row(`status 429, Retry-After ${retryAfter}`, { kind: 'status', status: 429, retryAfter }, PASSES),
  ),
  row('status 503, Retry-After 2', { kind: 'status', status: 503, retryAfter: '2' }, PASSES),
];

const SHAPES: readonly FaultRow[] = [
  ...Object.entries(ERROR_SHAPES).flatMap(([shape, body]) => [
    row(`${shape} under 400`, { kind: 'error_shape', body }, REFUSES),
    row(`${shape} under 200`, { kind: 'errors_under_200', body }, PASSES),
  ]),
  row('envelope under 500', { kind: 'error_shape', status: 500, body: ERROR_SHAPES.envelope }, PASSES),
];

const CODE_UNDER_200 = (code: string): string =>
  JSON.stringify({ data: null, errors: [{ error: code, message: 'no' }] });

export const FAULTS: readonly FaultRow[] = [
  ...STATUSES,
  ...SHAPES,
  row('reset_before', { kind: 'reset_before' }, PASSES),
  row('reset_after', { kind: 'reset_after' }, PASSES),
  row('hang_before', { kind: 'hang_before' }, PASSES, true),
  row('hang_after', { kind: 'hang_after' }, PASSES, true),
  row('truncate', { kind: 'truncate' }, PASSES),
  row('html 502', { kind: 'html' }, PASSES),
  row('html 200', { kind: 'html', status: 200 }, PASSES),
  row('html_after 502', { kind: 'html_after' }, PASSES),
  row('html_after 200', { kind: 'html_after', status: 200 }, PASSES),
  row('errors_under_200', { kind: 'errors_under_200' }, PASSES),
  row('errors_under_200_after', { kind: 'errors_under_200_after' }, PASSES),
  row('TOO_MANY_REQUESTS under 200', { kind: 'errors_under_200', body: CODE_UNDER_200('TOO_MANY_REQUESTS') }, PASSES),
  row('AUTH_FAILURE under 200', { kind: 'errors_under_200', body: CODE_UNDER_200('AUTH_FAILURE') }, STOPS),
  row(
    'PERSONA_NOT_FOUND under 200',
    { kind: 'errors_under_200', body: CODE_UNDER_200('PERSONA_NOT_FOUND') },
    { ...MISSING, write: 'absorbed' },
  ),
  row('no_data', { kind: 'no_data' }, PASSES),
  row('echo_key', { kind: 'echo_key' }, REFUSES),
  row('redirect', { kind: 'redirect' }, UNCLEAR_WRITE),
  row('endless', { kind: 'endless' }, PASSES, true),
  row('other_id', { kind: 'other_id' }, ANOTHER),
];

/** One of each kind: for faults that last, and where all of them would only repeat each other. */
export const ONE_OF_EACH: readonly FaultRow[] = FAULTS.filter(
  ({ name, fault }) =>
    (fault.body === undefined || name === 'envelope under 400') &&
    !name.includes('Retry-After') &&
    !['status 403', 'status 409', 'status 422', 'status 502', 'status 503', 'html 200', 'html_after 200'].includes(
      name,
    ),
);
