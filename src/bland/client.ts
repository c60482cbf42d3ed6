/** Requests with retries: the reader and the writer of the service, over one Http. */
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { LivePersona } from '../model/persona.ts';
import type { Answer, PersonaPage, PersonaReader, PersonaWriter, ServiceFailure } from '../model/service.ts';
import { openEnvelope } from './envelope.ts';
import type { Http, HttpRequest } from './http.ts';
import { parseRetryAfter, waitBeforeRetry } from './retry.ts';
import { parsePersona } from './wire.ts';

const MIB = 2 ** 20;
const PERSONA_BYTES = 16 * MIB;
const PAGE_BYTES = 64 * MIB;

export interface ClientOptions {
  readonly http: Http;
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
  random(): number;
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
  return {
    get: async (id) =>
      asPersona(await request(options, { method: 'GET', path: personaPath(id), maxBytes: PERSONA_BYTES })),
    list: async (page, limit) => {
      const path = `/v1/personas?page=${page}&limit=${limit}`;
      return asPage(await request(options, { method: 'GET', path, maxBytes: PAGE_BYTES }));
    },
  };
}

export function createWriter(options: ClientOptions): PersonaWriter {
  return {
    patch: async (id: string, body: JsonObject) => {
      const wanted = {
        method: 'PATCH',
        path: personaPath(id),
        body: JSON.stringify(body),
        maxBytes: PERSONA_BYTES,
      } as const;
      return asPersona(await request(options, wanted));
    },
  };
}

function personaPath(id: string): string {
  return `/v1/personas/${encodeURIComponent(id)}`;
}

async function request(options: ClientOptions, wanted: HttpRequest): Promise<Answer<JsonValue>> {
  for (let number = 1; ; number += 1) {
    const started = options.now().getTime();
    const result = await options.http.send(wanted);
    const answer = openEnvelope(result);
    const took = options.now().getTime() - started;
    const status = result.kind === 'answer' ? result.status : null;
    const about = { method: wanted.method, path: wanted.path, status, took };
    if (answer.ok) {
      options.onTry?.({ ...about, failure: null, retryIn: null });
      return answer;
    }
    const retryAfter = result.kind === 'answer' ? parseRetryAfter(result.retryAfter, options.now()) : null;
    const attempt = { method: wanted.method, number, failure: answer.failure, retryAfter };
    const wait = waitBeforeRetry(attempt, options.random);
    options.onTry?.({ ...about, failure: answer.failure, retryIn: wait });
    if (wait === null) return answer;
    await options.sleep(wait);
  }
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
  return { ok: true, value: { personas, rows: answer.value.length } };
}

function unreadable(message: string): { ok: false; failure: ServiceFailure } {
  return { ok: false, failure: { kind: 'unreadable', status: 200, code: null, message } };
}
