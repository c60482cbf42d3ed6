/** Where the persona files were at a commit, and what its environment said: the config may have been another one then. */
import { posix } from 'node:path';
import { parseBindings } from '../config/environment-file.ts';
import { parseYaml } from '../load/parse-yaml.ts';
import type { Bindings } from '../model/environment.ts';
import { isJsonObject, type JsonValue, ownValue } from '../model/json.ts';
import type { PastTexts } from './texts.ts';

/** Paths relative to the repository's top, with `/`. */
export interface ProjectPaths {
  /** The config file; null without one, and where it lies in no commit. */
  readonly config: string | null;
  readonly personas: string;
  /** The name of the environment, or null without one. */
  readonly environment: string | null;
}

export interface Layout {
  /** The personas folder. */
  readonly personas: string;
  /** The environment's ids and values; null without an environment, or where it had none then. */
  readonly bindings: Bindings | null;
  /** Of the bindings: equal where they are the same. */
  readonly sha: string;
}

interface Named {
  readonly personas: string;
  /** The environment's file. */
  readonly bindings: string | null;
}

export class Layouts {
  readonly #texts: PastTexts;
  readonly #paths: ProjectPaths;
  readonly #configs = new Map<string, Promise<Named>>();
  readonly #bindings = new Map<string, Promise<Bindings | null>>();

  constructor(texts: PastTexts, paths: ProjectPaths) {
    this.#texts = texts;
    this.#paths = paths;
  }

  async at(tree: string): Promise<Layout> {
    const { personas, bindings: path } = await this.#namedAt(tree);
    const entry = path === null ? 'absent' : await this.#texts.file(tree, path);
    if (typeof entry === 'string') return { personas, bindings: null, sha: '' };
    const known = this.#bindings.get(entry.sha) ?? this.#readBindings(entry.sha);
    this.#bindings.set(entry.sha, known);
    return { personas, bindings: await known, sha: entry.sha };
  }

  /** Every personas folder and every environment file that was named. */
  async paths(): Promise<readonly string[]> {
    const named = await Promise.all(this.#configs.values());
    return named.flatMap(({ personas, bindings }) => [personas, ...(bindings === null ? [] : [bindings])]);
  }

  async #namedAt(tree: string): Promise<Named> {
    const { config, personas } = this.#paths;
    if (config === null) return { personas, bindings: null };
    const entry = await this.#texts.file(tree, config);
    if (typeof entry === 'string') return { personas: usualFolder(config), bindings: null };
    const known = this.#configs.get(entry.sha) ?? this.#readConfig(entry.sha, config);
    this.#configs.set(entry.sha, known);
    return known;
  }

  async #readConfig(sha: string, config: string): Promise<Named> {
    const read = await this.#texts.text(sha);
    const settings = typeof read === 'string' ? null : parseYaml(read.text, config, null).value;
    const named = valueIn(settings, 'personas');
    const personas = typeof named === 'string' ? posix.join(posix.dirname(config), named) : usualFolder(config);
    return { personas, bindings: this.#bindingsIn(settings, config) };
  }

  #bindingsIn(settings: JsonValue, config: string): string | null {
    const { environment } = this.#paths;
    const own = environment === null ? undefined : valueIn(valueIn(settings, 'environments'), environment);
    if (environment === null || own === undefined) return null;
    const file = valueIn(own, 'file');
    return posix.join(posix.dirname(config), typeof file === 'string' ? file : `environments/${environment}.yaml`);
  }

  async #readBindings(sha: string): Promise<Bindings | null> {
    const read = await this.#texts.text(sha);
    return typeof read === 'string' ? null : parseBindings(read.text, 'environment', null);
  }
}

/** Where the persona files are that a config says nothing of. */
export function usualFolder(config: string): string {
  return posix.join(posix.dirname(config), 'personas');
}

function valueIn(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isJsonObject(value) ? ownValue(value, key) : undefined;
}
