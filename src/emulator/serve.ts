import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseExactJson } from '../model/exact-json.ts';
import type { JsonValue } from '../model/json.ts';
import { failure, type WireAnswer } from './envelope.ts';
import type { Fault, FaultKind, FaultPlan } from './faults.ts';
import { injectFault } from './inject.ts';
import { personaInPath } from './path.ts';
import { AUTH_FAILURE, TOO_MANY_REQUESTS } from './problems.ts';
import type { RateLimit } from './rate-limit.ts';
import { answerCall, type Call, type Service } from './routes.ts';
import { sendAnswer } from './send.ts';

export interface RecordedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** The id in the path. */
  readonly persona: string | null;
  /** Undefined where there is none, or no JSON. */
  readonly body: JsonValue | undefined;
  /** The fault that was due at this request. */
  readonly fault: FaultKind | null;
}

/** What all requests share. The lists grow as requests come in. */
export interface Desk {
  readonly service: Service;
  /** The clock of its `Date` headers. */
  readonly now: () => Date;
  readonly keys: readonly string[];
  readonly isTooMany: RateLimit;
  readonly faults: FaultPlan;
  readonly requests: RecordedRequest[];
  readonly injected: Fault[];
  readonly listeners: ((request: RecordedRequest) => void)[];
}

/** Records one request, lets the listeners act, then answers it or injects the fault that is due. */
export async function serveRequest(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = await readBody(request);
  if (text === null) return;
  const { method = '', url: path = '' } = request;
  response.setHeader('date', desk.now().toUTCString());
  const call: Call = { method, url: parsePath(path), body: parseJson(text) };
  const fault = desk.faults.next(method, path);
  const recorded = { method, path, persona: personaInPath(call.url), body: call.body, fault: fault?.kind ?? null };
  desk.requests.push(recorded);
  for (const listener of desk.listeners) listener(recorded);
  const answer = () => answerRequest(desk, request, call);
  if (fault === null) return sendAnswer(response, answer());
  const otherId = () => findOtherId(desk, recorded.persona);
  if (injectFault(fault, { request, response, answer, otherId })) desk.injected.push(fault);
}

/** The true answer: the key first, then the rate limit, then the route. */
function answerRequest({ service, keys, isTooMany }: Desk, request: IncomingMessage, call: Call): WireAnswer {
  if (!keys.includes(request.headers.authorization ?? '')) return failure(AUTH_FAILURE);
  return isTooMany() ? failure(TOO_MANY_REQUESTS) : answerCall(service, call);
}

/** The whole body as text; null where the client went away before its end. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
  } catch {
    return null;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): JsonValue | undefined {
  try {
    return parseExactJson(text);
  } catch {
    return undefined;
  }
}

function parsePath(path: string): URL {
  const address = `http://emulator${path}`;
  return new URL(URL.canParse(address) ? address : 'http://emulator/');
}

/** For one persona the id of another live one, which is the harder case to notice; for a page an id that nobody has. */
function findOtherId({ service }: Desk, asked: string | null): string {
  const other = asked === null ? undefined : service.store.ids().find((id) => id !== asked);
  return other ?? randomUUID();
}
