/** Asks the service who the key belongs to: the cheapest request that needs one. */
import { Stop } from '../errors.ts';
import { isJsonObject, type JsonValue, ownValue } from '../model/json.ts';
import type { Answer } from '../model/service.ts';
import { type ConnectOptions, type KeyOptions, openHttp } from './connect.ts';
import { openEnvelope } from './envelope.ts';
import type { Http, HttpResult } from './http.ts';
import { parseRetryAfter, waitBeforeRetry } from './retry.ts';

export interface KeyCheck {
  readonly baseUrl: string;
  readonly keyEnv: string;
  readonly answer: Answer<Me>;
  /** The service's clock, or null where it sent none. */
  readonly date: Date | null;
}

export interface Me {
  /** The account, or null where the answer does not say. */
  readonly id: string | null;
  /** Requests a second, or null. */
  readonly rateLimit: number | null;
}

const LARGEST_ANSWER = 1_048_576;

/** GET /v1/me, tried again like any other GET. */
export async function checkKey(options: KeyOptions): Promise<KeyCheck | Stop> {
  const opened = await openHttp(options);
  if (opened instanceof Stop) return opened;
  const { http, baseUrl, keyEnv } = opened;
  try {
    return { baseUrl, keyEnv, ...(await askMe(http, options.io)) };
  } finally {
    http.close();
  }
}

async function askMe(http: Http, io: ConnectOptions['io']): Promise<Pick<KeyCheck, 'answer' | 'date'>> {
  for (let number = 1; ; number += 1) {
    const result = await http.send({ method: 'GET', path: '/v1/me', maxBytes: LARGEST_ANSWER });
    const answer = openEnvelope(result);
    const date = dateOf(result);
    if (answer.ok) return { answer: { ok: true, value: meIn(answer.value) }, date };
    const { failure } = answer;
    const retryAfter = result.kind === 'answer' ? parseRetryAfter(result.retryAfter, io.now()) : null;
    const wait = waitBeforeRetry({ method: 'GET', number, failure, retryAfter }, io.random);
    if (wait === null || io.interrupted.aborted) return { answer, date };
    await io.sleep(wait, io.interrupted);
  }
}

function dateOf(result: HttpResult): Date | null {
  const date = result.kind === 'answer' && result.date !== undefined ? new Date(result.date) : null;
  return date === null || Number.isNaN(date.getTime()) ? null : date;
}

/** The page shows no schema: the id may stand below `user`, or be named `user_id`. */
function meIn(value: JsonValue): Me {
  if (!isJsonObject(value)) return { id: null, rateLimit: null };
  const limit = ownValue(value, 'org_rate_limit');
  const id = ownValue(value, 'user_id') ?? ownValue(value, 'id');
  return { id: typeof id === 'string' ? id : null, rateLimit: typeof limit === 'number' ? limit : null };
}
