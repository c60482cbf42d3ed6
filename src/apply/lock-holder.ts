/** Who holds the lock of a checkout, and whether that run still lives. */
import { readFile, stat } from 'node:fs/promises';
import { isCode, Stop } from '../errors.ts';
import type { Processes } from '../io.ts';
import { isJsonObject, type JsonValue } from '../model/json.ts';

/** What the lock file says. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Tells the process from a later one of the same pid; null where the system shows no such mark. */
  readonly process: string | null;
  readonly command: string;
  readonly run: string;
  /** ISO 8601. */
  readonly since: string;
}

/** A lock file as found. */
export interface FoundLock {
  readonly text: string;
  /** Null where the file does not say: its writer was cut off, or something else wrote it. */
  readonly holder: Holder | null;
  /** The last sign of life: the file's modification time. */
  readonly sign: Date;
}

/** Without a sign of life for so long, in milliseconds, a run that no process table knows counts as gone. */
const SILENCE = 10 * 60_000;

/** A lock that is empty for so long, in milliseconds, is nobody's: its writer ended before it wrote. */
const EMPTY = 10_000;

/** Null where there is no lock (any more). */
export async function readLock(file: string): Promise<FoundLock | null> {
  try {
    const text = await readFile(file, 'utf8');
    return { text, holder: parseHolder(text), sign: (await stat(file)).mtime };
  } catch (thrown) {
    if (isCode(thrown, 'ENOENT')) return null;
    throw thrown;
  }
}

/**
 * On this host the process table decides: the pid is gone, or it is another process's by now. Where it cannot, on another
 * host, where the system shows no marks, and where the file does not name its holder, silence does.
 */
export function isAbandoned(found: FoundLock, processes: Processes, now: Date): boolean {
  const { holder, sign } = found;
  if (holder !== null && holder.host === processes.host) {
    if (!processes.isAlive(holder.pid)) return true;
    const mark = processes.markOf(holder.pid);
    if (mark !== null && holder.process !== null) return mark !== holder.process;
  }
  return now.getTime() - sign.getTime() >= (isEmpty(found) ? EMPTY : SILENCE);
}

function isEmpty({ text }: FoundLock): boolean {
  return text.trim() === '';
}

/** `place`: the lock file as a reader finds it. */
export function explainLock(found: FoundLock, place: string, processes: Processes): Stop {
  const { holder, sign } = found;
  const who =
    holder === null
      ? `somebody, last seen at ${sign.toISOString()}`
      : `${holder.command} ${holder.run}, process ${holder.pid} on ${holder.host}, since ${holder.since}`;
  const known = holder !== null && holder.host === processes.host && holder.process !== null;
  const after = isEmpty(found) ? 'Ten seconds' : 'Ten minutes';
  const later = known ? '' : ` ${after} after its last sign of life it is taken over.`;
  return new Stop(
    'locked',
    `Another run is writing from this checkout: ${who} (${place}). Nothing was written.`,
    `Wait until it has ended, then run the same command again.${later}\nIf it is surely gone, delete ${place}.`,
  );
}

function parseHolder(text: string): Holder | null {
  const value = parseJson(text);
  if (!isJsonObject(value)) return null;
  const { pid, host, process = null, command, run, since } = value;
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0 || typeof host !== 'string') return null;
  if (typeof command !== 'string' || typeof run !== 'string' || typeof since !== 'string') return null;
  return { pid, host, process: typeof process === 'string' ? process : null, command, run, since };
}

function parseJson(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
