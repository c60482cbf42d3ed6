/** What to look at first, as a list; the ways out stand folded below it. */
import type { Note, Sheet, Tone } from '../sheet/sheet.ts';
import { inFull, placeText } from '../sheet/words.ts';
import { count } from '../words.ts';
import { fitRows } from './budget.ts';
import { code, fenced, sentence } from './escape.ts';

const TONE_WORD: Readonly<Record<Tone, string>> = { bad: 'error', warn: 'look', calm: 'warning', good: 'fine' };

/** Hints of more notes than this are not repeated here. */
const MOST_HINTS = 20;

export function noteLines(sheet: Sheet, room: number, elsewhere: readonly string[]): string[] {
  const { notes } = sheet;
  if (notes.length === 0) return [];
  const where = inFull(sheet, null, elsewhere).map(code).join(', ');
  const left = (number: number): string => `- … and ${count(number, 'more')}, left out here; all: ${where}`;
  const hints = hintBlock(notes);
  const roomForHints = hints.length < room / 3 ? hints : '';
  return [
    '#### Look at this first',
    '',
    labelCounts(notes),
    '',
    ...fitRows(notes.map(noteLine), room - roomForHints.length - 1_000, left),
    '',
    ...(roomForHints === '' ? [] : [roomForHints, '']),
  ];
}

/** `2 shrink · 1 recording`: complete, whatever is left out below. */
function labelCounts(notes: readonly Note[]): string {
  const labels = [...new Set(notes.map(({ label }) => label))];
  return labels
    .map((label) => `**${notes.filter((note) => note.label === label).length}** ${sentence(label)}`)
    .join(' · ');
}

function noteLine({ tone, label, text, place }: Note): string {
  const where = place === null ? '' : ` (${code(placeText(place))})`;
  return `- **${TONE_WORD[tone]}** ${sentence(label)}: ${sentence(text)}${where}`;
}

function hintBlock(notes: readonly Note[]): string {
  const hints = [...new Set(notes.slice(0, MOST_HINTS).flatMap(({ hint }) => hint ?? []))];
  if (hints.length === 0) return '';
  return ['<details><summary>What to do</summary>', fenced(hints.join('\n\n'), ''), '</details>'].join('\n\n');
}
