/** Ids in the file of an environment, and its account in the config: added to what stands there. */
import { readYaml } from '../load/yaml.ts';
import { isJsonObject, type JsonValue, objectFrom, ownValue } from '../model/json.ts';
import { editField } from './edit/edit-field.ts';
import { readSource } from './edit/source.ts';
import { entryLines } from './lines.ts';

/** The file with the ids added, by persona key; null where it cannot be edited so. `text` is null where there is no file. */
export function withIds(text: string | null, ids: ReadonlyMap<string, string>): string | null {
  const added = objectFrom(ids);
  const source = text === null ? null : readSource(text);
  if (text === null || readYaml(text).root === null) {
    const begin = text === null || text === '' || text.endsWith('\n') ? (text ?? '') : `${text}\n`;
    return `${begin}${entryLines('ids', added, 0).join('\n')}\n`;
  }
  if (source === null) return null;
  return withEntries(text, 'ids', ownValue(source.value, 'ids'), [...ids]);
}

/** The config with the account of an environment; null where it cannot be edited so. */
export function withAccount(text: string, environment: string, account: string): string | null {
  const all = ownValue(readSource(text)?.value ?? {}, 'environments');
  const own = isJsonObject(all) ? ownValue(all, environment) : undefined;
  if (!isJsonObject(own)) return null;
  return withEntries(text, 'environments', all, [[environment, { ...own, account }]]);
}

function withEntries(
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
