/** The personas as one environment has them: its values filled in, its ids bound, checked. */
import { dirname } from 'node:path';
import { readBindings } from '../config/environment-file.ts';
import type { Config } from '../config/load.ts';
import { identifyPersona } from '../load/identify.ts';
import { findKeysInResolved } from '../load/key-shapes.ts';
import { openPrompt } from '../load/prompt-path.ts';
import { type ResolveOptions, resolvePersona } from '../load/resolve.ts';
import { type Diagnostic, diagnosticAt, hasErrors, quoted } from '../model/diagnostic.ts';
import { type Bindings, NO_BINDINGS, type StrayBinding } from '../model/environment.ts';
import type { ResolvedPersona } from '../model/persona.ts';
import type { KeysInUse } from '../model/secrets.ts';
import { validateResolved } from '../validate/resolved.ts';
import { checkPersonas } from '../validate/rules.ts';
import { inTurn } from './in-turn.ts';
import type { ReadableFile, ReadFiles } from './read-files.ts';

export interface ResolvedFiles {
  readonly bindings: Bindings;
  readonly strays: readonly StrayBinding[];
  /** Those in which nothing is wrong. */
  readonly personas: readonly ResolvedPersona[];
  /** Beside those of the files as they are written. */
  readonly diagnostics: readonly Diagnostic[];
}

/** For the environment of the config, or without one. */
export async function resolveFiles(
  files: ReadFiles,
  config: Config,
  cwd: string,
  keyInUse: KeysInUse,
): Promise<ResolvedFiles> {
  const { environment, root } = config;
  const { diagnostics: own, ...bindings } =
    environment === null
      ? { ...NO_BINDINGS, diagnostics: [] }
      : await readBindings(environment.file, { root, keyInUse });
  const options: ResolveOptions = {
    values: environment === null ? null : bindings.values,
    valuesUnread: hasErrors(own),
    openPrompt: (written, { path }) => openPrompt(written, dirname(path), { root, cwd, keyInUse }),
    keyInUse,
  };
  const resolved = await inTurn(files.readable, (file) => resolveFile(file, { config, bindings, options }));
  const personas = resolved.flatMap(({ persona }) => (persona === null ? [] : [persona]));
  const sound = personas.filter(({ key }) => files.valid.has(key));
  const isWhole = personas.length === files.files.length && !hasErrors(own);
  const keys = new Set(files.files.map(({ key }) => key));
  const strays = [...bindings.ids].flatMap(([key, bound]) => (keys.has(key) ? [] : [{ key, ...bound }]));
  return {
    bindings,
    strays,
    personas: sound,
    diagnostics: [
      ...own,
      ...resolved.flatMap(({ diagnostics }) => diagnostics),
      // With ids that could not be read, files of one name look unbound.
      ...checkPersonas(sound).filter(({ code }) => code !== 'name_duplicate' || !hasErrors(own)),
      ...(isWhole ? findUnused(bindings, personas) : []),
    ],
  };
}

interface Resolving {
  readonly config: Config;
  readonly bindings: Bindings;
  readonly options: ResolveOptions;
}

async function resolveFile(
  file: ReadableFile,
  { config, bindings, options }: Resolving,
): Promise<{ readonly persona: ResolvedPersona | null; readonly diagnostics: readonly Diagnostic[] }> {
  const resolved = await resolvePersona(file, options);
  if (resolved.persona === null) return resolved;
  const identity = { bindings, environment: config.environment, several: config.environments.length > 1 };
  const { persona, diagnostics } = identifyPersona(resolved.persona, identity);
  const keys =
    persona.used.length === 0 ? [] : findKeysInResolved(persona.set, file.places, file.key, options.keyInUse);
  const wrong = validateResolved(persona, config.allowed, (name) => bindings.values.get(name)?.place);
  const all = [...resolved.diagnostics, ...diagnostics, ...(keys.length > 0 ? keys : wrong)];
  return { persona: hasErrors(all) ? null : persona, diagnostics: all };
}

/** Values that no persona takes: mostly left over, or misspelt where they are used. */
function findUnused({ values }: Bindings, personas: readonly ResolvedPersona[]): Diagnostic[] {
  const used = new Set(personas.flatMap((persona) => persona.used.map(({ name }) => name)));
  return [...values].flatMap(([name, { spot }]) => {
    if (used.has(name)) return [];
    const summary = `No persona uses the value ${quoted(name)}.`;
    const hint = `Delete it, or write \${${name}} where it is meant.`;
    return [diagnosticAt(spot, { severity: 'warning', code: 'unused_value', summary, hint, key: null })];
  });
}
