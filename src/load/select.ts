import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { nearestName } from '../model/nearest.ts';
import { isInside } from './paths.ts';

/** The one door to `picomatch`, which is loaded where a selector is no key, id or path. */

/** What selecting needs to know of a persona; `path` is absolute. */
export interface Selectable {
  readonly key: string;
  /** In the file, and in the files of environments. */
  readonly ids: readonly string[];
  readonly path: string;
}

export type Selection<P> =
  | { readonly ok: true; readonly selected: readonly P[] }
  | { readonly ok: false; readonly unmatched: readonly Unmatched[] };

export interface Unmatched {
  readonly selector: string;
  /** The nearest persona key, or null. */
  readonly nearest: string | null;
}

/**
 * The personas that the selectors name, in their own order, each once; all of them when there is no selector. A selector
 * is, tried in this order, a persona key, an id, an existing path relative to the working directory, a glob of keys.
 */
export async function selectPersonas<P extends Selectable>(
  personas: readonly P[],
  selectors: readonly string[],
  options: { readonly cwd: string; readonly personasFolder: string },
): Promise<Selection<P>> {
  if (selectors.length === 0) return { ok: true, selected: personas };
  const matches = await Promise.all(
    selectors.map(async (selector) => ({ selector, found: await matchSelector(personas, selector, options.cwd) })),
  );
  const unmatched = matches.filter(({ found }) => found.length === 0);
  if (unmatched.length > 0) {
    const keys = personas.map((persona) => persona.key);
    return {
      ok: false,
      unmatched: unmatched.map(({ selector }) => ({ selector, nearest: nearestName(selector, keys) })),
    };
  }
  const wanted = new Set(matches.flatMap(({ found }) => found));
  return { ok: true, selected: personas.filter((persona) => wanted.has(persona)) };
}

async function matchSelector<P extends Selectable>(
  personas: readonly P[],
  selector: string,
  cwd: string,
): Promise<readonly P[]> {
  const ways = [byKey, byId, byPath(cwd), byGlob];
  for (const way of ways) {
    const test = await way(selector);
    const found = test === null ? [] : personas.filter(test);
    if (found.length > 0) return found;
  }
  return [];
}

type Test = (persona: Selectable) => boolean;

function byKey(selector: string): Test {
  return (persona) => persona.key === selector;
}

function byId(selector: string): Test {
  return (persona) => persona.ids.includes(selector);
}

/** A persona's file, or a folder above it; symbolic links in the way to it do not matter. An empty text is no path. */
function byPath(cwd: string): (selector: string) => Test | null {
  return (selector) => {
    const path = resolve(cwd, selector);
    if (selector === '' || !existsSync(path)) return null;
    const real = realpathSync(path);
    return (persona) => isInside(persona.path, path) || isInside(persona.path, real);
  };
}

/** Longer patterns are not written by hand, and compiling them may take for ever. In characters. */
const LONGEST_GLOB = 500;

async function byGlob(selector: string): Promise<Test | null> {
  if (selector === '' || selector.length > LONGEST_GLOB) return null;
  const { default: picomatch } = await import('picomatch');
  const matches = picomatch(selector, { nonegate: true });
  return (persona) => matches(persona.key);
}
