/**
 * The keys of a run, which are shown nowhere. `BLAND_API_KEY` counts from the start; the variables that environments
 * name are known only once the config is read, and are learnt then, whichever environment is chosen.
 */
type Env = Readonly<Record<string, string | undefined>>;

export const USUAL_KEY = 'BLAND_API_KEY';

/** The key in a variable, without the line break that a secret store may leave at its end; null where there is none. */
export function keyIn(env: Env, name: string): string | null {
  const key = env[name]?.trim() ?? '';
  return key === '' ? null : key;
}

export class KeyRing {
  readonly #env: Env;
  readonly #keys = new Set<string>();

  constructor(env: Env) {
    this.#env = env;
    this.learn([USUAL_KEY]);
  }

  /** From now on the values of these variables are keys. */
  learn(names: Iterable<string>): void {
    for (const name of names) {
      const key = keyIn(this.#env, name);
      if (key !== null) this.#keys.add(key);
    }
  }

  get all(): readonly string[] {
    return [...this.#keys];
  }
}
