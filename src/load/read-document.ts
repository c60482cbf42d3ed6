/** Reads a document of this program, a plan, a journal or a seed: a regular file, large but not without end. */
import { isCode, messageOf } from '../errors.ts';
import { parseExactJson } from '../model/exact-json.ts';
import type { JsonValue } from '../model/json.ts';
import { isTooDeep } from '../model/nesting.ts';
import { readBytes } from './read.ts';

/** In bytes: 256 MiB, thousands of personas with all their prompts. */
export const LARGEST_DOCUMENT = 268_435_456;

/** Levels of lists and objects. What the service answers has 200 at most, and a plan wraps it in some more. */
const DEEPEST_DOCUMENT = 300;

export type DocumentResult =
  | { readonly ok: true; readonly text: string }
  /** Why it cannot be had, as the end of a sentence without its period. */
  | { readonly ok: false; readonly why: string };

/** What is not UTF-8 in it is replaced, since the last line of a journal may be cut within a character. Never throws. */
export async function readDocument(path: string): Promise<DocumentResult> {
  try {
    const read = readBytes(path, LARGEST_DOCUMENT);
    if (read.ok) return asDocument(read.bytes.toString('utf8'));
    const { problem } = read;
    if (problem.kind === 'not_regular') return { ok: false, why: `it is ${problem.found}, not a file` };
    return { ok: false, why: 'it is larger than 256 MiB' };
  } catch (thrown) {
    return { ok: false, why: isCode(thrown, 'ENOENT') ? 'there is no such file' : messageOf(thrown) };
  }
}

/** The same as JSON, with numbers that JavaScript cannot hold as they are; a text says why it cannot be had. */
export async function readJsonDocument(path: string): Promise<{ readonly value: JsonValue } | string> {
  const read = await readDocument(path);
  if (!read.ok) return read.why;
  try {
    return { value: parseExactJson(read.text) };
  } catch (thrown) {
    return messageOf(thrown);
  }
}

/** Text nested without end would end in a stack overflow wherever it is walked over. */
function asDocument(text: string): DocumentResult {
  if (!isTooDeep(text, DEEPEST_DOCUMENT)) return { ok: true, text };
  return { ok: false, why: `it is nested more than ${DEEPEST_DOCUMENT} levels deep` };
}
