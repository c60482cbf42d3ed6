/** Who moved, as text: one line for the fields of each origin. Subjects and authors of commits are anybody's text. */
import type { Behind, Origin } from '../model/origin.ts';
import type { Change } from '../model/plan.ts';
import type { Style } from './style.ts';
import { visible } from './visible.ts';
import { count, fieldLabel } from './words.ts';

/** What is known of the persona beside its changes. */
interface Moved {
  readonly changes: readonly Change[];
  readonly updated_at: string | null;
}

/** Every field that differs, the edited ones first. */
export function originLines(moved: Moved, style: Style): string[] {
  const { changes } = moved;
  const of = (...wanted: readonly (Origin | null)[]): Change[] =>
    changes.filter(({ origin }) => wanted.includes(origin));
  return [
    ...editedLines(moved, style),
    ...line('differs', of('unknown', null), updatedText(moved), style),
    ...groupByCommit(of('behind')).flatMap((group) => line('behind', group.changes, behindText(group.behind), style)),
    ...line('new', of('new'), 'managed by the files now, and not written since', style),
  ];
}

/** Only what was edited elsewhere: an apply would write over it. */
export function editedLines(moved: Moved, style: Style): string[] {
  const edited = moved.changes.filter(({ origin }) => origin === 'edited');
  const since = updatedText(moved);
  return line('edited', edited, `no commit wanted the live value${since === null ? '' : `; ${since}`}`, style);
}

function line(word: string, changes: readonly Change[], about: string | null, style: Style): string[] {
  if (changes.length === 0) return [];
  const fields = changes.map((change) => fieldLabel(change.path)).join(', ');
  return [`${style.yellow(word)}: ${fields}${about === null ? '' : ` (${about})`}`];
}

function updatedText({ updated_at: updatedAt }: Moved): string | null {
  return updatedAt === null ? null : `live last updated ${visible(updatedAt)}`;
}

interface Group {
  readonly behind: Behind | null;
  readonly changes: readonly Change[];
}

function groupByCommit(changes: readonly Change[]): Group[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const at = change.behind === null ? '' : `${change.behind.sha} ${change.behind.commits}`;
    groups.set(at, [...(groups.get(at) ?? []), change]);
  }
  return [...groups.values()].map((group) => ({ behind: group[0]?.behind ?? null, changes: group }));
}

function behindText(behind: Behind | null): string {
  if (behind === null) return 'not committed yet';
  const { sha, subject, author, date, commits } = behind;
  const since = `not applied since ${sha.slice(0, 10)} "${visible(cut(subject))}" by ${visible(cut(author))}, ${visible(date)}`;
  return commits === 1 ? since : `${since}; ${count(commits, 'commit')}`;
}

const LONGEST = 72;

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
