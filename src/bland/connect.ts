/** From the environment to the two ends of the service: address, key, proxy, HTTP. */
import { Stop } from '../errors.ts';
import type { Io } from '../io.ts';
import { keyIn, USUAL_KEY } from '../model/key-ring.ts';
import type { PersonaReader, PersonaWriter, ReferenceReader } from '../model/service.ts';
import { chooseBaseUrl, type ServiceOfEnvironment } from './address.ts';
import { type ClientOptions, createReader, createReferenceReader, createWriter, type TryReport } from './client.ts';
import { createHttp, type Http } from './http.ts';
import { createLimiter } from './limiter.ts';
import { proxyAgentFor } from './proxy.ts';

export interface Connection {
  readonly baseUrl: string;
  /** The variable that holds the key. */
  readonly keyEnv: string;
  /** The key, and those of other environments: none may be shown. */
  readonly keys: readonly string[];
  readonly reader: PersonaReader;
  /** What personas refer to. */
  readonly references: ReferenceReader;
  /** Only `apply` opens the writer; nothing else is handed a way to write. */
  openWriter(): PersonaWriter;
  close(): void;
}

export interface ConnectOptions {
  readonly io: Pick<Io, 'env' | 'keys' | 'now' | 'sleep' | 'random' | 'interrupted'>;
  /** Null: `BLAND_API_KEY` and `BLAND_BASE_URL` say all. */
  readonly environment: (ServiceOfEnvironment & { readonly keyEnv: string }) | null;
  /** One try of one request, in milliseconds. */
  readonly timeout: number;
  /** The most requests to have under way, reads and writes together. */
  readonly concurrency: number;
  readonly userAgent: string;
  /** Where the key is missing: the sentence on how to try without one, or an empty one. */
  withoutKey(keyEnv: string): string;
  onTry?(report: TryReport): void;
}

export async function connect(options: ConnectOptions): Promise<Connection | Stop> {
  const opened = await openHttp(options);
  if (opened instanceof Stop) return opened;
  const { http, baseUrl, keyEnv, key } = opened;
  const { io, concurrency, onTry } = options;
  const limiter = createLimiter({ ...io, concurrency });
  const client: ClientOptions = { http, limiter, ...io, ...(onTry === undefined ? {} : { onTry }) };
  return {
    baseUrl,
    keyEnv,
    keys: [...new Set([key, ...io.keys.all])],
    reader: createReader(client),
    references: createReferenceReader(client),
    openWriter: () => createWriter(client),
    close: () => {
      limiter.close();
      http.close();
    },
  };
}

export interface OpenHttp {
  readonly http: Http;
  readonly baseUrl: string;
  /** The variable that holds the key, and the key. */
  readonly keyEnv: string;
  readonly key: string;
}

export type KeyOptions = Pick<ConnectOptions, 'io' | 'environment' | 'timeout' | 'userAgent' | 'withoutKey'>;

/** What requests need, before any is sent: the address, the key and the proxy, checked. */
export async function openHttp({
  io,
  environment,
  timeout,
  userAgent,
  withoutKey,
}: KeyOptions): Promise<OpenHttp | Stop> {
  const keyEnv = environment?.keyEnv ?? USUAL_KEY;
  const key = readKey({ io, environment, withoutKey }, keyEnv);
  if (key instanceof Stop) return key;
  const baseUrl = chooseBaseUrl(io.env, environment);
  if (baseUrl instanceof Stop) return baseUrl;
  const agent = await proxyAgentFor(baseUrl, io.env);
  if (agent instanceof Stop) return agent;
  const http = createHttp({ baseUrl, key, userAgent, timeout, ...(agent === undefined ? {} : { agent }) });
  return { http, baseUrl, keyEnv, key };
}

function readKey(
  { io, environment, withoutKey }: Pick<KeyOptions, 'io' | 'environment' | 'withoutKey'>,
  variable: string,
): string | Stop {
  const key = keyIn(io.env, variable);
  if (key === null) {
    const account = environment === null ? 'your account' : `the account of the environment "${environment.name}"`;
    return new Stop(
      'no_key',
      `${variable} is not set.`,
      `Export ${variable} with the key of ${account}.${withoutKey(variable)}`,
    );
  }
  if (!/^[\x21-\x7e]+$/.test(key)) {
    return new Stop(
      'no_key',
      `${variable} has characters that no key has (a space, or a line break?).`,
      `Set ${variable} again, without quotes or spaces in it.`,
    );
  }
  return key;
}
