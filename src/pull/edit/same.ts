/** Whether two values mean the same in a field, and so the file may stay as it is: exactly where the comparison with live is exact. */
import { fieldNamed } from '../../model/fields.ts';
import { isJsonObject, isStringList, type JsonValue, objectFrom } from '../../model/json.ts';
import { canonicalText } from '../../plan/canonical.ts';
import { sortedJson } from '../../plan/fingerprint.ts';

export type Comparison = (a: JsonValue, b: JsonValue) => boolean;

/** For values of a field, and for those in it. Fields that the table does not know, and tools that are mappings, are compared as they are. */
export function comparisonIn(name: string, wanted: JsonValue): Comparison {
  const kind = fieldNamed(name)?.kind;
  if (kind === undefined) return sameExactly;
  if (kind === 'object') return sameSetting;
  return kind === 'set' && Array.isArray(wanted) && !isStringList(wanted) ? sameExactly : sameMeaning;
}

export function sameExactly(a: JsonValue, b: JsonValue): boolean {
  return sortedJson(a) === sortedJson(b);
}

/** What is inside a setting that nobody documents is compared as it is. */
function sameSetting(a: JsonValue, b: JsonValue): boolean {
  return typeof a === 'string' && typeof b === 'string' ? canonicalText(a) === canonicalText(b) : sameExactly(a, b);
}

function sameMeaning(a: JsonValue, b: JsonValue): boolean {
  return sameExactly(meaning(a), meaning(b));
}

function meaning(value: JsonValue): JsonValue {
  if (typeof value === 'string') return canonicalText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (!isJsonObject(value)) return value.map(meaning);
  return objectFrom(Object.entries(value).map(([key, item]) => [key, meaning(item)]));
}
