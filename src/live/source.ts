/** Where the live side comes from: the service, a snapshot of it, or nowhere, where nothing is to be asked. */
import { chooseBaseUrl } from '../bland/address.ts';
import type { TryReport } from '../bland/client.ts';
import { type Connection, connect } from '../bland/connect.ts';
import { connectOffline } from '../bland/offline.ts';
import { connectSnapshot } from '../bland/snapshot.ts';
import { Stop } from '../errors.ts';
import type { Io } from '../io.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Environment } from '../model/environment.ts';
import { USUAL_KEY } from '../model/key-ring.ts';
import type { DesiredPersona } from '../model/persona.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { explainSnapshot, explainUnknownFields, knownPart, liveFromSnapshot } from '../plan/snapshot.ts';
import { type KeylessProject, tryWithoutKey } from '../stops.ts';
import { VERSION } from '../version.ts';

export type OpenedSnapshot = Snapshot & { readonly file: string };

export interface SourceOptions {
  /** Requests at once. */
  readonly concurrency: number;
  /** One try of one request, in milliseconds. */
  readonly timeout: number;
  /** What is live, instead of the service. */
  readonly snapshot?: OpenedSnapshot;
}

/** `personas`: whether there is anybody to ask for. Where a branch touches no persona, no key is needed. */
export async function openSource(
  io: Io,
  options: SourceOptions & { readonly personas: number },
  project: KeylessProject,
  onTry?: (report: TryReport) => void,
): Promise<Connection | Stop> {
  const { environment } = project;
  if (options.snapshot !== undefined) {
    const { file, target, missing } = options.snapshot;
    const lives = options.snapshot.personas.map((persona) => liveFromSnapshot(persona, target));
    return connectSnapshot(io, environment, { file, target, lives, missing });
  }
  return options.personas === 0 ? connectNowhere(io, environment) : openConnection(io, options, project, onTry);
}

function connectNowhere(io: Io, environment: Environment | null): Connection | Stop {
  const baseUrl = chooseBaseUrl(io.env, environment);
  if (baseUrl instanceof Stop) return baseUrl;
  return connectOffline({ baseUrl, keyEnv: environment?.keyEnv ?? USUAL_KEY, keys: io.keys.all }, []);
}

export function openConnection(
  io: Io,
  { timeout, concurrency }: Pick<SourceOptions, 'timeout' | 'concurrency'>,
  project: KeylessProject,
  onTry?: (report: TryReport) => void,
): Promise<Connection | Stop> {
  const { environment } = project;
  return connect({
    io,
    environment,
    timeout,
    concurrency,
    userAgent: `persona-sync/${VERSION}`,
    withoutKey: (keyEnv) => tryWithoutKey(project, keyEnv, io),
    ...(onTry === undefined ? {} : { onTry }),
  });
}

interface Comparable {
  readonly personas: readonly DesiredPersona[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What a snapshot does not keep cannot be compared, and is told. */
export function withKnownParts<P extends Comparable>(project: P, snapshot: OpenedSnapshot | undefined, now: Date): P {
  if (snapshot === undefined) return project;
  const byId = new Map(snapshot.personas.map((persona) => [persona.id, persona]));
  const known = project.personas.map((persona) => ({ persona, ...knownPart(persona, byId.get(persona.id ?? '')) }));
  const unknown = known.filter((one) => one.unknown.length > 0);
  const diagnostics = [
    ...project.diagnostics,
    explainSnapshot(snapshot, now),
    ...unknown.map((one) => explainUnknownFields(one.persona, one.unknown)),
  ];
  return { ...project, personas: known.map(({ persona, desired }) => ({ ...persona, ...desired })), diagnostics };
}
