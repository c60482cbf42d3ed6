/**
 * A file that is bound to no live persona is new, unless a persona of its name is live already: then it may be the very
 * one, made by a run whose id was never committed, and another of the same name must not be made.
 */
import { type DesiredPersona, deletedAt, type LivePersona, liveName, plainName, twinTag } from '../model/persona.ts';
import { changesBetween } from './changes.ts';
import { NOTHING_LIVE } from './creation.ts';
import type { ReadStray } from './explain-stray.ts';
import type { ReadResult } from './judge.ts';

/** What is known of a persona once its name was looked for, too. */
export type SettledRead =
  | ReadResult
  /** Nothing live has its name. */
  | { readonly kind: 'new' }
  /**
   * One that differs from the file, or several; or another file's. `renamedFrom`: a key without a file whose persona this
   * seems to be; `managedBy`: the file that has the name too, and manages the one.
   */
  | {
      readonly kind: 'namesake';
      readonly ids: readonly string[];
      readonly renamedFrom: string | null;
      readonly managedBy: string | null;
    };

/** A file that is bound to a live persona, by its plain name (`boundNames`). */
export type BoundNames = ReadonlyMap<string, { readonly file: string; readonly id: string }>;

export function boundNames(personas: readonly Pick<DesiredPersona, 'name' | 'file' | 'id'>[]): BoundNames {
  return new Map(personas.flatMap(({ name, file, id }) => (id === null ? [] : [[plainName(name), { file, id }]])));
}

export interface Others {
  /** The ids that other files are bound to. */
  readonly taken: ReadonlySet<string>;
  /** Their names. */
  readonly names: BoundNames;
  /** The live personas of bindings whose file is gone. */
  readonly strays: readonly ReadStray[];
}

/**
 * Equal in all managed fields, the one namesake is the file's persona. Where none is, but another file has the name, nothing
 * is made: mostly it is a copied file, and two live personas of one name could no longer be told apart by it.
 */
export function settleName(
  desired: DesiredPersona,
  account: readonly LivePersona[],
  { taken, names, strays }: Others,
): SettledRead {
  const namesakes = namesakesOf(desired.name, account, taken);
  const [first, second] = namesakes;
  const renamedFrom = strays.find(
    ({ live }) => live !== null && (live.id === first?.id || isSameContent(desired, live)),
  );
  if (first === undefined && renamedFrom === undefined) {
    const other = names.get(plainName(desired.name));
    if (other === undefined) return { kind: 'new' };
    return { kind: 'namesake', ids: [other.id], renamedFrom: null, managedBy: other.file };
  }
  if (first !== undefined && second === undefined && changesBetween(desired, first).length === 0)
    return { kind: 'found', live: first };
  const ids = first === undefined ? [renamedFrom?.id ?? ''] : namesakes.map(({ id }) => id);
  return { kind: 'namesake', ids, renamedFrom: renamedFrom?.key ?? null, managedBy: null };
}

/** The personas that may be meant by a name; `exact`: it is theirs to the letter. */
export function matchNames(
  name: string,
  account: readonly LivePersona[],
  taken: ReadonlySet<string>,
): { readonly all: readonly string[]; readonly exact: boolean } {
  const namesakes = namesakesOf(name, account, taken);
  return { all: namesakes.map(({ id }) => id), exact: namesakes.every((live) => liveName(live) === name) };
}

/** All that the file manages but the name, where that is more than nothing. */
function isSameContent({ set, sources }: DesiredPersona, live: LivePersona): boolean {
  const { name: _, ...rest } = set;
  const isTelling = changesBetween({ set: rest, sources }, NOTHING_LIVE).length > 0;
  return isTelling && changesBetween({ set: rest, sources }, live).length === 0;
}

/** Deleted personas and machine-made twins have no file, and so no name that counts. */
export function namesakesOf(name: string, account: readonly LivePersona[], taken: ReadonlySet<string>): LivePersona[] {
  return account.filter(
    (live) =>
      plainName(liveName(live)) === plainName(name) &&
      !taken.has(live.id) &&
      deletedAt(live) === null &&
      twinTag(live.root.tags) === null,
  );
}
