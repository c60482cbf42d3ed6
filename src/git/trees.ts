/**
 * The files of any commit, without a work tree: tree objects are read as they are needed, and each once, since most
 * commits share most of their folders.
 */
import type { GitObjects } from './objects.ts';

/** `link` is a symbolic link, whose content is the path that it leads to; `other` a repository within (a submodule). */
export type EntryKind = 'file' | 'folder' | 'link' | 'other';

export interface TreeEntry {
  readonly kind: EntryKind;
  readonly sha: string;
}

/** `unavailable`: an object on the way is not in this clone. */
export type Found<T> = T | 'absent' | 'unavailable';

/** Symbolic links that are followed, one behind the other. */
const MOST_LINKS = 5;

export class Trees {
  readonly #objects: GitObjects;
  readonly #folders = new Map<string, Promise<ReadonlyMap<string, TreeEntry> | null>>();

  constructor(objects: GitObjects) {
    this.#objects = objects;
  }

  /** The entries of a folder by name, or null where this clone does not hold it. */
  folder(sha: string): Promise<ReadonlyMap<string, TreeEntry> | null> {
    const known = this.#folders.get(sha) ?? this.#objects.read(sha).then((bytes) => parseFolder(bytes, sha.length / 2));
    this.#folders.set(sha, known);
    return known;
  }

  /** What stands at a path, relative to the repository's top with `/`; symbolic links are followed within it. */
  async find(root: string, path: string): Promise<Found<TreeEntry>> {
    let names = normalised(path);
    for (let links = 0; names !== null && links <= MOST_LINKS; links += 1) {
      const step = await this.#walk(root, names);
      if (!('link' in step)) return step.found;
      const target = await this.#objects.read(step.link);
      if (target === null) return 'unavailable';
      names = normalised([...step.above, target.toString('utf8'), ...step.below].join('/'));
    }
    return 'absent';
  }

  /** Where a path leads, or the first symbolic link on the way. */
  async #walk(root: string, names: readonly string[]): Promise<Step> {
    let entry: TreeEntry = { kind: 'folder', sha: root };
    for (const [at, name] of names.entries()) {
      if (entry.kind !== 'folder') return { found: 'absent' };
      const folder = await this.folder(entry.sha);
      if (folder === null) return { found: 'unavailable' };
      const next = folder.get(name);
      if (next === undefined) return { found: 'absent' };
      if (next.kind === 'link') return { link: next.sha, above: names.slice(0, at), below: names.slice(at + 1) };
      entry = next;
    }
    return { found: entry };
  }
}

type Step =
  | { readonly found: Found<TreeEntry> }
  | { readonly link: string; readonly above: readonly string[]; readonly below: readonly string[] };

/** The names of a path without `.` and `..`; null where it leads out of the repository. */
function normalised(path: string): string[] | null {
  if (path.startsWith('/')) return null;
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..' && names.pop() === undefined) return null;
    if (name !== '..' && name !== '.' && name !== '') names.push(name);
  }
  return names;
}

/** A tree object: for each entry its mode, a space, its name, a zero byte, and the name of its object in `hashBytes` bytes. */
function parseFolder(bytes: Buffer | null, hashBytes: number): ReadonlyMap<string, TreeEntry> | null {
  if (bytes === null) return null;
  const entries = new Map<string, TreeEntry>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const zero = bytes.indexOf(0, space);
    const end = zero + 1 + hashBytes;
    if (space === -1 || zero === -1 || end > bytes.length) return null;
    const name = bytes.toString('utf8', space + 1, zero);
    entries.set(name, { kind: kindOf(bytes.toString('latin1', at, space)), sha: bytes.toString('hex', zero + 1, end) });
    at = end;
  }
  return entries;
}

function kindOf(mode: string): EntryKind {
  if (mode.startsWith('100')) return 'file';
  if (mode === '40000') return 'folder';
  return mode === '120000' ? 'link' : 'other';
}
