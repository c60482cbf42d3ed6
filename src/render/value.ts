import { exactJson } from '../model/exact-json.ts';
import type { JsonValue } from '../model/json.ts';
import { visible } from './visible.ts';

/** A value on one line: text in quotes, null as `(not set)`, all else as JSON. */
export function valueText(value: JsonValue): string {
  return value === null ? '(not set)' : visible(exactJson(value));
}
