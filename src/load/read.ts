import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { messageOf } from '../errors.ts';
import { decodeUtf8 } from './utf8.ts';

/** Reads the text of a file that strangers may have made: regular files only, at most 1 MiB, UTF-8. */

/** The largest persona, prompt or config file, in bytes: 1 MiB. */
export const LARGEST_FILE = 1_048_576;

/** Files open at once: thousands are read in one run, and some systems allow a process 256. */
const OPEN_AT_ONCE = 32;

export type ReadResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: ReadProblem };

export type ReadProblem =
  | { readonly kind: 'missing' }
  | { readonly kind: 'not_regular'; readonly found: string }
  | { readonly kind: 'too_large' }
  | { readonly kind: 'not_utf8'; readonly line: number; readonly column: number; readonly lineText: string }
  | { readonly kind: 'failed'; readonly message: string };

/** The text without a byte order mark, or why it cannot be had. Never throws. */
export async function readText(path: string): Promise<ReadResult> {
  await takeTurn();
  try {
    return await readRegular(path);
  } catch (thrown) {
    return { ok: false, problem: explainFailure(thrown) };
  } finally {
    giveTurn();
  }
}

async function readRegular(path: string): Promise<ReadResult> {
  const read = await readBytes(path, LARGEST_FILE);
  if (!read.ok) return read;
  const decoded = decodeUtf8(read.bytes);
  return decoded.ok ? decoded : { ok: false, problem: { ...decoded.place, kind: 'not_utf8' } };
}

export type BytesResult =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly problem: Extract<ReadProblem, { readonly kind: 'not_regular' | 'too_large' }> };

/**
 * At most `largest` bytes. Asks for the kind first, since opening a FIFO waits for its writer and opening a device may do
 * anything. Rejects where the system does.
 */
export async function readBytes(path: string, largest: number): Promise<BytesResult> {
  const found = await stat(path);
  if (!found.isFile()) return { ok: false, problem: { kind: 'not_regular', found: kindOf(found) } };
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const opened = await handle.stat();
    if (!opened.isFile()) return { ok: false, problem: { kind: 'not_regular', found: kindOf(opened) } };
    const bytes = await readAtMost(handle, largest + 1);
    return bytes.length > largest ? { ok: false, problem: { kind: 'too_large' } } : { ok: true, bytes };
  } finally {
    await handle.close();
  }
}

/** The size a file claims is not believed: some special files claim none and never end. */
async function readAtMost(handle: FileHandle, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let total = 0;
  while (total < limit) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(Math.min(65_536, limit - total)));
    if (bytesRead === 0) break;
    chunks.push(buffer.subarray(0, bytesRead));
    total += bytesRead;
  }
  return Buffer.concat(chunks);
}

type Kinds = Pick<Awaited<ReturnType<typeof stat>>, 'isDirectory' | 'isFIFO' | 'isSocket'>;

/** What stands where a file should, in words. */
export function kindOf(found: Kinds): string {
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a named pipe';
  return found.isSocket() ? 'a socket' : 'a device';
}

function explainFailure(thrown: unknown): ReadProblem {
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : null;
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
  return { kind: 'failed', message: code === 'EACCES' ? 'permission denied' : messageOf(thrown) };
}

let reading = 0;
const waiting: (() => void)[] = [];

async function takeTurn(): Promise<void> {
  if (reading < OPEN_AT_ONCE) reading += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
}

/** Hands the turn to who has waited longest, so that the count stays as it is. */
function giveTurn(): void {
  const next = waiting.shift();
  if (next === undefined) reading -= 1;
  else next();
}
