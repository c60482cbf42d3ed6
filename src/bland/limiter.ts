/** Bounds how many requests are under way at once. */
import pLimit from 'p-limit';

export type Limiter = <T>(job: () => Promise<T>) => Promise<T>;

export function createLimiter(concurrency: number): Limiter {
  return pLimit(concurrency);
}
