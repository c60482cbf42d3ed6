import type { Problem } from './envelope.ts';

/** What a call on the store gives: the `data` of the answer, or why the service says no. */
export type Stored<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

export function done<T>(value: T): Stored<T> {
  return { ok: true, value };
}

export function failed(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem };
}
