/** What stands above and below a persona that is shown: comments, so that the whole stays a file. */

import type { ShownPlane } from '../model/command.ts';
import { commandFor } from '../model/command-line.ts';
import type { LeftOut, LeftOutReason } from '../model/pull.ts';
import type { Standing } from '../model/standing.ts';
import { minuteText, personaTitleOf, userText } from './status.ts';
import { visible } from './visible.ts';
import { fieldLabel } from './words.ts';

const PLANES: Readonly<Record<ShownPlane, string>> = {
  production: 'production, which callers hear',
  draft: 'the draft, which callers hear when it is promoted',
  files: 'the files',
};

/** Which persona and which side this is, and where the sides differ. Each line is safe, and without its `#`. */
export function aboutLines(standing: Standing, plane: ShownPlane, options: readonly string[]): string[] {
  const { production, inbound_numbers: numbers } = standing;
  const promoted =
    plane !== 'production' || production?.promoted_at == null
      ? []
      : [
          `promoted ${minuteText(production.promoted_at)} UTC${production.promoted_by === null ? '' : ` by ${userText(production.promoted_by)}`}`,
        ];
  const answered = numbers.length === 0 ? [] : [`answers ${numbers.map(visible).join(', ')}`];
  const more = [...promoted, ...answered].join('; ');
  return [
    `${personaTitleOf(standing)}: ${PLANES[plane]}`,
    ...(more === '' ? [] : [more]),
    ...differenceLines(standing, plane, options),
  ];
}

function differenceLines(standing: Standing, plane: ShownPlane, options: readonly string[]): string[] {
  const { key, id, draft_to_production: onAir, files_to_production: heard, files_to_draft: edited } = standing;
  const show = (other: ShownPlane): string => commandFor('show', [key ?? id], ['--plane', other, ...options]);
  const line = (what: string, paths: readonly string[] | null, other: ShownPlane): string[] =>
    paths === null || paths.length === 0 ? [] : [`${what}: ${paths.map(fieldLabel).join(', ')} (${show(other)})`];
  switch (plane) {
    case 'production':
      return [...line('the draft differs', onAir, 'draft'), ...line('the files differ', heard, 'files')];
    case 'draft':
      return [...line('production differs', onAir, 'production'), ...line('the files differ', edited, 'files')];
    case 'files':
      return [...line('callers hear otherwise', heard, 'production'), ...line('the draft differs', edited, 'draft')];
    default:
      return plane satisfies never;
  }
}

const WHY: Readonly<Record<LeftOutReason, string>> = {
  unknown_field: 'this tool does not know it; a file can hold it once allow_fields names it',
  key_shape: 'it looks like a key',
  wrong_type: 'not the type that the field has',
  blank_item: 'an item is empty',
  incomplete_row: 'a row is incomplete',
  number: 'the number is too large',
  broken_text: 'it is broken text',
  too_long: 'it is too long for a file',
  unwritable: 'it would not be read back as it is',
};

/** What is live, and stands in no file. */
export function leftOutLines(leftOut: readonly LeftOut[]): string[] {
  return leftOut.map(({ path, reason, detail }) => {
    const why = detail === null ? WHY[reason] : `${WHY[reason]}: ${visible(detail)}`;
    return `not shown: ${fieldLabel(path)} (${why})`;
  });
}

/** Text of several lines as it is, but safe for a terminal. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}
