/** Texts as files have them: `${` stands for a value there, and `$${` for itself. */
import { isJsonObject, type JsonValue, objectFrom } from '../model/json.ts';

export function escapeText(text: string): string {
  return text.replaceAll('${', () => '$${');
}

/** Every text in a value; not the keys of mappings. */
export function escapeDeep(value: JsonValue): JsonValue {
  if (typeof value === 'string') return escapeText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (!isJsonObject(value)) return value.map(escapeDeep);
  return objectFrom(Object.entries(value).map(([key, item]) => [key, escapeDeep(item)]));
}
