/** The words that all formats share. */
import type { CommandName } from '../../model/command.ts';
import { commandFor } from '../../model/command-line.ts';
import type { Sheet, SheetPlace } from './sheet.ts';

const TITLES: Readonly<Record<CommandName, string>> = {
  init: 'Init',
  validate: 'Files',
  plan: 'Plan',
  apply: 'Apply',
  drift: 'Drift',
  explain: 'Explain',
  status: 'Status',
  show: 'Show',
  history: 'History',
  bind: 'Bind',
  pull: 'Pull',
  promote: 'Promote',
  rollback: 'Rollback',
  undo: 'Undo',
  runs: 'Runs',
  doctor: 'Doctor',
  merge: 'Merge',
  snapshot: 'Snapshot',
  emulator: 'Emulator',
};

/** `Plan for staging`; `persona-sync` where no command could be told. */
export function titleOf({ command, environment }: Sheet): string {
  const title = command === null ? 'persona-sync' : TITLES[command];
  return environment === null ? title : `${title} for ${environment}`;
}

/** `personas/support.yaml:12:3`, as editors link it. */
export function placeText({ file, line, column }: SheetPlace): string {
  return [file, line, column].filter((part) => part !== null).join(':');
}

/** Where what is left out stands: other reports of this run, and the command that shows it. */
export function inFull({ look }: Sheet, key: string | null, elsewhere: readonly string[]): string[] {
  const command = look === null ? [] : [commandFor(look.name, key === null ? [] : [key], look.options)];
  const places = [...elsewhere, ...command];
  return places.length === 0 ? ['--report html=FILE'] : places;
}

/** `2026-03-01 09:00 UTC`. */
export function timeText(iso: string): string {
  return iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/, '$1 $2 UTC');
}

/** The first twelve digits tell a commit. */
export function shortCommit(commit: string): string {
  return /^[0-9a-f]{40}/.test(commit) ? commit.slice(0, 12) : commit;
}

const COUNTS: Readonly<Record<string, string>> = {
  files: 'persona files',
  update: 'to update',
  create: 'to create',
  promote: 'to promote',
  none: 'unchanged',
};

/** The counts that say something, in words. */
export function countTexts({ counts }: Sheet): { readonly number: number; readonly text: string }[] {
  return Object.entries(counts)
    .filter(([, number]) => number > 0)
    .map(([name, number]) => ({ number, text: COUNTS[name] ?? name.replaceAll('_', ' ') }));
}

/** A sentence of ours: plain parts, and what is to be shown as code, which is what stands in backticks and every command. */
export function partsOf(text: string): { readonly text: string; readonly isCode: boolean }[] {
  return text.split(CODE).flatMap((part, at) => {
    if (part === undefined || part === '') return [];
    return [{ text: part.startsWith('`') && at % 2 === 1 ? part.slice(1, -1) : part, isCode: at % 2 === 1 }];
  });
}

/** A quotation ends where a word may end; a command ends with its sentence. */
const CODE = /((?<=^|[\s(])`[^`]+`(?=[\s.,;:)]|$)|(?<=^|\s)persona-sync [a-z][^;`]*(?=;|$))/;
