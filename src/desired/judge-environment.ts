/** The persona files as one environment has them, one after the other; then what can be told only once all were seen. */
import type { Config } from '../config/load.ts';
import { type Diagnostic, diagnosticAt, hasErrors, quoted } from '../model/diagnostic.ts';
import type { Bindings, Environment, StrayBinding } from '../model/environment.ts';
import type { KnownPersona, ResolvedPersona } from '../model/persona.ts';
import type { KeysInUse } from '../model/secrets.ts';
import { findDuplicates } from '../validate/rules/duplicates.ts';
import type { ReadFile } from './read-file.ts';
import { type OpenEnvironment, openEnvironment, resolveFile } from './resolve-file.ts';

export interface JudgedEnvironment<Kept> {
  readonly environment: Environment | null;
  readonly bindings: Bindings;
  /** Bindings of personas whose file is gone. */
  readonly strays: readonly StrayBinding[];
  /** Those in which nothing is wrong. */
  readonly personas: readonly Kept[];
  /** Beside those of the files as they are written. */
  readonly diagnostics: readonly Diagnostic[];
}

interface OpenOptions<Kept> {
  readonly cwd: string;
  readonly keyInUse: KeysInUse;
  readonly keep: (persona: ResolvedPersona) => Kept;
}

export class JudgingEnvironment<Kept extends KnownPersona> {
  readonly #open: OpenEnvironment;
  readonly #keep: (persona: ResolvedPersona) => Kept;
  readonly #personas: Kept[] = [];
  readonly #diagnostics: Diagnostic[] = [];
  readonly #used = new Set<string>();
  #resolved = 0;

  private constructor(open: OpenEnvironment, keep: (persona: ResolvedPersona) => Kept) {
    this.#open = open;
    this.#keep = keep;
  }

  static async open<Kept extends KnownPersona>(
    config: Config,
    { cwd, keyInUse, keep }: OpenOptions<Kept>,
  ): Promise<JudgingEnvironment<Kept>> {
    return new JudgingEnvironment(await openEnvironment(config, cwd, keyInUse), keep);
  }

  async judge(file: Pick<ReadFile, 'readable' | 'isValid'>): Promise<void> {
    const { persona, diagnostics } = await resolveFile(file, this.#open);
    this.#diagnostics.push(...diagnostics);
    if (persona === null) return;
    this.#resolved += 1;
    for (const { name } of persona.used) this.#used.add(name);
    if (file.isValid) this.#personas.push(this.#keep(persona));
  }

  /** `files` are all that were judged. */
  end(files: readonly { readonly key: string }[]): JudgedEnvironment<Kept> {
    const { environment, bindings, diagnostics: own } = this.#open;
    const keys = new Set(files.map(({ key }) => key));
    const isRead = !hasErrors(own);
    // With ids that could not be read, files of one name look unbound.
    const duplicates = findDuplicates(this.#personas).filter(({ code }) => code !== 'name_duplicate' || isRead);
    const unused = isRead && this.#resolved === files.length ? findUnused(bindings, this.#used) : [];
    return {
      environment,
      bindings,
      strays: [...bindings.ids].flatMap(([key, bound]) => (keys.has(key) ? [] : [{ key, ...bound }])),
      personas: this.#personas,
      diagnostics: [...own, ...this.#diagnostics, ...duplicates, ...unused],
    };
  }
}

/** Values that no persona takes: mostly left over, or misspelt where they are used. */
function findUnused({ values }: Bindings, used: ReadonlySet<string>): Diagnostic[] {
  return [...values].flatMap(([name, { spot }]) => {
    if (used.has(name)) return [];
    const summary = `No persona uses the value ${quoted(name)}.`;
    const hint = `Delete it, or write \${${name}} where it is meant.`;
    return [diagnosticAt(spot, { severity: 'warning', code: 'unused_value', summary, hint, key: null })];
  });
}
