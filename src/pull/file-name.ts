/** Names of new persona files: readable, the same on every system, and no two alike. */
import { keyShapes } from '../model/secrets.ts';

/** In characters, and in bytes of UTF-8: prompt files add to it, and names end at 255 bytes. */
const LONGEST = 60;
const MOST_BYTES = 180;

/** Names of devices, which Windows keeps in every folder and with every ending. */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$/;

/**
 * `Atención al Cliente (EU)` → `atencion-al-cliente-eu`. Letters of other scripts stay. `isTaken` is asked with a name
 * and with what `foldName` makes of it; the first free one of `name`, `name-2`, `name-3` … is returned.
 */
export function chooseFileName(personaName: string, isTaken: (folded: string, name: string) => boolean): string {
  const base = plainName(personaName);
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!isTaken(foldName(name), name)) return name;
  }
}

/** A name as the least able file system compares it: without case and Unicode form. */
export function foldName(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase();
}

function plainName(personaName: string): string {
  const words = personaName
    .normalize('NFKD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-');
  const name = shorten(words).replace(/^[-\p{M}]+|-+$/gu, '');
  if (name === '' || keyShapes(name, null).length > 0) return 'persona';
  return RESERVED.test(name) ? `${name}-persona` : name;
}

function shorten(words: string): string {
  let kept = [...words].slice(0, LONGEST);
  while (Buffer.byteLength(kept.join('')) > MOST_BYTES) kept = kept.slice(0, -1);
  return kept.join('');
}
