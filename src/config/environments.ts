/** `environments` of the config, after the schema has judged it. */
import { dirname, resolve } from 'node:path';
import { displayPath } from '../load/paths.ts';
import { readAddress } from '../model/address.ts';
import { type Diagnostic, diagnosticAt, quoted } from '../model/diagnostic.ts';
import type { Environment, EnvironmentFile } from '../model/environment.ts';
import { isJsonObject, type JsonObject, ownValue, pointer } from '../model/json.ts';
import { USUAL_KEY } from '../model/key-ring.ts';
import type { Places } from '../model/places.ts';
import { readGuardLimits, readRequireOrigin } from './guards.ts';

/** The variable of the address, which is no key. */
const ADDRESS_VARIABLE = 'BLAND_BASE_URL';

/**
 * Every variable that the text of a config may name as one of a key: found in the text itself, so that keys are known
 * before the file is judged and lines of it are shown.
 */
export function keyVariablesIn(text: string): string[] {
  const names = [...text.matchAll(/(?<![A-Za-z0-9_])BLAND_[A-Za-z0-9_]+/g)].map(([name]) => name);
  return [...new Set(names)].filter((name) => name !== ADDRESS_VARIABLE);
}

export interface ReadEnvironments {
  /** In the order of the config. */
  readonly environments: readonly Environment[];
  readonly diagnostics: readonly Diagnostic[];
}

interface ConfigFile {
  /** Absolute. */
  readonly path: string;
  readonly cwd: string;
  readonly settings: JsonObject;
  readonly places: Places;
}

export function readEnvironments(config: ConfigFile): ReadEnvironments {
  const all = ownValue(config.settings, 'environments');
  const read = Object.entries(isJsonObject(all) ? all : {}).map(([name, settings]) =>
    readEnvironment(name, isJsonObject(settings) ? settings : {}, config),
  );
  return {
    environments: read.map(({ environment }) => environment),
    diagnostics: read.flatMap(({ diagnostics }) => diagnostics),
  };
}

function readEnvironment(
  name: string,
  own: JsonObject,
  config: ConfigFile,
): { readonly environment: Environment; readonly diagnostics: readonly Diagnostic[] } {
  const text = (key: string): string | null => {
    const value = ownValue(own, key);
    return typeof value === 'string' ? value : null;
  };
  const address = readBaseUrl(text('base_url'), config.places, pointer('environments', name, 'base_url'));
  const keyEnv = text('api_key_env') ?? USUAL_KEY;
  const keyPlace = pointer('environments', name, 'api_key_env');
  const environment: Environment = {
    name,
    baseUrl: address.url,
    keyEnv,
    file: fileOf(name, text('file'), config),
    account: text('account'),
    protected: ownValue(own, 'protected') === true,
    applyFrom: text('apply_from'),
    promote: ownValue(own, 'promote') === 'after-apply' ? 'after-apply' : 'never',
    limits: readGuardLimits(own, readGuardLimits(config.settings)),
    requireOrigin: readRequireOrigin(own, readRequireOrigin(config.settings, false)),
  };
  const notAKey = keyEnv === ADDRESS_VARIABLE ? [refuseAddressVariable(config.places, keyPlace)] : [];
  const branch = environment.applyFrom !== null && !environment.protected ? [refuseBranch(name, config.places)] : [];
  return { environment, diagnostics: [...address.diagnostics, ...notAKey, ...branch] };
}

/** Somebody counts on it, and it would keep nobody from writing. */
function refuseBranch(name: string, places: Places): Diagnostic {
  return diagnosticAt(places.value(pointer('environments', name, 'apply_from')), {
    code: 'wrong_value',
    summary: '`apply_from` holds only for an environment that is protected.',
    hint: 'Write protected: true beside it, or delete it.',
    key: null,
  });
}

function readBaseUrl(
  written: string | null,
  places: Places,
  at: string,
): { readonly url: string | null; readonly diagnostics: readonly Diagnostic[] } {
  if (written === null) return { url: null, diagnostics: [] };
  const read = readAddress(written);
  if (read.ok) return { url: read.address, diagnostics: [] };
  const hint = read.advice ?? `Write base_url: ${read.right}`;
  const problem = { code: 'wrong_value', summary: `${quoted(read.shown)} ${read.why}.`, hint, key: null } as const;
  return { url: null, diagnostics: [diagnosticAt(places.value(at), problem)] };
}

function refuseAddressVariable(places: Places, at: string): Diagnostic {
  const summary = `${ADDRESS_VARIABLE} holds the address, not the key.`;
  return diagnosticAt(places.value(at), {
    code: 'wrong_value',
    summary,
    hint: 'Name the variable of the key, such as BLAND_API_KEY_STAGING.',
    key: null,
  });
}

function fileOf(name: string, written: string | null, { path, cwd, places }: ConfigFile): EnvironmentFile {
  const absolute = resolve(dirname(path), written ?? `environments/${name}.yaml`);
  return {
    path: absolute,
    file: displayPath(absolute, cwd),
    namedAt: written === null ? null : places.value(pointer('environments', name, 'file')),
  };
}
