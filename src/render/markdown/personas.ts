/** The personas of a comment: the table, and what each changes, folded. */

import { PLANE_SHORT } from '../plan.ts';
import type { Sheet, SheetChange, SheetPersona } from '../sheet/sheet.ts';
import { inFull } from '../sheet/words.ts';
import { count } from '../words.ts';
import { cutMiddle, type Elastic, fitBodies, fitRows } from './budget.ts';
import { diffLines } from './diff.ts';
import { code, codeInCell, fenced, htmlCode, sentence } from './escape.ts';

/** More fields than this are counted in the table. */
const FIELDS_IN_A_ROW = 4;

/** All personas that are told of, one row each; a row in their middle says how many have none. */
export function personaTable({ personas }: Sheet, room: number): string[] {
  if (personas.length === 0) return [];
  const head = ['| persona | step | callers hear it | fields | guards |', '|---|---|---|---|---|'];
  const left = (number: number): string => `| … and ${count(number, 'more persona')} | | | | |`;
  return [...head, ...fitRows(personas.map(personaRow), room - head.join('\n').length, left), ''];
}

function personaRow({ key, status, planes, fields, guards }: SheetPersona): string {
  const more = fields.length > FIELDS_IN_A_ROW ? ` and ${fields.length - FIELDS_IN_A_ROW} more` : '';
  const cells = [
    codeInCell(key),
    status,
    planes.map((plane) => PLANE_SHORT[plane]).join(', '),
    fields.slice(0, FIELDS_IN_A_ROW).map(codeInCell).join(' ') + more,
    guards.join(', '),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** A folded part: what stands outside the fence, and what in it. */
interface Folded extends Elastic {
  readonly key: string | null;
  readonly summary: string;
  readonly intro: readonly string[];
  readonly outro: readonly string[];
}

/** Few stand open: there is nothing to search for. */
const FEW = 3;

/** What changes, folded, within so many characters. */
export function foldedParts(sheet: Sheet, room: number, elsewhere: readonly string[]): string[] {
  const parts = [...sharedParts(sheet), ...sheet.personas.flatMap(personaPart)];
  const widest = Math.max(0, ...parts.map(({ key }) => elisionLine(sheet, key, elsewhere, 1e9, 1e9).length));
  const framed = parts.map((part) => ({ ...part, frame: part.frame + widest }));
  const { shown, longest } = fitBodies(framed, room - LEFT_OUT_ROOM);
  const open = parts.length <= FEW;
  return [
    ...parts.slice(0, shown).flatMap((part) => [fold(part, { sheet, longest, open, elsewhere }), '']),
    ...leftOut(sheet, parts.length - shown, elsewhere),
  ];
}

const LEFT_OUT_ROOM = 1_000;

function leftOut(sheet: Sheet, number: number, elsewhere: readonly string[]): string[] {
  if (number === 0) return [];
  const where = inFull(sheet, null, elsewhere).map(code).join(', ');
  return [
    `**The changes of ${count(number, 'more persona')} are left out here**, for want of room. All of them: ${where}`,
    '',
  ];
}

function sharedParts({ shared }: Sheet): Folded[] {
  return shared.map(({ keys, files, changes }) => {
    const names = keys.slice(0, NAMED).map(code).join(', ');
    const more = keys.length > NAMED ? ` and ${keys.length - NAMED} more, all of which the table says to change` : '';
    const from = files.length === 0 ? '' : ` One edit of ${files.map(code).join(', ')}.`;
    const summary = `<b>${count(keys.length, 'persona')} alike</b> · ${fieldsOf(changes)}`;
    return folded({ key: null, summary, intro: [`Reaches ${names}${more}.${from}`], changes, outro: [] });
  });
}

const NAMED = 40;

function personaPart(persona: SheetPersona): Folded[] {
  const { key, name, file, status, told, details, changes, also } = persona;
  if (changes.length === 0 && told === null && details.length === 0) return [];
  const about = [...(name === '' ? [] : [code(name)]), ...(file === '' ? [] : [code(file)])].join(' · ');
  const outro = [
    ...(also.length === 0 ? [] : [`Alike in several personas, and told above: ${also.map(code).join(', ')}.`]),
    ...(details.length === 0 ? [] : [fenced(details.join('\n').slice(0, LONGEST_DETAILS), '')]),
  ];
  const summary = [htmlCode(key), `<b>${status}</b>`, ...(changes.length === 0 ? [] : [fieldsOf(changes)])].join(' · ');
  return [folded({ key, summary, intro: [about, ...(told === null ? [] : [sentence(told)])], changes, outro })];
}

const LONGEST_DETAILS = 4_000;

function fieldsOf(changes: readonly SheetChange[]): string {
  const names = changes.slice(0, FIELDS_IN_A_ROW).map(({ label }) => htmlCode(label));
  const more = changes.length - names.length;
  return `${names.join(' ')}${more > 0 ? ` and ${more} more` : ''}`;
}

interface Unmeasured extends Omit<Folded, 'frame' | 'body'> {
  readonly changes: readonly SheetChange[];
}

function folded({ changes, ...part }: Unmeasured): Folded {
  const body = diffLines(changes).join('\n');
  const unmeasured = { ...part, body, frame: 0 };
  // Twice the fence, for a body in two parts.
  const frame = layOut(unmeasured, fenced('', 'diff').repeat(2) + longestFence(body).repeat(4), false).length + 4;
  return { ...unmeasured, frame };
}

function longestFence(body: string): string {
  return (body.match(/`+/g) ?? []).reduce((longest, run) => (run.length > longest.length ? run : longest), '');
}

interface Folding {
  readonly sheet: Sheet;
  readonly longest: number;
  readonly open: boolean;
  readonly elsewhere: readonly string[];
}

function fold(part: Folded, { sheet, longest, open, elsewhere }: Folding): string {
  const { body, key } = part;
  if (body === '') return layOut(part, '', open);
  if (body.length <= longest) return layOut(part, fenced(body, 'diff'), open);
  const { head, tail, lines, characters } = cutMiddle(body, longest);
  const note = elisionLine(sheet, key, elsewhere, lines, characters);
  return layOut(part, [fenced(head, 'diff'), note, fenced(tail, 'diff')].join('\n\n'), open);
}

/** Stands between two fences, never in one. */
function elisionLine(
  sheet: Sheet,
  key: string | null,
  elsewhere: readonly string[],
  lines: number,
  characters: number,
): string {
  const where = inFull(sheet, key, elsewhere).map(code).join(', ');
  return `**… ${count(lines, 'line')} (${count(characters, 'character')}) left out here …** In full: ${where}`;
}

function layOut(
  { summary, intro, outro }: Pick<Folded, 'summary' | 'intro' | 'outro'>,
  body: string,
  open: boolean,
): string {
  return [
    `<details${open ? ' open' : ''}><summary>${summary}</summary>`,
    ...intro.filter((line) => line !== ''),
    ...(body === '' ? [] : [body]),
    ...outro,
    '</details>',
  ].join('\n\n');
}
