/**
 * Ids into the text of a file, without touching anything else: comments, order, quotes, spaces and line ends stay. What
 * comes out is read again and must say what was meant; else there is no such text, and a person must write it.
 */
import { isDeepStrictEqual } from 'node:util';
import { readYaml } from '../load/yaml.ts';
import type { YamlMap } from '../load/yaml-tree.ts';
import { isJsonObject, objectFrom, ownValue } from '../model/json.ts';
import { editField } from '../pull/edit/edit-field.ts';
import { columnOf, isFlow, readSource } from '../pull/edit/source.ts';
import { entryLines } from '../pull/lines.ts';
import { inlineText } from '../pull/scalar.ts';
import { withEntries } from './entries.ts';

/** The text of an environment's file with the ids, by persona key, or null. A key that is bound already gets the new id. */
export function setBoundIds(text: string, ids: ReadonlyMap<string, string>): string | null {
  if (readYaml(text).root === null) {
    const begin = text === '' || text.endsWith('\n') ? text : `${text}\n`;
    return `${begin}${entryLines('ids', objectFrom(ids), 0).join('\n')}\n`;
  }
  const source = readSource(text);
  return source === null ? null : withEntries(text, 'ids', ownValue(source.value, 'ids'), [...ids]);
}

/** The text of a persona file with `id` as its first key, or in the place of the one that it has; or null. */
export function setOwnId(text: string, id: string): string | null {
  const source = readSource(text);
  if (source?.root.kind !== 'map') return null;
  const { root, value, eol } = source;
  const [first] = root.pairs;
  if (first === undefined) return null;
  if (Object.hasOwn(value, 'id')) {
    const edited = editField(text, { name: 'id', resolved: ownValue(value, 'id'), wanted: id }, ['id']);
    return edited.ok ? edited.text : null;
  }
  const at = first.key.offset;
  const between = isFlow(root, text) ? ', ' : eol + ' '.repeat(columnOf(text, at));
  const written = `${text.slice(0, at)}id: ${inlineText(id, isFlow(root, text))}${between}${text.slice(at)}`;
  return saysAfterwards(written, { ...value, id });
}

/** The text with another key for a binding whose file was renamed, or null. */
export function renameBoundKey(text: string, from: string, to: string): string | null {
  const source = readSource(text);
  const ids = ownValue(source?.value ?? {}, 'ids');
  const own = source?.root.kind === 'map' ? keyIn(source.root, 'ids')?.value : null;
  const key = own?.kind === 'map' ? keyIn(own, from)?.key : undefined;
  if (source === null || !isJsonObject(ids) || key === undefined) return null;
  const renamed = objectFrom(Object.entries(ids).map(([one, id]) => [one === from ? to : one, id]));
  const written = text.slice(0, key.offset) + inlineText(to, true) + text.slice(key.end);
  return saysAfterwards(written, { ...source.value, ids: renamed });
}

function keyIn(map: YamlMap, name: string): YamlMap['pairs'][number] | undefined {
  return map.pairs.find(({ key }) => key.kind === 'scalar' && key.value === name);
}

function saysAfterwards(text: string, meant: object): string | null {
  return isDeepStrictEqual(readSource(text)?.value, meant) ? text : null;
}
