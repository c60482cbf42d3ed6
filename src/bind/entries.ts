/** Entries of a mapping in an environment's file or the config: added or changed, and all else stays as it is. */
import { isJsonObject, type JsonValue, objectFrom } from '../model/json.ts';
import { editField } from '../pull/edit/edit-field.ts';

/** `present`: what the text says of `name`. Null where it cannot be edited so that it says what was meant. */
export function withEntries(
  text: string,
  name: string,
  present: JsonValue | undefined,
  entries: readonly (readonly [string, JsonValue])[],
): string | null {
  const before = isJsonObject(present) ? present : {};
  const wanted = objectFrom([...Object.entries(before), ...entries]);
  const edited = editField(text, { name, resolved: present, wanted }, [name]);
  return edited.ok ? edited.text : null;
}
