/** The wording of what stops a whole run, beyond what one library or border says itself. */

import { join } from 'node:path';
import type { Connection } from './bland/connect.ts';
import type { Config } from './config/load.ts';
import { Stop } from './errors.ts';
import type { Io } from './io.ts';
import { discover } from './load/discover.ts';
import { displayPath } from './load/paths.ts';
import { commandLine, sharedOptions } from './model/command-line.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { USUAL_KEY } from './model/key-ring.ts';
import { nearestName } from './model/nearest.ts';
import { type LivePersona, liveAccount, liveName } from './model/persona.ts';
import { redact } from './model/secrets.ts';
import { describeFailure, type ServiceFailure } from './model/service.ts';
import type { ReadPersona } from './plan/explain-read.ts';
import { phoneDigits } from './plan/match-live.ts';

/** `given`: the options of the command line. Of several environments pull needs one: without a named one, the first. */
export function nothingFound(
  config: Config,
  given: { readonly config: string | null; readonly env: string | null },
): Stop {
  const [first, second] = config.environments;
  const env = given.env ?? (second === undefined ? null : (first?.name ?? null));
  const pull = commandLine(['pull', '--all', ...sharedOptions({ config: given.config, env })]);
  return new Stop(
    'no_personas',
    `There is no persona file (.yaml, .yml) in ${config.personas}.`,
    config.file === null
      ? 'Run this in the folder that holds `personas`, or begin a project here: persona-sync init'
      : `To bring what is live: ${pull}; or write files there, or name another folder as \`personas\` in ${config.file}.`,
  );
}

export function nothingMatches(
  unmatched: readonly { readonly selector: string; readonly nearest: string | null }[],
): Stop {
  const names = unmatched.map(({ selector }) => `"${selector}"`).join(', ');
  const nearest = unmatched.flatMap((one) => (one.nearest === null ? [] : [`"${one.nearest}"`])).join(', ');
  const hint =
    nearest === '' ? 'A selector is a persona key, an id, a path or a glob of keys.' : `Did you mean ${nearest}?`;
  return new Stop('no_match', `No persona matches ${names}.`, hint);
}

/** For commands whose selectors may also name live personas; `living` are all that there are. */
export function nobodyMatches(
  selectors: readonly string[],
  keys: readonly string[],
  living: readonly { readonly live: LivePersona }[],
): Stop {
  const [first = ''] = selectors;
  if (selectors.length === 1 && phoneDigits(first) !== null) {
    const hint =
      'Look the number up in the dashboard: a pathway may answer it. Those that personas answer: persona-sync status';
    return new Stop('no_match', `None of the ${living.length} personas of this account answers ${first}.`, hint);
  }
  const known = [...keys, ...living.map(({ live }) => liveName(live))];
  const nearest = selectors.flatMap((selector) => nearestName(selector, known) ?? []).map((name) => `"${name}"`);
  const hint = nearest.length === 0 ? howToName(keys.length === 0) : `Did you mean ${nearest.join(', ')}?`;
  return new Stop('no_match', `No persona matches ${selectors.map((name) => `"${name}"`).join(', ')}.`, hint);
}

function howToName(withoutFiles: boolean): string {
  return withoutFiles
    ? 'There are no persona files here: only live personas can be named, by id, exact name or phone number. For a key, go to the folder of the project.'
    : 'A selector is a persona key, an id, a path, a glob of keys, the exact name of a live persona, or a phone number.';
}

export function unreadableAccount(baseUrl: string, failure: ServiceFailure): Stop {
  return new Stop(
    'incomplete',
    `The personas of ${baseUrl} could not be read: ${describeFailure(failure)}.`,
    'Run the same command again when the service answers. A persona key needs no list: it is read by itself.',
  );
}

export function invalidFiles(diagnostics: readonly Diagnostic[], { config }: { readonly config: string | null }): Stop {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  const what = errors === 1 ? '1 error' : `${errors} errors`;
  return new Stop(
    'invalid_files',
    `${what} in the files; nothing was sent.`,
    `Mend them; to check: ${commandLine(['validate', ...sharedOptions({ config, env: null })])}`,
  );
}

/** What is known of the project where a key is missing. */
export interface KeylessProject extends Pick<Config, 'personas' | 'root' | 'environments' | 'environment'> {
  /** What `--config` names. */
  readonly flag: string | null;
}

/**
 * How to try without a key, as a sentence: with a stand-in that holds what the files say, or the examples of the package
 * where there are none. Empty for an environment that names its address or account, since none stands in for those.
 */
export function tryWithoutKey(
  { personas, root, environments, environment, flag }: KeylessProject,
  keyEnv: string,
  { cwd, keys, packageFolder }: Pick<Io, 'cwd' | 'keys' | 'packageFolder'>,
): string {
  if (environment !== null && (environment.baseUrl !== null || environment.account !== null)) return '';
  const hasFiles = discover(personas, cwd, root, keys.all).files.length > 0;
  const seed = displayPath(hasFiles ? personas : join(packageFolder, 'examples', 'personas'), cwd);
  const env = environments.length > 1 ? (environment?.name ?? null) : null;
  const command = commandLine(['emulator', '--seed', seed, ...(hasFiles ? sharedOptions({ config: flag, env }) : [])]);
  const key = keyEnv === USUAL_KEY ? '' : `; its key: export ${keyEnv}=emulator`;
  return ` To try without one: ${command}${key}`;
}

export function refusedKey(
  { baseUrl, keyEnv }: { readonly baseUrl: string; readonly keyEnv: string },
  message: string,
): Stop {
  return new Stop(
    'unauthorized',
    `The service at ${baseUrl} refused the key: ${message}.`,
    `Set ${keyEnv} to a key of this account that may read and change personas.`,
  );
}

/** Null when every persona that was read is the pinned account's, as far as either is known. */
export function refuseOtherAccount(
  reads: readonly ReadPersona[],
  pinned: string | null,
  { keyEnv, keys }: Pick<Connection, 'keyEnv' | 'keys'>,
): Stop | null {
  const accounts = reads.flatMap(({ read }) => (read.kind === 'found' ? [liveAccount(read.live)] : []));
  const other = accounts.find((account) => account !== null && pinned !== null && account !== pinned);
  if (other === undefined || other === null) return null;
  const message = `The environment is for account ${pinned}, but the key is for account ${redact(other, keys)}; nothing was written.`;
  return new Stop(
    'wrong_account',
    message,
    `Set ${keyEnv} to a key of account ${pinned}, or correct \`account\` in persona-sync.yaml.`,
  );
}

export function interruptedWhileReading(): Stop {
  return new Stop('interrupted', 'Interrupted while reading; nothing was written.');
}
