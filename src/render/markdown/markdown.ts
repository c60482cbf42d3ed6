/** A sheet as Markdown for a comment or a job summary: risk first, a table, what changes folded; within a budget. */

import type { Sheet, SheetStop } from '../sheet/sheet.ts';
import { shortCommit, timeText, titleOf } from '../sheet/words.ts';
import { visible } from '../visible.ts';
import { BUDGET } from './budget.ts';
import { code, fenced, sentence } from './escape.ts';
import { machineBlock, marker } from './machine.ts';
import { noteLines } from './notes.ts';
import { foldedParts, personaTable } from './personas.ts';

/** The most that the notes, and the table, may take of what is left: the changes themselves need room too. */
const NOTES_SHARE = 0.25;
const TABLE_SHARE = 0.85;

/** `elsewhere`: reports of the same run that leave nothing out. Never more than 60,000 characters. */
export function markdownText(sheet: Sheet, elsewhere: readonly string[]): string {
  const head = [marker(sheet), ...headLines(sheet)];
  const foot = [...remarkLines(sheet), machineBlock(sheet)];
  let room = BUDGET - size([...head, ...foot]);
  const notes = noteLines(sheet, Math.floor(room * NOTES_SHARE), elsewhere);
  room -= size(notes);
  const table = personaTable(sheet, Math.floor(room * TABLE_SHARE));
  room -= size(table);
  return `${[...head, ...notes, ...table, ...foldedParts(sheet, room, elsewhere), ...foot].join('\n')}\n`;
}

function size(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

function headLines(sheet: Sheet): string[] {
  const { summary, address, commit, createdAt, stop } = sheet;
  const facts = [
    ...(address === null ? [] : [code(address)]),
    ...(commit === null ? [] : [`commit ${code(shortCommit(commit))}`]),
    ...(createdAt === null ? [] : [timePart(timeText(createdAt))]),
  ];
  return [
    `### ${sentence(titleOf(sheet))}`,
    '',
    ...(stop === null ? [] : [...stopLines(stop), '']),
    `**${sentence(summary)}**`,
    '',
    ...(facts.length === 0 ? [] : [facts.join(' · '), '']),
  ];
}

/** Of a colon between digits nothing is made. */
function timePart(time: string): string {
  return /^[\d: -]+UTC$/.test(time) ? time : code(time);
}

const LONGEST_HINT = 2_000;

function stopLines({ message, hint }: SheetStop): string[] {
  const advice = hint === null ? [] : ['', fenced(hint.split('\n').map(visible).join('\n').slice(0, LONGEST_HINT), '')];
  return [`> [!CAUTION]\n> ${sentence(message)}`, ...advice];
}

const LONGEST_REMARKS = 4_000;

/** Lines of text with commands among them: fenced, so that they can be pasted. */
function remarkLines({ remarks }: Sheet): string[] {
  if (remarks.length === 0) return [];
  const text = remarks.map(visible).join('\n');
  const shown = text.length <= LONGEST_REMARKS ? text : `${text.slice(0, LONGEST_REMARKS)}…`;
  return [fenced(shown, ''), ''];
}
