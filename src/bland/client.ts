/** Requests with retries: the reader and the writer of the service, over one Http and one limiter. */
import { exactJson } from '../model/exact-json.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { LivePersona } from '../model/persona.ts';
import type {
  Answer,
  PersonaPage,
  PersonaReader,
  PersonaWriter,
  ReferenceReader,
  ServiceFailure,
} from '../model/service.ts';
import type { Version } from '../model/version.ts';
import { openBody, openEnvelope } from './envelope.ts';
import type { Http, HttpRequest, HttpResult } from './http.ts';
import { createLimiter, type Limiter, type Tried, type Turn, type Withheld } from './limiter.ts';
import { lengthOfWait, parseRetryAfter, waitBeforeRetry } from './retry.ts';
import { idIn, parsePersona, parseVersion } from './wire.ts';

const MIB = 2 ** 20;
const PERSONA_BYTES = 16 * MIB;
const PAGE_BYTES = 64 * MIB;

export interface ClientOptions {
  readonly http: Http;
  /** Shared by all that talk over one connection. Absent: each reader and writer has one of its own, for four requests. */
  readonly limiter?: Limiter;
  now(): Date;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  random(): number;
  /** Fires to begin no further write. */
  readonly interrupted?: AbortSignal;
  /** Told of every try: for `--verbose`. */
  onTry?(report: TryReport): void;
}

export interface TryReport {
  readonly method: string;
  readonly path: string;
  /** HTTP status, or null when no answer came. */
  readonly status: number | null;
  /** Milliseconds. */
  readonly took: number;
  readonly failure: ServiceFailure | null;
  /** The wait before the next try in milliseconds, or null when this was the last. */
  readonly retryIn: number | null;
}

export function createReader(options: ClientOptions): PersonaReader {
  const client = withLimiter(options);
  const turnOf = (calledOff?: AbortSignal): Turn => ({ continues: calledOff === undefined, calledOff });
  return {
    get: async (id, calledOff) => {
      const wanted = { method: 'GET', path: personaPath(id), maxBytes: PERSONA_BYTES } as const;
      return asPersona(await request(client, wanted, turnOf(calledOff)));
    },
    list: async (page, limit, calledOff) => {
      const path = `/v1/personas?page=${page}&limit=${limit}`;
      return asPage(await request(client, { method: 'GET', path, maxBytes: PAGE_BYTES }, turnOf(calledOff)));
    },
    versions: async (id, calledOff) => {
      const wanted = { method: 'GET', path: `${personaPath(id)}/versions`, maxBytes: PAGE_BYTES } as const;
      return asVersions(await request(client, wanted, turnOf(calledOff)));
    },
    version: async (id, versionId, calledOff) => {
      const path = `${personaPath(id)}/versions/${encodeURIComponent(versionId)}`;
      return asVersion(await request(client, { method: 'GET', path, maxBytes: PERSONA_BYTES }, turnOf(calledOff)));
    },
  };
}

export function createReferenceReader(options: ClientOptions): ReferenceReader {
  const client = withLimiter(options);
  return {
    read: (path, calledOff) => {
      const wanted = { method: 'GET', path, maxBytes: PERSONA_BYTES } as const;
      return request(client, wanted, { continues: calledOff === undefined, calledOff }, openReference);
    },
  };
}

/** The key was good for personas. Where it may not ask for more, that must not stop what it may do. */
function openReference(result: HttpResult): Answer<JsonValue> {
  const answer = openBody(result);
  if (answer.ok || answer.failure.kind !== 'unauthorized') return answer;
  return { ok: false, failure: { ...answer.failure, kind: 'refused' } };
}

export function createWriter(options: ClientOptions): PersonaWriter {
  const client = withLimiter(options);
  return {
    patch: async (id: string, body: JsonObject) => {
      const wanted = {
        method: 'PATCH',
        path: personaPath(id),
        body: exactJson(body),
        maxBytes: PERSONA_BYTES,
      } as const;
      return asPersona(await request(client, wanted, { continues: true, calledOff: client.interrupted }));
    },
    promote: async (id: string) => {
      const path = `${personaPath(id)}/versions/promote`;
      const wanted = { method: 'POST', path, maxBytes: PERSONA_BYTES } as const;
      const answer = await request(client, wanted, { continues: true, calledOff: client.interrupted });
      return answer.ok ? { ok: true, value: null } : answer;
    },
    create: async (body: JsonObject) => {
      const wanted = { method: 'POST', path: '/v1/personas', body: exactJson(body), maxBytes: PERSONA_BYTES } as const;
      return asPersona(await request(client, wanted, { continues: true, calledOff: client.interrupted }));
    },
  };
}

