/**
 * One run at a time writes from a checkout: a file that only one process can create, which names its holder and whose
 * modification time is a heartbeat.
 *
 * A lock whose holder is gone is taken over. Two may see that at once, so "delete it and create mine" is wrong: the slower
 * one would delete the faster one's new lock. Here the right to replace one very holder is itself such a file, named after
 * that holder; whoever has it looks again, moves a new lock over the old one in one step, and checks that it stands.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, link, open, readFile, rename, rm } from 'node:fs/promises';
import { isCode, messageOf, Stop } from '../errors.ts';
import type { Io } from '../io.ts';
import { explainLock, type FoundLock, type Holder, isAbandoned, readLock } from './lock-holder.ts';

export interface Lock {
  /** Gives the lock back. Never rejects: what it leaves behind is taken over by the next run. */
  release(): Promise<void>;
}

export type Machine = Pick<Io, 'processes' | 'repeat' | 'now'>;

/** Milliseconds. */
const HEARTBEAT = 15_000;

/** Somebody may come or go between two looks, so a look is repeated, but not for ever. */
const LOOKS = 5;

/** `place` is the file as a reader finds it. Stops with `locked` where another run holds it. */
export async function takeLock(file: string, place: string, holder: Holder, machine: Machine): Promise<Lock | Stop> {
  const text = `${JSON.stringify(holder)}\n`;
  try {
    const got = await acquire(file, text, machine);
    if (!('handle' in got)) return explainLock(got, place, machine.processes);
    const stop = machine.repeat(HEARTBEAT, () => void beat(got.handle, machine));
    return {
      release: async () => {
        stop();
        await release(file, text, got.handle);
      },
    };
  } catch (thrown) {
    const hint = `Make the folder of ${place} writable, then run the same command again.`;
    return new Stop(
      'write_file',
      `The lock ${place} cannot be taken, so nothing was written: ${messageOf(thrown)}.`,
      hint,
    );
  }
}

type Acquired = { readonly handle: FileHandle };

/** The lock, or the one that stands in its way. */
async function acquire(file: string, text: string, machine: Machine): Promise<Acquired | FoundLock> {
  for (let look = 1; ; look += 1) {
    const handle = await create(file, text, machine);
    if (handle !== null) return { handle };
    const found = await readLock(file);
    if (found === null) continue;
    if (look >= LOOKS || !isAbandoned(found, machine.processes, machine.now())) return found;
    const taken = await takeOver(file, found, text, machine);
    if (taken !== null) return taken;
  }
}

/** The file that stands for the right to replace a lock of this text. */
export function claimOn(file: string, text: string): string {
  return `${file}.${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
}

/** The right to replace what was found, and then the replacement; null where somebody else was faster. */
async function takeOver(file: string, found: FoundLock, text: string, machine: Machine): Promise<Acquired | null> {
  const claim = claimOn(file, found.text);
  const right = await acquire(claim, text, machine);
  if (!('handle' in right)) return null;
  try {
    return (await readLock(file))?.text === found.text ? await replace(file, text, machine) : null;
  } finally {
    await release(claim, text, right.handle);
  }
}

async function replace(file: string, text: string, machine: Machine): Promise<Acquired | null> {
  const draft = `${claimOn(file, text)}.new`;
  await rm(draft, { force: true });
  const handle = await create(draft, text, machine);
  if (handle === null) return null;
  await rename(draft, file);
  if ((await readFile(file, 'utf8')) === text) return { handle };
  await handle.close();
  return null;
}

/**
 * The new file, or null where there is one. It is written beside its place and linked into it, so that nobody ever finds a
 * lock that does not name its holder: neither a full disk nor a kill leaves one.
 */
async function create(file: string, text: string, machine: Machine): Promise<FileHandle | null> {
  const draft = `${claimOn(file, text)}.draft`;
  await rm(draft, { force: true });
  const handle = await createInPlace(draft, text, machine);
  try {
    await link(draft, file);
    return handle;
  } catch (thrown) {
    await handle.close();
    if (isCode(thrown, 'EEXIST')) return null;
    // A file system without links: the file itself is created, and filled a moment later.
    return await createInPlace(file, text, machine).catch(nullIfThere);
  } finally {
    await rm(draft, { force: true });
  }
}

function nullIfThere(thrown: unknown): null {
  if (isCode(thrown, 'EEXIST')) return null;
  throw thrown;
}

/** Rejects where there is one. What could not be written whole is removed. */
async function createInPlace(file: string, text: string, machine: Machine): Promise<FileHandle> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await beat(handle, machine);
    return handle;
  } catch (thrown) {
    await handle.close().catch(() => {});
    await rm(file, { force: true }).catch(() => {});
    throw thrown;
  }
}

/** Through the handle, so that a lock which was taken over meanwhile is not kept alive. */
async function beat(handle: FileHandle, { now }: Machine): Promise<void> {
  await handle.utimes(now(), now()).catch(() => {});
}

/** Removes the file only while it is this run's own. */
async function release(file: string, text: string, handle: FileHandle): Promise<void> {
  const current = await readFile(file, 'utf8').catch(() => null);
  if (current === text) await rm(file, { force: true }).catch(() => {});
  await handle.close().catch(() => {});
}
