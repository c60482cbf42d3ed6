import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { afterEach } from '@jest/globals';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../../src/emulator/server.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/model/json.ts';

export const KEY = 'emulator';
export const NOW = '2026-01-05T09:00:00.000Z';

const open: Emulator[] = [];

/** An emulator with a standing clock, which is closed after the test. */
export async function emulate(options: Partial<EmulatorOptions> = {}): Promise<Emulator> {
  const emulator = await startEmulator({ keys: [KEY], seed: [], now: () => new Date(NOW), ...options });
  open.push(emulator);
  return emulator;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((emulator) => emulator.close()));
});

export interface Reply {
  readonly status: number;
  readonly reason: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface SendOptions {
  readonly key?: string | null;
  /** The body as JSON, or text that is sent as it stands. */
  readonly body?: JsonValue;
  readonly text?: string;
  readonly agent?: Agent;
}

/** One request; rejects with the socket's error where no whole answer came. */
export function send(emulator: Emulator, method: string, path: string, options: SendOptions = {}): Promise<Reply> {
  const { key = KEY, body, text = body === undefined ? '' : JSON.stringify(body), agent = new Agent() } = options;
  const headers = { ...(key === null ? {} : { authorization: key }), 'content-length': Buffer.byteLength(text) };
  return new Promise((resolve, reject) => {
    const sent = request(`${emulator.url}${path}`, { method, headers, agent }, async (answer) => {
      try {
        const chunks: Buffer[] = [];
        for await (const chunk of answer) chunks.push(chunk);
        const { statusCode: status = 0, statusMessage: reason = '', headers } = answer;
        resolve({ status, reason, headers, text: Buffer.concat(chunks).toString() });
      } catch (error) {
        reject(error);
      }
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

export interface JsonReply {
  readonly status: number;
  readonly body: JsonValue;
  readonly headers: IncomingHttpHeaders;
}

export async function call(
  emulator: Emulator,
  method: string,
  path: string,
  options: SendOptions = {},
): Promise<JsonReply> {
  const { status, text, headers } = await send(emulator, method, path, options);
  return { status, body: JSON.parse(text), headers };
}

/** The `data` of a success that shows one object. */
export async function fetchData(
  emulator: Emulator,
  method: string,
  path: string,
  body?: JsonValue,
): Promise<JsonObject> {
  const reply = await call(emulator, method, path, body === undefined ? {} : { body });
  if (reply.status !== 200) throw new Error(`${method} ${path}: ${JSON.stringify(reply)}`);
  return objectAt(reply.body, 'data');
}

/** The object below a key, or a failure of the test. */
export function objectAt(value: JsonValue | undefined, key: string): JsonObject {
  const found = isJsonObject(value) ? value[key] : undefined;
  if (!isJsonObject(found)) throw new Error(`no object at ${key}: ${JSON.stringify(value)}`);
  return found;
}

export function draftOf(persona: JsonObject): JsonObject {
  return objectAt(persona, 'current_draft_version');
}

export function productionOf(persona: JsonObject): JsonObject {
  return objectAt(persona, 'current_production_version');
}

/** The one error of the usual envelope, with the status. */
export function errorOf({ status, body }: JsonReply): JsonValue {
  const errors = isJsonObject(body) ? body.errors : undefined;
  const error = Array.isArray(errors) && isJsonObject(body) && body.data === null ? errors[0] : undefined;
  return { status, error: isJsonObject(error) ? (error.error ?? null) : null };
}
