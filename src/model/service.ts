import type { JsonObject, JsonValue } from './json.ts';
import type { LivePersona } from './persona.ts';
import type { Version } from './version.ts';

/**
 * Why a request did not give its answer.
 *
 * - `refused`: a plain 4xx; the service understood and said no.
 * - `not_found`: 404. - `unauthorized`: 401 or 403. - `rate_limited`: 429, after all tries.
 * - `server`: 5xx, or 408. - `network`: no connection, reset, DNS. - `timeout`: one try took too long.
 * - `unreadable`: an answer that is not what the page promises: no JSON, no `data`, errors under 200, a redirect, too large.
 * - `unsent`: the run was interrupted before the request was sent; the service knows nothing of it.
 */
export type FailureKind =
  | 'refused'
  | 'not_found'
  | 'unauthorized'
  | 'rate_limited'
  | 'server'
  | 'network'
  | 'timeout'
  | 'unreadable'
  | 'unsent';

export interface ServiceFailure {
  readonly kind: FailureKind;
  readonly status: number | null;
  /** The service's own code, such as `PERSONA_NOT_FOUND`, where the body had one. */
  readonly code: string | null;
  /** The service's message, or what went wrong below HTTP. Untrusted text. */
  readonly message: string;
}

/** A failure in a few words: `connect ECONNREFUSED 127.0.0.1:1`, or `TOO_MANY_REQUESTS: slow down (HTTP 429)`. */
export function describeFailure(failure: ServiceFailure): string {
  const code = failure.code === null || failure.code === failure.message ? '' : `${failure.code}: `;
  const saysStatus = failure.status === null || failure.message.includes(String(failure.status));
  return `${code}${failure.message}${saysStatus ? '' : ` (HTTP ${failure.status})`}`;
}

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: ServiceFailure };

/** The service, read only. Everything but `apply` is handed this type, which has no method that writes. */
export interface PersonaReader {
  /**
   * GET one persona. Retried; the answer is final. With `calledOff` it begins something: it waits behind requests that
   * continue what was begun, and is a `network` failure, unsent, once that fires.
   */
  get(id: string, calledOff?: AbortSignal): Promise<Answer<LivePersona>>;
  /** GET one page, counted from 1. Rows that are no complete persona are left out; `rows` counts all of them. */
  list(page: number, limit: number, calledOff?: AbortSignal): Promise<Answer<PersonaPage>>;
  /** GET the versions of a persona, with every field that was sent, in the service's order. A row may lack its content. */
  versions(id: string, calledOff?: AbortSignal): Promise<Answer<readonly Version[]>>;
  /** GET one version by its own id. */
  version(id: string, versionId: string, calledOff?: AbortSignal): Promise<Answer<Version>>;
}

/** The service beside personas, read only. */
export interface ReferenceReader {
  /** GET a path; the whole body, since its shape differs from page to page. Retried; a refusal concerns this path alone. */
  read(path: string, calledOff?: AbortSignal): Promise<Answer<JsonValue>>;
}

export interface PersonaPage {
  readonly personas: readonly LivePersona[];
  /** The ids of rows that are a persona without its versions. */
  readonly incomplete: readonly string[];
  readonly rows: number;
}

/** The service, for writing. */
export interface PersonaWriter {
  /** PATCH one persona. Repeated by itself only after 429; every other failure is for the caller to settle. */
  patch(id: string, body: JsonObject): Promise<Answer<LivePersona>>;
  /**
   * POST: the service ships whatever the draft is at that moment. What it answers is not documented, so that an answer
   * says nothing but that one came; a look has to show the rest. Never repeated by itself.
   */
  promote(id: string): Promise<Answer<null>>;
  /** POST a new persona. Never repeated by itself; every failure is for the caller to settle. */
  create(body: JsonObject): Promise<Answer<LivePersona>>;
}