type Client = ClientOptions & { readonly limiter: Limiter };

function withLimiter(options: ClientOptions): Client {
  return { ...options, limiter: options.limiter ?? createLimiter({ ...options, concurrency: 4 }) };
}

function personaPath(id: string): string {
  return `/v1/personas/${encodeURIComponent(id)}`;
}

/** What a request's result says. */
type Opener = (result: HttpResult) => Answer<JsonValue>;

/** Tries until there is an answer, or no use in another try. Waits hold no place among the requests under way. */
async function request(
  client: Client,
  wanted: HttpRequest,
  turn: Turn,
  open: Opener = openEnvelope,
): Promise<Answer<JsonValue>> {
  let last: Answer<JsonValue> | null = null;
  for (let number = 1; ; number += 1) {
    const tried: TriedRequest | Withheld = await client.limiter.run(() => tryOnce(client, wanted, number, open), turn);
    if ('withheld' in tried) return last ?? { ok: false, failure: tried.withheld ?? CALLED_OFF };
    if (tried.retryIn === null) return tried.answer;
    last = tried.answer;
    if (tried.pause === null) await client.limiter.rest(tried.retryIn);
  }
}

interface TriedRequest extends Tried {
  readonly answer: Answer<JsonValue>;
  /** The wait before the next try in milliseconds, or null when there is none to be. */
  readonly retryIn: number | null;
}

const CALLED_OFF: ServiceFailure = {
  kind: 'unsent',
  status: null,
  code: null,
  message: 'interrupted before the request was sent',
};

/** The `number`th try of a request, and what is to follow. */
async function tryOnce(client: Client, wanted: HttpRequest, number: number, open: Opener): Promise<TriedRequest> {
  const started = client.now().getTime();
  const result = await client.http.send(wanted);
  const answer = open(result);
  const took = client.now().getTime() - started;
  const status = result.kind === 'answer' ? result.status : null;
  const about = { method: wanted.method, path: wanted.path, status, took };
  if (answer.ok) {
    client.onTry?.({ ...about, failure: null, retryIn: null });
    return { answer, retryIn: null, pause: null };
  }
  const { failure } = answer;
  const retryAfter = result.kind === 'answer' ? parseRetryAfter(result.retryAfter, client.now()) : null;
  const attempt = { method: wanted.method, number, failure, retryAfter };
  const retryIn = waitBeforeRetry(attempt, client.random);
  const pause = failure.kind === 'rate_limited' ? (retryIn ?? lengthOfWait(attempt, client.random)) : null;
  client.onTry?.({ ...about, failure, retryIn });
  return { answer, retryIn, pause };
}

function asPersona(answer: Answer<JsonValue>): Answer<LivePersona> {
  if (!answer.ok) return answer;
  const persona = parsePersona(answer.value);
  return persona === null
    ? unreadable('the answer is not a persona: it has no id, or no version')
    : { ok: true, value: persona };
}

function asPage(answer: Answer<JsonValue>): Answer<PersonaPage> {
  if (!answer.ok) return answer;
  if (!Array.isArray(answer.value)) return unreadable('the answer is not a list of personas');
  const personas = answer.value.map(parsePersona).filter((persona) => persona !== null);
  const incomplete = answer.value.filter((row) => parsePersona(row) === null).flatMap((row) => idIn(row) ?? []);
  return { ok: true, value: { personas, incomplete, rows: answer.value.length } };
}

function asVersions(answer: Answer<JsonValue>): Answer<readonly Version[]> {
  if (!answer.ok) return answer;
  if (!Array.isArray(answer.value)) return unreadable('the answer is not a list of versions');
  return { ok: true, value: answer.value.map(parseVersion).filter((version) => version !== null) };
}

function asVersion(answer: Answer<JsonValue>): Answer<Version> {
  if (!answer.ok) return answer;
  const version = parseVersion(answer.value);
  return version === null ? unreadable('the answer is not a version: it has no id') : { ok: true, value: version };
}

function unreadable(message: string): { ok: false; failure: ServiceFailure } {
  return { ok: false, failure: { kind: 'unreadable', status: 200, code: null, message } };
}
