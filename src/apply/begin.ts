/** What stands around a run that writes: the lock of the checkout, and the journal. */
import path from 'node:path';
import { Stop } from '../errors.ts';
import type { Io } from '../io.ts';
import type { KeysInUse } from '../model/secrets.ts';
import { chooseRunId, type JournalOptions, type OpenJournal, openJournal } from './journal.ts';
import { takeLock } from './lock.ts';
import { makeStateFolder, stateFolder } from './runs-folder.ts';

export interface BegunRun {
  readonly journal: OpenJournal;
  /** Gives the lock back, whatever became of the run. */
  release(): Promise<void>;
}

export interface BeginOptions {
  readonly io: Pick<Io, 'cwd' | 'processes' | 'repeat' | 'now' | 'random'>;
  /** The project root, absolute. */
  readonly root: string;
  readonly about: Omit<JournalOptions['about'], 'pid' | 'host'>;
  readonly keyInUse: KeysInUse;
}

/** Stops with `locked`, or where the journal cannot be kept: then no request has been sent. */
export async function beginRun({ io, root, about, keyInUse }: BeginOptions): Promise<BegunRun | Stop> {
  const { pid, host } = io.processes;
  const made = await makeStateFolder(root);
  if (made !== null) return made;
  const run = await chooseRunId(root, io.random);
  const file = path.join(stateFolder(root), 'lock');
  const since = io.now().toISOString();
  const holder = { pid, host, process: io.processes.markOf(pid), command: about.command, run, since };
  const lock = await takeLock(file, path.relative(io.cwd, file), holder, io);
  if (lock instanceof Stop) return lock;
  const journal = await openJournal({ root, run, about: { ...about, pid, host }, keyInUse, now: io.now });
  if (!(journal instanceof Stop)) return { journal, release: lock.release };
  await lock.release();
  return journal;
}
