/** Values between brackets, on one line. */
import { isJsonObject, type JsonValue } from '../model/json.ts';
import { inDoubleQuotes, inlineScalar, isPlain } from './scalar.ts';

export function flowValue(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return inlineScalar(value, true);
  if (!isJsonObject(value)) return `[${value.map(flowValue).join(', ')}]`;
  const pairs = Object.entries(value).map(([name, item]) => flowPair(name, item));
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

export function flowPair(name: string, value: JsonValue): string {
  return `${isPlain(name, true) ? name : inDoubleQuotes(name)}: ${flowValue(value)}`;
}
