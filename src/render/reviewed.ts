/** What an apply of reviewed changes leaves alone, as text. */
import { visible } from './visible.ts';
import { wrapList } from './words.ts';

/** `elsewhere`: personas that differ without changes in the reviewed plan. `gone`: reviewed ones that no file has any more. */
export function notReviewedLines(
  elsewhere: readonly { readonly key: string }[],
  gone: readonly string[],
  file: string,
): string[] {
  const keys = [...new Set(elsewhere.map(({ key }) => visible(key)))];
  return [
    ...list('Not reviewed here, and left as they are: ', keys),
    ...list(`In ${visible(file)}, but in no file any more: `, gone.map(visible)),
  ];
}

function list(title: string, keys: readonly string[]): string[] {
  return keys.length === 0 ? [] : wrapList(title, keys);
}
