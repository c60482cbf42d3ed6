/** One persona as one environment has it: its values filled in, its id bound, checked. */
import { dirname } from 'node:path';
import { readBindings } from '../config/environment-file.ts';
import type { Config } from '../config/load.ts';
import { identifyPersona } from '../load/identify.ts';
import { findKeysInResolved } from '../load/key-shapes.ts';
import { openPrompt } from '../load/prompt-path.ts';
import { type ResolveOptions, resolvePersona } from '../load/resolve.ts';
import { type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import { type Bindings, type Environment, NO_BINDINGS } from '../model/environment.ts';
import type { ResolvedPersona } from '../model/persona.ts';
import type { KeysInUse } from '../model/secrets.ts';
import { validateResolved } from '../validate/resolved.ts';
import { checkPersona } from '../validate/rules.ts';
import type { ReadFile } from './read-file.ts';

/** An environment whose file is read, or what there is without one. */
export interface OpenEnvironment {
  readonly config: Config;
  readonly environment: Environment | null;
  readonly bindings: Bindings;
  /** What is wrong with the environment's own file. */
  readonly diagnostics: readonly Diagnostic[];
  readonly options: ResolveOptions;
}

/** `config` is of one environment. */
export async function openEnvironment(config: Config, cwd: string, keyInUse: KeysInUse): Promise<OpenEnvironment> {
  const { environment, root } = config;
  const { diagnostics, ...bindings } =
    environment === null
      ? { ...NO_BINDINGS, diagnostics: [] }
      : await readBindings(environment.file, { root, keyInUse });
  const options: ResolveOptions = {
    values: environment === null ? null : bindings.values,
    valuesUnread: hasErrors(diagnostics),
    openPrompt: (written, { path }) => openPrompt(written, dirname(path), { root, cwd, keyInUse }),
    keyInUse,
  };
  return { config, environment, bindings, diagnostics, options };
}

export interface ResolvedFile {
  /** Null where a diagnostic says why. */
  readonly persona: ResolvedPersona | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** The rules that judge a persona alone take only what is valid otherwise. */
export async function resolveFile(
  { readable, isValid }: Pick<ReadFile, 'readable' | 'isValid'>,
  open: OpenEnvironment,
): Promise<ResolvedFile> {
  if (readable === null) return { persona: null, diagnostics: [] };
  const { config, bindings, options } = open;
  const resolved = await resolvePersona(readable, options);
  if (resolved.persona === null) return resolved;
  const identity = { bindings, environment: config.environment, several: config.environments.length > 1 };
  const { persona, diagnostics } = identifyPersona(resolved.persona, identity);
  const keys =
    persona.used.length === 0 ? [] : findKeysInResolved(persona.set, readable.places, readable.key, options.keyInUse);
  const wrong = validateResolved(persona, config.allowed, (name) => bindings.values.get(name)?.place);
  const all = [...resolved.diagnostics, ...diagnostics, ...(keys.length > 0 ? keys : wrong)];
  if (hasErrors(all)) return { persona: null, diagnostics: all };
  return { persona, diagnostics: isValid ? [...all, ...checkPersona(persona)] : all };
}
