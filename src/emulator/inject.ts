import type { IncomingMessage, ServerResponse } from 'node:http';
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '../model/json.ts';
import { failure, type WireAnswer } from './envelope.ts';
import type { Fault, FaultKind } from './faults.ts';
import { JSON_TYPE, sendAnswer, sendEndlessly, sendHalf, sendText } from './send.ts';

/** One request on its way to an answer. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Does what the request asks, once, and gives the true answer. A fault that calls it lets the write happen. */
  answer(): WireAnswer;
  /** The id of another persona than the one asked for. */
  otherId(): string;
}

/** Carries out the fault in place of the answer. False where it had nothing to change and the true answer was sent. */
export function injectFault(fault: Fault, exchange: Exchange): boolean {
  if (fault.retryAfter !== undefined) exchange.response.setHeader('retry-after', fault.retryAfter);
  return INJECTIONS[fault.kind](fault, exchange);
}

type Injection = (fault: Fault, exchange: Exchange) => boolean;

const INJECTIONS: Readonly<Record<FaultKind, Injection>> = {
  status: (fault, exchange) => sendFailure(fault, exchange, 500),
  error_shape: (fault, exchange) => sendFailure(fault, exchange, 400),
  reset_before: (_fault, exchange) => resetConnection(exchange),
  reset_after: (_fault, exchange) => afterWrite(exchange, () => resetConnection(exchange)),
  hang_before: () => true,
  hang_after: (_fault, exchange) => afterWrite(exchange, () => true),
  truncate: (_fault, exchange) => afterWrite(exchange, (answer) => sendTruncated(exchange, answer)),
  html: sendPage,
  html_after: (fault, exchange) => afterWrite(exchange, () => sendPage(fault, exchange)),
  errors_under_200: sendErrorsUnder200,
  errors_under_200_after: (fault, exchange) => afterWrite(exchange, () => sendErrorsUnder200(fault, exchange)),
  no_data: (_fault, exchange) => afterWrite(exchange, () => sendEmptyObject(exchange)),
  echo_key: sendKeyBack,
  redirect: sendElsewhere,
  endless: (fault, exchange) => {
    sendEndlessly(exchange.response, fault.status ?? 200);
    return true;
  },
  other_id: (_fault, exchange) => afterWrite(exchange, (answer) => sendOtherId(exchange, answer)),
};

function afterWrite(exchange: Exchange, send: (answer: WireAnswer) => boolean): boolean {
  return send(exchange.answer());
}

const CODES: ReadonlyMap<number, string> = new Map([
  [401, 'AUTH_FAILURE'],
  [404, 'PERSONA_NOT_FOUND'],
  [429, 'TOO_MANY_REQUESTS'],
]);

function sendFailure(fault: Fault, { response }: Exchange, usual: number): boolean {
  const status = fault.status ?? usual;
  const answer = failure({ status, code: CODES.get(status) ?? `STATUS_${status}`, message: 'injected', details: {} });
  sendText(response, status, JSON_TYPE, fault.body ?? JSON.stringify(answer.body));
  return true;
}

function resetConnection({ request }: Exchange): boolean {
  request.socket.resetAndDestroy();
  return true;
}

function sendTruncated({ response }: Exchange, answer: WireAnswer): boolean {
  sendHalf(response, answer);
  return true;
}

const PAGE = '<html><head><title>Bad gateway</title></head><body><h1>The upstream did not answer</h1></body></html>';

function sendPage(fault: Fault, { response }: Exchange): boolean {
  sendText(response, fault.status ?? 502, 'text/html; charset=utf-8', fault.body ?? PAGE);
  return true;
}

function sendErrorsUnder200(fault: Fault, { response }: Exchange): boolean {
  const answer = failure({ status: 200, code: 'SOME_ERROR', message: 'injected under 200', details: {} });
  sendText(response, 200, JSON_TYPE, fault.body ?? JSON.stringify(answer.body));
  return true;
}

function sendEmptyObject({ response }: Exchange): boolean {
  sendAnswer(response, { status: 200, body: {} });
  return true;
}

function sendKeyBack(fault: Fault, { request, response }: Exchange): boolean {
  const message = `not accepted: ${request.headers.authorization ?? ''}`;
  response.statusMessage = message;
  const details = { authorization: request.headers.authorization ?? null };
  sendAnswer(response, failure({ status: fault.status ?? 400, code: 'SOME_ERROR', message, details }));
  return true;
}

/** Without a `body`, another path of this very server, so that a client that follows is seen among the requests. */
function sendElsewhere(fault: Fault, { request, response }: Exchange): boolean {
  response.setHeader('location', fault.body ?? `/elsewhere${request.url ?? ''}`);
  sendText(response, fault.status ?? 302, 'text/plain; charset=utf-8', 'moved');
  return true;
}

function sendOtherId(exchange: Exchange, answer: WireAnswer): boolean {
  const body = withOtherId(answer.body, exchange.otherId());
  sendAnswer(exchange.response, { ...answer, body: body ?? answer.body });
  return body !== undefined;
}

/** The body with another id on its persona, or on each row of its page; undefined where it shows no persona. */
function withOtherId(body: JsonValue, id: string): JsonObject | undefined {
  if (!isJsonObject(body)) return undefined;
  const data = ownValue(body, 'data');
  if (data === undefined) return replaceId(body, id);
  if (Array.isArray(data))
    return data.length === 0 ? undefined : { ...body, data: data.map((row) => otherRow(row, id)) };
  const persona = isJsonObject(data) ? replaceId(data, id) : undefined;
  return persona === undefined ? undefined : { ...body, data: persona };
}

function otherRow(row: JsonValue, id: string): JsonValue {
  return isJsonObject(row) ? { ...row, id } : row;
}

function replaceId(persona: JsonObject, id: string): JsonObject | undefined {
  return ownValue(persona, 'id') === undefined ? undefined : { ...persona, id };
}
