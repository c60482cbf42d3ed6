/** From the environment to the two ends of the service: address, key, proxy, HTTP. */
import { Stop } from '../errors.ts';
import type { Io } from '../io.ts';
import type { PersonaReader, PersonaWriter } from '../model/service.ts';
import { PUBLIC_SERVICE, parseBaseUrl } from './address.ts';
import { type ClientOptions, createReader, createWriter, type TryReport } from './client.ts';
import { createHttp } from './http.ts';
import { keyInEnvironment } from './key.ts';
import { createLimiter } from './limiter.ts';
import { proxyAgentFor } from './proxy.ts';

export interface Connection {
  readonly baseUrl: string;
  /** The key in use, which must never be shown. */
  readonly key: string;
  readonly reader: PersonaReader;
  /** Only `apply` opens the writer; nothing else is handed a way to write. */
  openWriter(): PersonaWriter;
  close(): void;
}

export interface ConnectOptions {
  readonly io: Pick<Io, 'env' | 'now' | 'sleep' | 'random' | 'interrupted'>;
  /** One try of one request, in milliseconds. */
  readonly timeout: number;
  /** The most requests to have under way, reads and writes together. */
  readonly concurrency: number;
  readonly userAgent: string;
  onTry?(report: TryReport): void;
}

export async function connect(options: ConnectOptions): Promise<Connection | Stop> {
  const { io } = options;
  const key = readKey(io.env);
  if (key instanceof Stop) return key;
  const baseUrl = readBaseUrl(io.env);
  if (baseUrl instanceof Stop) return baseUrl;
  const agent = await proxyAgentFor(baseUrl, io.env);
  if (agent instanceof Stop) return agent;
  const { timeout, concurrency, userAgent, onTry } = options;
  const http = createHttp({ baseUrl, key, userAgent, timeout, ...(agent === undefined ? {} : { agent }) });
  const limiter = createLimiter({ ...io, concurrency });
  const client: ClientOptions = { http, limiter, ...io, ...(onTry === undefined ? {} : { onTry }) };
  return {
    baseUrl,
    key,
    reader: createReader(client),
    openWriter: () => createWriter(client),
    close: () => {
      limiter.close();
      http.close();
    },
  };
}

/** The address that the environment names, or the public service; checked. */
export function readBaseUrl(env: Io['env']): string | Stop {
  const text = env.BLAND_BASE_URL?.trim() ?? '';
  return parseBaseUrl(text === '' ? PUBLIC_SERVICE : text);
}

function readKey(env: Io['env']): string | Stop {
  const key = keyInEnvironment(env);
  if (key === null) {
    return new Stop(
      'no_key',
      'BLAND_API_KEY is not set.',
      'Export BLAND_API_KEY with the key of your account. To try without one: persona-sync emulator --seed personas',
    );
  }
  if (!/^[\x21-\x7e]+$/.test(key)) {
    return new Stop(
      'no_key',
      'BLAND_API_KEY has characters that no key has (a space, or a line break?).',
      'Set BLAND_API_KEY again, without quotes or spaces in it.',
    );
  }
  return key;
}
