/** Why a live value cannot stand in a persona file, whatever its field: keys, broken text, numbers that are lost. */
import { isMarkedNumber } from '../model/exact-json.ts';
import { isJsonObject, type JsonValue } from '../model/json.ts';
import type { LeftOutReason } from '../model/pull.ts';
import { type KeysInUse, keyShapes } from '../model/secrets.ts';

export interface Trouble {
  readonly reason: LeftOutReason;
  readonly detail: string | null;
}

/** Levels of nesting; a persona file may have 64. */
const DEEPEST = 48;

/** Null where the value, exactly as it is, can be written. */
export function troubleWith(value: JsonValue, keyInUse: KeysInUse): Trouble | null {
  return troubleAt(value, keyInUse, 0);
}

function troubleAt(value: JsonValue, keyInUse: KeysInUse, depth: number): Trouble | null {
  if (typeof value === 'string') return textTrouble(value, keyInUse);
  if (typeof value === 'number') return numberTrouble(value);
  if (typeof value !== 'object' || value === null) return null;
  if (depth >= DEEPEST) return { reason: 'unwritable', detail: `nested more than ${DEEPEST} levels deep` };
  for (const [key, item] of Object.entries(value)) {
    const inKey = isJsonObject(value) ? textTrouble(key, keyInUse) : null;
    const found = inKey ?? troubleAt(item, keyInUse, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

function textTrouble(text: string, keyInUse: KeysInUse): Trouble | null {
  if (isMarkedNumber(text)) return LOST_NUMBER;
  if (keyShapes(text, keyInUse).length > 0) return { reason: 'key_shape', detail: null };
  if (/\p{Surrogate}/u.test(text)) return { reason: 'broken_text', detail: 'half of a character' };
  if (text.includes('\r\n')) return { reason: 'unwritable', detail: 'its line ends are CR LF' };
  return null;
}

/** Whole numbers beyond 2^53 are refused in files. */
function numberTrouble(value: number): Trouble | null {
  return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value)) ? null : LOST_NUMBER;
}

const LOST_NUMBER: Trouble = { reason: 'number', detail: 'too large to be kept exactly' };
