/** Undoes a content encoding (RFC 9110 §8.4.1), within bounds: some kilobytes may claim to be gigabytes. */
import { isCode, messageOf } from '../errors.ts';

/** What is asked for: pages of prompts shrink to a fifth and less. */
export const ACCEPTED_ENCODINGS = 'gzip, br';

export type Decoded =
  | { readonly bytes: Buffer }
  /** More than `maxBytes` once decoded. */
  | 'too_large'
  /** Why it cannot be read, as the end of a sentence that begins with `the answer`. */
  | { readonly why: string };

/** `encoding`: the value of the header `content-encoding`, or undefined where there is none. */
export async function decodeBody(bytes: Buffer, encoding = 'identity', maxBytes: number): Promise<Decoded> {
  const name = encoding.trim().toLowerCase();
  if (name === 'identity' || name === '') return { bytes };
  const { brotliDecompressSync, gunzipSync } = await import('node:zlib');
  const decode = name === 'br' ? brotliDecompressSync : name === 'gzip' || name === 'x-gzip' ? gunzipSync : null;
  if (decode === null) return { why: `is encoded (${encoding}), which was not asked for` };
  try {
    return { bytes: decode(bytes, { maxOutputLength: maxBytes }) };
  } catch (thrown) {
    if (isCode(thrown, 'ERR_BUFFER_TOO_LARGE')) return 'too_large';
    return { why: `cannot be decoded (${name}): ${messageOf(thrown)}` };
  }
}
