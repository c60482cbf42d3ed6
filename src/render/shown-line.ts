/** What a change shows below its first line, before any format: text, Markdown and HTML are made from the same lines. */
import type { Part } from './prose-diff.ts';

/**
 * One line each, made safe by `visible`.
 *
 * - `place`: where in the prompt the lines below it stand. - `same`, `removed`, `added`: a line of a prompt, or an item.
 * - `changed`: a value of a routing row, old → new. - `note`: words about the change. - `edited`: one line, with its words.
 */
export type ShownLine =
  | { readonly kind: 'place' | 'same' | 'removed' | 'added' | 'changed' | 'note'; readonly text: string }
  | { readonly kind: 'edited'; readonly parts: readonly Part[] };

/** What stands before a line where there is no colour. */
export const LINE_MARK: Readonly<Record<ShownLine['kind'], string>> = {
  place: '',
  same: '  ',
  removed: '- ',
  added: '+ ',
  changed: '~ ',
  edited: '~ ',
  note: '',
};

/** The line's text, with the words of an edited one marked `[-old-]{+new+}`. */
export function lineText(line: ShownLine): string {
  return line.kind === 'edited' ? line.parts.map(markedPart).join('') : line.text;
}

export function markedPart({ kind, text }: Part): string {
  if (kind === 'removed') return `[-${text}-]`;
  return kind === 'added' ? `{+${text}+}` : text;
}
