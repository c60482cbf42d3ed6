/**
 * Writes several files, all or none as far as a file system can: everything is written beside its place first, then moved
 * there one by one, in the order that is given. Where a move fails, those before it are put back; a process that is killed
 * leaves the first of them moved, so files that others refer to come first.
 */
import { link, lstat, mkdir, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { dirname, relative, sep } from 'node:path';
import { isCode, messageOf } from '../errors.ts';
import { draftOf, sweepDrafts, type Writers } from './drafts.ts';

/** A text file. Texts are without a byte order mark; one that stands there stays. */
export interface TextWrite {
  /** Absolute. */
  readonly path: string;
  /** What must stand there now; null where nothing may. */
  readonly before: string | null;
  readonly after: string;
}

export type WriteResult =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly path: string;
      /** The end of a sentence, without its period. */
      readonly why: string;
      /** Files that could not be put back, absolute. Empty: all is as it was. */
      readonly left: readonly string[];
    };

export interface WritePlace {
  /** Absolute, with symbolic links resolved: nothing is written outside of it, and no link is written through or replaced. */
  readonly root: string;
  readonly processes: Writers;
}

export async function writeAll(writes: readonly TextWrite[], place: WritePlace): Promise<WriteResult> {
  const { root, processes } = place;
  const prepared: Prepared[] = [];
  try {
    await sweepDrafts(
      writes.map(({ path }) => dirname(path)),
      processes,
    );
    for (const write of writes) prepared.push(await prepare(write, place));
    return await moveAll(prepared);
  } catch (thrown) {
    const path = writes[prepared.length]?.path ?? root;
    return { ok: false, path, why: messageOf(thrown), left: [] };
  } finally {
    await Promise.all(prepared.map(({ draft }) => rm(draft, { force: true })));
  }
}

interface Prepared {
  readonly path: string;
  /** The new content, in a file beside it. */
  readonly draft: string;
  /** The old content; null where there was none. */
  readonly old: Buffer | null;
  readonly mode: number;
}

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

async function prepare({ path, before, after }: TextWrite, { root, processes }: WritePlace): Promise<Prepared> {
  await refuseOutside(path, root);
  const found = await lstat(path).catch(ifMissing);
  if (found?.isSymbolicLink()) throw new Error('it is a symbolic link; put the file itself in its place');
  if (found !== null && !found.isFile()) throw new Error('it is no regular file');
  if (found !== null && before === null) throw new Error('a file of that name is there already');
  const old = found === null ? null : await readFile(path);
  if ((old === null ? null : textOf(old)) !== before)
    throw new Error('it was changed meanwhile; run the same command again');
  const mode = found === null ? 0o666 : found.mode & 0o777;
  const draft = draftOf(path, processes);
  const hasMark = old?.subarray(0, BOM.length).equals(BOM) ?? false;
  await writeSynced(draft, Buffer.concat([...(hasMark ? [BOM] : []), Buffer.from(after)]), mode);
  return { path, draft, old, mode };
}

function ifMissing(thrown: unknown): null {
  if (isCode(thrown, 'ENOENT')) return null;
  throw thrown;
}

/** The folder is made where it is missing: below one that exists, and that lies in the root with its links resolved. */
async function refuseOutside(path: string, root: string): Promise<void> {
  let folder = dirname(path);
  while ((await lstat(folder).catch(ifMissing)) === null) folder = dirname(folder);
  const way = relative(root, await realpath(folder));
  if (way === '..' || way.startsWith(`..${sep}`)) throw new Error('it lies outside of the project');
  if (way.split(sep).includes('.git')) throw new Error('it is one of git’s own files');
  await mkdir(dirname(path), { recursive: true });
}

function textOf(bytes: Buffer): string {
  return new TextDecoder().decode(bytes);
}

async function writeSynced(path: string, bytes: Buffer, mode: number): Promise<void> {
  const handle = await open(path, 'wx', mode);
  try {
    await handle.writeFile(bytes);
    if (mode !== 0o666) await handle.chmod(mode);
    await handle.sync();
  } catch (thrown) {
    await rm(path, { force: true });
    throw thrown;
  } finally {
    await handle.close();
  }
}

async function moveAll(prepared: readonly Prepared[]): Promise<WriteResult> {
  const moved: Prepared[] = [];
  for (const one of prepared) {
    try {
      await moveIntoPlace(one);
      moved.push(one);
    } catch (thrown) {
      return { ok: false, path: one.path, why: messageOf(thrown), left: await putBack(moved) };
    }
  }
  return { ok: true };
}

/** A new file never takes the place of one that came meanwhile. */
async function moveIntoPlace({ path, draft, old }: Prepared): Promise<void> {
  if (old !== null) return rename(draft, path);
  try {
    await link(draft, path);
  } catch (thrown) {
    if (isCode(thrown, 'EEXIST')) throw thrown;
    await rename(draft, path); // a file system without hard links
  }
}

async function putBack(moved: readonly Prepared[]): Promise<string[]> {
  const left: string[] = [];
  for (const { path, draft, old, mode } of moved.toReversed()) {
    try {
      if (old === null) await rm(path);
      else {
        await writeSynced(draft, old, mode);
        await rename(draft, path);
      }
    } catch {
      left.push(path);
    }
  }
  return left;
}
