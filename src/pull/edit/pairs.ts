/** Keys of a mapping in a file: added behind the others, or taken out with their lines. */
import type { YamlMap, YamlPair } from '../../load/yaml-tree.ts';
import type { JsonValue } from '../../model/json.ts';
import { flowPair } from '../flow.ts';
import { entryLines } from '../lines.ts';
import type { Edit, Site } from './draft.ts';
import { columnOf, contentEnd, endOfColon, isFlow, lineStart, nextLine } from './source.ts';

type Place = Pick<Site, 'source'> & { readonly node: YamlMap };

/** Behind the key `after`, or behind the last one. `isProse` tells a prompt by its name. */
export function insertPairs(
  { node, source }: Place,
  entries: readonly (readonly [string, JsonValue])[],
  after: string | null,
  isProse: (name: string) => boolean = () => false,
): Edit[] {
  const last = node.pairs.at(-1);
  if (entries.length === 0 || last === undefined) return [];
  const { text, eol } = source;
  const pair = node.pairs.find(({ key }) => key.kind === 'scalar' && key.value === after) ?? last;
  if (isFlow(node, text)) {
    const at = pair.value?.end ?? pair.key.end;
    return [{ offset: at, end: at, text: entries.map(([name, value]) => `, ${flowPair(name, value)}`).join('') }];
  }
  const below = nextLine(text, endOfPair(pair, text));
  const column = columnOf(text, last.key.offset);
  const lines = entries.flatMap(([name, value]) => entryLines(name, value, column, isProse(name)));
  return [{ offset: below, end: below, text: lines.map((line) => line + eol).join('') }];
}

export function removePair({ node, source }: Place, name: string): Edit {
  const { text } = source;
  const at = node.pairs.findIndex(({ key }) => key.kind === 'scalar' && key.value === name);
  const [before, pair, next] = [node.pairs[at - 1], node.pairs[at], node.pairs[at + 1]];
  if (pair === undefined) return { offset: 0, end: 0, text: '' };
  if (!isFlow(node, text)) {
    return { offset: lineStart(text, pair.key.offset), end: nextLine(text, endOfPair(pair, text)), text: '' };
  }
  if (next !== undefined) return { offset: pair.key.offset, end: next.key.offset, text: '' };
  return {
    offset: before === undefined ? pair.key.offset : endOfPair(before, text),
    end: endOfPair(pair, text),
    text: '',
  };
}

function endOfPair({ key, value }: YamlPair, text: string): number {
  return value === null || value.offset === value.end ? endOfColon(key, text) : contentEnd(value, text);
}
