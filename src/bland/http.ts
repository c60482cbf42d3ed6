/**
 * One HTTP request, one result; no retries, no meaning. Thin over node:https with a keep-alive agent: measured against
 * fetch, undici, got and ky, which cost up to three times the CPU for a run of some hundred requests.
 *
 * No redirect is followed: an address that answers with one is not the service's, and the key must not follow it.
 *
 * A kept connection that the other side closed without a word fails the next request, and nobody knows whether it was
 * seen. Once that has happened, no connection is kept any more: else each write after it could meet the same end.
 */
import http from 'node:http';
import https from 'node:https';
import { messageOf } from '../errors.ts';
import { ACCEPTED_ENCODINGS, decodeBody } from './decode.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'PATCH' | 'POST';
  /** Below the base address, with query: `/v1/personas?page=1`. */
  readonly path: string;
  readonly body?: string;
  /** The largest body to accept, in bytes. */
  readonly maxBytes: number;
}

export type HttpResult =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly retryAfter: string | null;
      readonly location: string | null;
      /** The service's clock, as it sent it; absent where it did not. */
      readonly date?: string;
      /** Empty where it cannot be read as text. */
      readonly body: string;
      /** Why it cannot, or null. */
      readonly garbled: string | null;
    }
  | {
      readonly kind: 'lost';
      readonly why: LossReason;
      readonly message: string;
    };

export type LossReason = 'timeout' | 'network' | 'truncated' | 'too_large';

export interface Http {
  send(request: HttpRequest): Promise<HttpResult>;
  /** Closes idle connections, so that they do not hold the process. */
  close(): void;
}

export interface HttpOptions {
  readonly baseUrl: string;
  /** Sent raw as `authorization`. */
  readonly key: string;
  readonly userAgent: string;
  /** One try of one request, from connecting to the body's last byte, in milliseconds. */
  readonly timeout: number;
  /** An agent for a proxy; absent: direct connections. */
  readonly agent?: http.Agent;
}

export function createHttp(options: HttpOptions): Http {
  const secure = options.baseUrl.startsWith('https:');
  const { Agent, request } = secure ? https : http;
  const kept = options.agent ?? new Agent({ keepAlive: true });
  let agent = kept;
  return {
    send: (wanted) =>
      new Promise((resolve) => {
        const outgoing = request(options.baseUrl + wanted.path, {
          method: wanted.method,
          agent,
          headers: headersOf(options, wanted),
        });
        receive(outgoing, wanted, options.timeout, (result) => {
          const isStale = outgoing.reusedSocket && result.kind === 'lost' && result.why === 'network';
          if (isStale && options.agent === undefined) agent = new Agent({ keepAlive: false });
          resolve(result);
        });
        outgoing.end(wanted.body);
      }),
    close: () => {
      kept.destroy();
      agent.destroy();
    },
  };
}

function headersOf(options: HttpOptions, wanted: HttpRequest): http.OutgoingHttpHeaders {
  const headers = {
    authorization: options.key,
    accept: 'application/json',
    'accept-encoding': ACCEPTED_ENCODINGS,
    'user-agent': options.userAgent,
  };
  if (wanted.body === undefined) return headers;
  return { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(wanted.body) };
}

/** Wires one request's events to exactly one result. */
function receive(
  outgoing: http.ClientRequest,
  wanted: HttpRequest,
  timeout: number,
  resolve: (result: HttpResult) => void,
): void {
  let isSettled = false;
  const settle = (result: HttpResult): void => {
    if (isSettled) return;
    isSettled = true;
    clearTimeout(timer);
    resolve(result);
    if (result.kind === 'lost') outgoing.destroy();
  };
  const lose = (why: LossReason, message: string): void => settle({ kind: 'lost', why, message });
  const timer = setTimeout(() => lose('timeout', `no answer within ${timeout / 1000} seconds`), timeout);
  outgoing.on('error', (error) => lose('network', describeNetworkError(error)));
  outgoing.on('upgrade', (_response, socket) => {
    lose('network', 'the service wants to speak another protocol (HTTP 101)');
    socket.destroy();
  });
  outgoing.on('response', (response) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > wanted.maxBytes) lose('too_large', describeTooLarge(wanted));
      else chunks.push(chunk);
    });
    response.on('error', () => lose('truncated', 'the answer broke off'));
    response.on('end', () => {
      if (response.complete) void answerOf(response, Buffer.concat(chunks), wanted).then(settle);
      else lose('truncated', 'the answer broke off');
    });
  });
}

async function answerOf(response: http.IncomingMessage, body: Buffer, wanted: HttpRequest): Promise<HttpResult> {
  const decoded = await decodeBody(body, response.headers['content-encoding'], wanted.maxBytes);
  if (decoded === 'too_large') return { kind: 'lost', why: 'too_large', message: describeTooLarge(wanted) };
  const text = 'why' in decoded ? null : decodeUtf8(decoded.bytes);
  const why = 'why' in decoded ? decoded.why : 'is not valid UTF-8';
  return {
    kind: 'answer',
    status: response.statusCode ?? 0,
    retryAfter: response.headers['retry-after'] ?? null,
    location: response.headers.location ?? null,
    ...(response.headers.date === undefined ? {} : { date: response.headers.date }),
    body: text ?? '',
    garbled: text === null ? `the answer ${why}` : null,
  };
}

function describeTooLarge({ maxBytes }: HttpRequest): string {
  return `an answer of more than ${maxBytes / 2 ** 20} MiB`;
}

/** Null for what is not UTF-8: characters put in its place would be sent back as if they were live. */
function decodeUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** `ECONNREFUSED` on a name with several addresses is an AggregateError without a message of its own. */
function describeNetworkError(error: Error): string {
  const [first] = error instanceof AggregateError ? error.errors : [error];
  const message = messageOf(first ?? error);
  return message === '' ? error.name : message;
}
