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
   * seems to be; `managedBy`: the file that manages the one, where the name is that file's or still its persona's.
   */
  | {
      readonly kind: 'namesake';
      readonly ids: readonly string[];
      readonly renamedFrom: string | null;
      readonly managedBy: ManagedBy | null;
    };

export interface ManagedBy {
  readonly key: string;
  readonly file: string;
  /** The file has another name by now; only the live persona has this one, until the file is applied. */
  readonly onlyLive: boolean;
}

interface BoundFile extends Pick<ManagedBy, 'key' | 'file'> {
  readonly id: string;
}

/** The files that are bound to a live persona, by their plain names and by their ids. */
export interface BoundFiles {
  readonly byName: ReadonlyMap<string, BoundFile>;
  readonly byId: ReadonlyMap<string, BoundFile>;
}

export function boundFiles(personas: readonly Pick<DesiredPersona, 'name' | 'key' | 'file' | 'id'>[]): BoundFiles {
  const bound = personas.flatMap(({ name, key, file, id }) => (id === null ? [] : [{ name, one: { key, file, id } }]));
  return {
    byName: new Map(bound.map(({ name, one }) => [plainName(name), one])),
    byId: new Map(bound.map(({ one }) => [one.id, one])),
  };
}

export interface Others {
  /** The ids that other files are bound to. */
  readonly taken: ReadonlySet<string>;
  readonly files: BoundFiles;
  /** The live personas of bindings whose file is gone. */
  readonly strays: readonly ReadStray[];
}

/**
 * Equal in all managed fields, the one namesake is the file's persona. Where none is, but another file has the name, or the
 * persona that it manages, nothing is made: mostly it is a copied file, and two live personas of one name could no longer be
 * told apart by it. A name that a file gives up is free once that was applied, which may be held, or not be wanted now.
 */
export function settleName(
  desired: DesiredPersona,
  account: readonly LivePersona[],
  { taken, files, strays }: Others,
): SettledRead {
  const bearers = bearersOf(desired.name, account);
  const namesakes = bearers.filter(({ id }) => !taken.has(id));
  const [first, second] = namesakes;
  const renamedFrom = strays.find(
    ({ live }) => live !== null && (live.id === first?.id || isSameContent(desired, live)),
  );
  if (first === undefined && renamedFrom === undefined) {
    const other = files.byName.get(plainName(desired.name));
    const owner = other ?? bearers.flatMap(({ id }) => files.byId.get(id) ?? [])[0];
    if (owner === undefined) return { kind: 'new' };
    const { id, ...file } = owner;
    return { kind: 'namesake', ids: [id], renamedFrom: null, managedBy: { ...file, onlyLive: other === undefined } };
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
  const namesakes = bearersOf(name, account).filter(({ id }) => !taken.has(id));
  return { all: namesakes.map(({ id }) => id), exact: namesakes.every((live) => liveName(live) === name) };
}

/** All that the file manages but the name, where that is more than nothing. */
function isSameContent({ set, sources }: DesiredPersona, live: LivePersona): boolean {
  const { name: _, ...rest } = set;
  const isTelling = changesBetween({ set: rest, sources }, NOTHING_LIVE).length > 0;
  return isTelling && changesBetween({ set: rest, sources }, live).length === 0;
}

/** The live personas that have a name. Deleted personas and machine-made twins have no file, and so no name that counts. */
export function bearersOf(name: string, account: readonly LivePersona[]): LivePersona[] {
  const wanted = plainName(name);
  return account.filter(
    (live) => plainName(liveName(live)) === wanted && deletedAt(live) === null && twinTag(live.root.tags) === null,
  );
}
