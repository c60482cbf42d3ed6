import { createServer, type Server } from 'node:http';
import { type Fault, FaultPlan } from './faults.ts';
import { createRateLimit } from './rate-limit.ts';
import type { SeedPersona } from './seed.ts';
import { type Desk, type RecordedRequest, serveRequest } from './serve.ts';
import { PersonaStore } from './store.ts';
import { type Things, thingsOf } from './things.ts';
import { DEFAULT_VARIANTS, type Variants } from './variants.ts';

export type { RecordedRequest } from './serve.ts';

export interface EmulatorOptions {
  /** 0 or absent: a free one. */
  readonly port?: number;
  /** Accepted raw values of the `authorization` header. */
  readonly keys: readonly string[];
  readonly seed: readonly SeedPersona[];
  /** What personas refer to; of a kind that is absent, what those of the seed do. */
  readonly things?: Partial<Things>;
  /** Requests per second before 429 TOO_MANY_REQUESTS; absent: no limit. */
  readonly rateLimit?: number;
  readonly faults?: readonly Fault[];
  readonly variants?: Partial<Variants>;
  /** For timestamps and the rate limit. */
  readonly now?: () => Date;
}

export interface Emulator {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Every request in the order of arrival, refused and unknown ones too. */
  readonly requests: readonly RecordedRequest[];
  /** The faults that really fired, in order. */
  readonly injected: readonly Fault[];
  readonly store: PersonaStore;
  addFault(fault: Fault): void;
  /** The listener is called before each request is processed. */
  onRequest(listener: (request: RecordedRequest) => void): void;
  /** Ends all connections, hung ones too. */
  close(): Promise<void>;
}

/** What `GET /v1/me` tells where no rate limit is set. Source: the service's default for an organisation. */
const DEFAULT_ORG_RATE_LIMIT = 5;

/** Starts the emulator on 127.0.0.1. Rejects only when the port cannot be had. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const desk = createDesk(options);
  const server = createServer((request, response) => void serveRequest(desk, request, response));
  // Idle connections stay open: a server that closed one just as a client reuses it would be a fault nobody asked for.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    requests: desk.requests,
    injected: desk.injected,
    store: desk.service.store,
    addFault: (fault) => desk.faults.add(fault),
    onRequest: (listener) => {
      desk.listeners.push(listener);
    },
    close: () => close(server),
  };
}

function createDesk(options: EmulatorOptions): Desk {
  const now = options.now ?? (() => new Date());
  const variants = { ...DEFAULT_VARIANTS, ...options.variants };
  const store = new PersonaStore(options.seed, variants, now);
  return {
    service: {
      store,
      things: thingsOf(options.things ?? {}, options.seed),
      variants,
      orgRateLimit: options.rateLimit ?? DEFAULT_ORG_RATE_LIMIT,
    },
    now,
    keys: options.keys,
    isTooMany: createRateLimit(options.rateLimit, now),
    faults: new FaultPlan(options.faults ?? []),
    requests: [],
    injected: [],
    listeners: [],
  };
}

/** Resolves with the port, or rejects with the system's error (EADDRINUSE, EACCES). */
function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
