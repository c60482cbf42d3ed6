/** A snapshot in place of the service: the same reader, no key, no network. */
import { Stop } from '../errors.ts';
import type { Io } from '../io.ts';
import { USUAL_KEY } from '../model/key-ring.ts';
import type { LivePersona } from '../model/persona.ts';
import type { Target } from '../model/plan.ts';
import { chooseBaseUrl, type ServiceOfEnvironment } from './address.ts';
import type { Connection } from './connect.ts';
import { connectOffline } from './offline.ts';

export interface SnapshotSource {
  /** As it was typed. */
  readonly file: string;
  readonly target: Target;
  readonly lives: readonly LivePersona[];
  /** Ids that the service did not know. */
  readonly missing: readonly string[];
}

type Chosen = ServiceOfEnvironment & { readonly keyEnv: string; readonly account: string | null };

/** Refused where the snapshot is of another address, environment or account than the run. */
export function connectSnapshot(
  io: Pick<Io, 'env' | 'keys'>,
  environment: Chosen | null,
  { file, target, lives, missing }: SnapshotSource,
): Connection | Stop {
  const isNamed = (io.env.BLAND_BASE_URL ?? '').trim() !== '' || (environment?.baseUrl ?? null) !== null;
  const named = isNamed ? chooseBaseUrl(io.env, environment) : target.base_url;
  if (named instanceof Stop) return named;
  if (named !== target.base_url) return refuse(file, `of ${target.base_url}, but the service in use is ${named}`);
  const name = environment?.name ?? null;
  if (name !== target.environment)
    return refuse(file, `of ${environmentText(target.environment)}, but the run is for ${environmentText(name)}`);
  const account = environment?.account ?? null;
  if (account !== null && target.account !== null && account !== target.account)
    return refuse(file, `of account ${target.account}, but the environment is of account ${account}`);
  const place = { baseUrl: target.base_url, keyEnv: environment?.keyEnv ?? USUAL_KEY, keys: io.keys.all };
  return connectOffline(place, lives, {
    missing,
    message: `${file} does not have it (snapshot --all has every live persona)`,
  });
}

function environmentText(name: string | null): string {
  return name === null ? 'no environment' : `the environment "${name}"`;
}

function refuse(file: string, what: string): Stop {
  const hint = 'Name the snapshot that belongs to it, or make one: persona-sync snapshot --out FILE';
  return new Stop('snapshot', `The snapshot ${file} is ${what}.`, hint);
}
