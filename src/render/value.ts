import { exactJson } from '../model/exact-json.ts';
import { type JsonValue, ownValue } from '../model/json.ts';
import type { ReferenceNames } from '../model/reference.ts';
import { visible } from './visible.ts';

/** An id with what the account calls it: `"kb_1" (Returns)`. */
export function namedText(value: JsonValue, names: ReferenceNames, as: JsonValue = value): string {
  const name = typeof as === 'string' ? ownValue(names, as) : undefined;
  return typeof name === 'string' ? `${valueText(value)} (${visible(name)})` : valueText(value);
}

/** A value on one line: text in quotes, null as `(not set)`, all else as JSON. */
export function valueText(value: JsonValue): string {
  return value === null ? '(not set)' : visible(exactJson(value));
}
