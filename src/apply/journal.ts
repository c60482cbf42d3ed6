/**
 * Writes the journal of one run. A write's line is on disk before its request is sent, so that whatever ends the run, a
 * power cut too, the values before are known. Lines go through one file handle, one after the other. After a line that
 * could not be written nothing more is: what follows half a line could not be read.
 */
import { type FileHandle, open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, Stop } from '../errors.ts';
import type { EndLine, JournalLine, RunLine } from '../model/journal.ts';
import type { Outcome } from '../model/outcome.ts';
import { FORMAT_VERSION } from '../model/plan.ts';
import { type KeysInUse, redactJson } from '../model/secrets.ts';
import {
  type AnnouncedCreation,
  type AnnouncedPromote,
  type AnnouncedWrite,
  createdFields,
  journalFields,
  outcomeLine,
  promoteLine,
} from './journal-lines.ts';
import { runsFolder } from './runs-folder.ts';

/** What a run tells its journal. */
export interface RunJournal {
  /** Resolves once the line is on disk: with null, or with the reason why it is not; then the write must not be sent. */
  announceWrite(write: AnnouncedWrite): Promise<string | null>;
  /** The same for a promote. */
  announcePromote(promote: AnnouncedPromote): Promise<string | null>;
  /** The same for a persona that is to be made. */
  announceCreation(creation: AnnouncedCreation): Promise<string | null>;
  recordOutcome(outcome: Outcome): Promise<void>;
}

export interface OpenJournal extends RunJournal {
  /** Absolute path. */
  readonly path: string;
  readonly run: string;
  /** Writes the last line and closes the file. The reason where the journal is not whole, else null. */
  end(result: Pick<EndLine, 'interrupted' | 'counts'>): Promise<string | null>;
}

export interface JournalOptions {
  /** The project root, absolute. */
  readonly root: string;
  readonly run: string;
  readonly about: Omit<RunLine, 'type' | 'run' | 'started_at' | 'format_version'>;
  readonly keyInUse: KeysInUse;
  now(): Date;
}

/** Makes `<basic ISO time>-<run id>.jsonl`, mode 0600. The folder exists. */
export async function openJournal(options: JournalOptions): Promise<OpenJournal | Stop> {
  const { root, run, about, keyInUse } = options;
  const startedAt = options.now().toISOString();
  const file = path.join(runsFolder(root), `${startedAt.replace(/[-:]|\.\d+/g, '')}-${run}.jsonl`);
  try {
    const log = new LineLog(await open(file, 'ax', 0o600), keyInUse);
    const line = { type: 'run', format_version: FORMAT_VERSION, run, ...about, started_at: startedAt } as const;
    const failure = await log.append(line, true);
    await syncFolder(path.dirname(file));
    if (failure === null) return journalOver(log, file, options);
    await log.close();
    await rm(file, { force: true });
    return cannotKeep(failure);
  } catch (thrown) {
    return cannotKeep(messageOf(thrown));
  }
}

/** A new file's name is kept by its folder. Where folders cannot be synced (Windows), the system does it in its own time. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

function journalOver(log: LineLog, file: string, { run, now, keyInUse }: JournalOptions): OpenJournal {
  const at = (): string => now().toISOString();
  return {
    path: file,
    run,
    announceWrite: (write) => {
      const { key, id, name } = write.step;
      const fields = journalFields(write, keyInUse);
      return log.append({ type: 'write', at: at(), key, id, name, attempt: write.attempt, fields }, true);
    },
    announcePromote: (promote) => log.append(promoteLine(promote, at(), keyInUse), true),
    announceCreation: (creation) => {
      const { key, name } = creation.step;
      const fields = createdFields(creation, keyInUse);
      return log.append({ type: 'create', at: at(), key, name, attempt: creation.attempt, fields }, true);
    },
    recordOutcome: async (outcome) => void (await log.append(outcomeLine(outcome, at()), false)),
    end: async (result) => {
      await log.append({ type: 'end', at: at(), ...result }, true);
      return log.close();
    },
  };
}

/** Appends lines in the order in which they were handed in. Those that come while others are written go to the disk together. */
class LineLog {
  readonly #handle: FileHandle;
  readonly #keyInUse: KeysInUse;
  #waiting: WaitingLine[] = [];
  #writing: Promise<void> | null = null;
  #failure: string | null = null;

  constructor(handle: FileHandle, keyInUse: KeysInUse) {
    this.#handle = handle;
    this.#keyInUse = keyInUse;
  }

  /** Null once the line is written, without keys, and with `durable` on disk; else why it, or one before it, could not be. */
  append(line: JournalLine, durable: boolean): Promise<string | null> {
    if (this.#failure !== null) return Promise.resolve(this.#failure);
    const text = `${JSON.stringify(redactJson(JSON.parse(JSON.stringify(line)), this.#keyInUse))}\n`;
    return new Promise((resolve) => {
      this.#waiting.push({ text, durable, done: () => resolve(this.#failure) });
      this.#writing ??= this.#writeWaiting();
    });
  }

  /** Resolves with why the file is not whole, or null. */
  async close(): Promise<string | null> {
    await this.#writing;
    return this.#handle.close().then(
      () => this.#failure,
      (thrown: unknown) => this.#failure ?? messageOf(thrown),
    );
  }

  /** Begun only while nothing has failed, so that it waits at least once before it ends. */
  async #writeWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      const lines = this.#waiting;
      this.#waiting = [];
      if (this.#failure === null) this.#failure = await this.#write(lines);
      for (const { done } of lines) done();
    }
    this.#writing = null;
  }

  async #write(lines: readonly WaitingLine[]): Promise<string | null> {
    try {
      await this.#handle.appendFile(lines.map(({ text }) => text).join(''));
      if (lines.some(({ durable }) => durable)) await this.#handle.sync();
      return null;
    } catch (thrown) {
      return messageOf(thrown);
    }
  }
}

interface WaitingLine {
  readonly text: string;
  /** Whether it has to be on disk before it is done. */
  readonly durable: boolean;
  done(): void;
}

/** Six hexadecimal digits that no journal in the folder has. */
export async function chooseRunId(root: string, random: () => number): Promise<string> {
  const names = await readdir(runsFolder(root));
  for (let number = Math.floor(random() * 0x1000000); ; number = (number + 1) % 0x1000000) {
    const run = number.toString(16).padStart(6, '0');
    if (!names.some((name) => name.endsWith(`-${run}.jsonl`))) return run;
  }
}

function cannotKeep(why: string): Stop {
  return new Stop(
    'write_file',
    `The journal cannot be kept, so nothing was written: ${why}.`,
    'Make room, or make the folder .persona-sync writable; then run the same command again.',
  );
}
