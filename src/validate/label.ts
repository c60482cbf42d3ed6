import { quoted } from '../model/diagnostic.ts';
import { isJsonObject, type JsonValue, ownValue, pointerSegments } from '../model/json.ts';

/** What to call the value at a JSON Pointer: `call_config.voice`, item 2 of `tags`, `prompt` in row 1 of `pathway_conditions`. */
export function labelOf(path: string): string {
  const segments = pointerSegments(path);
  const at = segments.findIndex((segment) => /^\d+$/.test(segment));
  if (segments.length === 0) return 'The file';
  if (at <= 0) return quoted(segments.join('.'));
  const list = quoted(segments.slice(0, at).join('.'));
  const row = Number(segments[at]) + 1;
  const rest = segments.slice(at + 1);
  return rest.length === 0 ? `Item ${row} of ${list}` : `${quoted(rest.join('.'))} in row ${row} of ${list}`;
}

/** The value at a JSON Pointer, or undefined where there is none. Only own keys are followed. */
export function valueAt(value: JsonValue, path: string): JsonValue | undefined {
  let found: JsonValue | undefined = value;
  for (const segment of pointerSegments(path)) {
    if (isJsonObject(found)) found = ownValue(found, segment);
    else if (Array.isArray(found)) found = itemAt(found, segment);
    else return undefined;
  }
  return found;
}

function itemAt(list: readonly JsonValue[], segment: string): JsonValue | undefined {
  return list[Number(segment)];
}
