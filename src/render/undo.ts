/** What undo tells beside its plan, as text: what is left alone, and what callers hear. */
import { commandFor } from '../model/command-line.ts';
import type { RunRecord } from '../model/journal.ts';
import type { CallersHear, LeftAlone, LeftAloneReason } from '../model/undo.ts';
import type { Style } from './style.ts';
import { visible } from './visible.ts';
import { fieldLabel } from './words.ts';

const WHY: Readonly<Record<LeftAloneReason, string>> = {
  created: 'was created by that run',
  changed_since: 'was changed again since',
  redacted: 'held a key, which the journal does not keep: the old value is not known',
  unsettable: 'is no field that can be set',
};

/** One line a field, or a persona that was created. */
export function leftAloneLines(left: readonly LeftAlone[], style: Style): string[] {
  return left.map((one) => (one.reason === 'created' ? createdLine(one, style) : leftAloneLine(one, style)));
}

function leftAloneLine({ key, path, reason }: LeftAlone, style: Style): string {
  return `${style.yellow('left alone')}: ${visible(key)} ${fieldLabel(path)} ${WHY[reason]}`;
}

/** What to do about it is for a person: no call must end because a run is taken back. */
function createdLine({ key, id }: LeftAlone, style: Style): string {
  const what = id === null ? 'may have been created by that run' : `was created by that run as ${visible(id)}`;
  const how = id === null ? 'look for it in the dashboard and delete it there' : 'delete it in the dashboard';
  return `${style.yellow('left alone')}: ${visible(key)} ${what}, and undo deletes nothing. To be rid of it, ${how}, then take its file and its id out of the repository.`;
}

/** One line where there is nothing to put back. */
export function nothingToUndo(record: RunRecord, left: readonly LeftAlone[]): string {
  const run = `${record.command} ${record.run} of ${record.started_at}`;
  if (record.writes.length + record.creates.length === 0)
    return `Nothing to undo: ${run} ${record.promotes.length > 0 ? 'promoted, and wrote no draft' : 'wrote nothing'}.`;
  if (left.length === 0) return `Nothing to undo: all that ${run} wrote is as it was before.`;
  return `Nothing to undo: nothing that ${run} wrote can be put back.`;
}

/** Where the files still say what was taken back, the next apply writes it again. */
export function filesLine({ command, commit }: RunRecord): string[] {
  if (command !== 'apply') return [];
  const what = commit === null ? 'them' : `them (commit ${commit.slice(0, 12)})`;
  return [`The files still say what was taken back: revert ${what} too, or the next apply writes it again.`];
}

/** The last lines: what production has of the draft fields that were put back. */
export function heardLines(heard: readonly CallersHear[]): string[] {
  const [old, undone, other] = (['old', 'undone', 'other'] as const).map((wanted) =>
    fieldsByPersona(heard.filter((one) => one.callers_hear === wanted)),
  );
  return [
    ...line('Callers never heard what was taken back; they hear the old', old),
    ...line('Callers hear neither the old nor what was taken back, until the draft is promoted', other),
    ...line('Callers still hear what was taken back, until the draft is promoted', undone),
  ];
}

interface Promoted {
  readonly key: string;
  readonly production: { readonly version_id: string | null; readonly version_number: number | null } | null;
}

/** Undo does not change production: how to put back what callers heard before that run promoted. */
export function promotedLines(promoted: readonly Promoted[], options: readonly string[]): string[] {
  return promoted.map(({ key, production }) => {
    const version = production === null ? null : (production.version_id ?? production.version_number);
    if (version === null)
      return `That run promoted ${visible(key)} for the first time: there is no earlier version to go back to.`;
    const back = commandFor('rollback', [key], ['--to', String(version), '--promote', ...options]);
    return `That run promoted ${visible(key)}; to put back what callers heard before: ${back}`;
  });
}

function line(text: string, fields: string | undefined): string[] {
  return fields === undefined || fields === '' ? [] : [`${text}: ${fields}.`];
}

function fieldsByPersona(heard: readonly CallersHear[]): string {
  const fields = new Map<string, string[]>();
  for (const { key, path } of heard) fields.set(key, [...(fields.get(key) ?? []), fieldLabel(path)]);
  return [...fields].map(([key, names]) => `${visible(key)} (${names.join(', ')})`).join(', ');
}
