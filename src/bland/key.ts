import type { Io } from '../io.ts';

/** The key, without the line break that a secret store may leave at its end. */
export function keyInEnvironment(env: Io['env']): string | null {
  const key = env.BLAND_API_KEY?.trim() ?? '';
  return key === '' ? null : key;
}
