/**
 * An HTTP answer → the `data` inside, or a failure. The service wraps its answers in `{data, errors}`, its errors come
 * in half a dozen shapes, and a proxy may answer with HTML: any non-2xx status, any non-empty `errors` and any success
 * body without `data` is a failure. The status decides first, the code in the body second.
 */
import { parseExactJson } from '../model/exact-json.ts';
import { isJsonObject, type JsonValue, ownValue } from '../model/json.ts';
import { isTooDeep } from '../model/nesting.ts';
import type { Answer, FailureKind, ServiceFailure } from '../model/service.ts';
import type { HttpResult } from './http.ts';

export function openEnvelope(result: HttpResult): Answer<JsonValue> {
  const answer = openBody(result);
  if (!answer.ok) return answer;
  const data = isJsonObject(answer.value) ? ownValue(answer.value, 'data') : undefined;
  if (data !== undefined && data !== null) return { ok: true, value: data };
  const status = result.kind === 'answer' ? result.status : null;
  return { ok: false, failure: { kind: 'unreadable', status, code: null, message: 'the answer has no data' } };
}

/** The whole body of a success, for pages whose answers have no envelope. */
export function openBody(result: HttpResult): Answer<JsonValue> {
  if (result.kind === 'lost') return { ok: false, failure: lostFailure(result) };
  const body = parseJson(result.body);
  const error = body === undefined ? null : errorIn(body);
  const failure = { status: result.status, code: error?.code ?? null };
  if (result.status < 200 || result.status > 299) {
    const message = error?.message ?? describeStatus(result.status, result.location, body === undefined);
    return { ok: false, failure: { ...failure, kind: kindOfStatus(result.status), message } };
  }
  if (body === undefined) {
    return {
      ok: false,
      failure: { ...failure, kind: 'unreadable', message: result.garbled ?? describeForeign(result.body) },
    };
  }
  if (error !== null) {
    return { ok: false, failure: { ...failure, kind: kindOfCode(error.code), message: error.message } };
  }
  return { ok: true, value: body };
}

function lostFailure(result: HttpResult & { kind: 'lost' }): ServiceFailure {
  const kind = result.why === 'timeout' || result.why === 'network' ? result.why : 'unreadable';
  return { kind, status: null, code: null, message: result.message };
}

/** 3xx counts as refused: no redirect is followed, and asking again would change nothing. */
function kindOfStatus(status: number): FailureKind {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404) return 'not_found';
  if (status === 429) return 'rate_limited';
  return status === 408 || status >= 500 ? 'server' : 'refused';
}

/** Errors under a success status: the code is all there is to go by. */
function kindOfCode(code: string | null): FailureKind {
  switch (code) {
    case 'PERSONA_NOT_FOUND':
    case 'VERSION_NOT_FOUND':
      return 'not_found';
    case 'AUTH_FAILURE':
      return 'unauthorized';
    case 'TOO_MANY_REQUESTS':
      return 'rate_limited';
    default:
      return 'unreadable';
  }
}

function describeStatus(status: number, location: string | null, isForeign: boolean): string {
  if (status >= 300 && status < 400) return `a redirect to ${location ?? 'nowhere'}; redirects are not followed`;
  return isForeign ? `HTTP ${status} with a page that is not JSON` : `HTTP ${status}`;
}

function describeForeign(body: string): string {
  return isTooDeep(body) ? 'the answer is nested too deeply' : 'the answer is not JSON';
}

function parseJson(text: string): JsonValue | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    return parseExactJson(text);
  } catch {
    return undefined;
  }
}

interface ErrorInBody {
  readonly code: string | null;
  readonly message: string;
}

/** Finds the error in any of the shapes seen: `errors` as text or list, `error` as text or object, `status: "error"`. */
function errorIn(body: JsonValue): ErrorInBody | null {
  if (!isJsonObject(body)) return null;
  const errors = ownValue(body, 'errors');
  const found = Array.isArray(errors) ? describeList(errors) : describeError(errors);
  const either = found ?? describeError(ownValue(body, 'error'));
  if (either !== null) return withMessage(either, body);
  return ownValue(body, 'status') === 'error' ? withMessage({ code: null, message: '' }, body) : null;
}

/** Any entry makes a list of errors one: the first that says something speaks for all. */
function describeList(errors: readonly JsonValue[]): ErrorInBody | null {
  if (errors.length === 0) return null;
  return errors.map(describeError).find((error) => error !== null) ?? { code: null, message: '' };
}

function describeError(value: JsonValue | undefined): ErrorInBody | null {
  if (value === undefined || value === null || value === '' || value === false) return null;
  if (typeof value === 'string') return isCode(value) ? { code: value, message: '' } : { code: null, message: value };
  if (!isJsonObject(value)) return { code: null, message: JSON.stringify(value) };
  if (Object.keys(value).length === 0) return null;
  const code = textIn(value, 'error') ?? textIn(value, 'code');
  return { code, message: textIn(value, 'message') ?? '' };
}

function withMessage(error: ErrorInBody, body: JsonValue): ErrorInBody {
  const code = error.code === null ? null : shorten(error.code);
  const own = error.message === '' && isJsonObject(body) ? textIn(body, 'message') : error.message;
  return { code, message: shorten(own === null || own === '' ? (code ?? 'an error without a message') : own) };
}

/** In characters. */
const LONGEST_MESSAGE = 1000;

/** A message may be megabytes. It is cut at a space, so that no key is cut in half and then no longer known as one. */
function shorten(message: string): string {
  if (message.length <= LONGEST_MESSAGE) return message;
  const end = message.slice(0, LONGEST_MESSAGE).search(/\s\S*$/);
  return `${message.slice(0, Math.max(end, 0))} … (${message.length} characters)`.trim();
}

function isCode(text: string): boolean {
  return /^[A-Z][A-Z0-9_]+$/.test(text);
}

function textIn(value: JsonValue, key: string): string | null {
  const text = isJsonObject(value) ? ownValue(value, key) : undefined;
  return typeof text === 'string' && text !== '' ? text : null;
}
