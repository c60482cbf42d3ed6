/** What rollback tells beside its plan, as text: which version, what stays as it is, and what git still says. */
import { commandFor } from '../model/command-line.ts';
import type { FilesSay, NotBrought, NotBroughtReason } from '../model/rollback.ts';
import { promotedBy, type Version, versionId, versionNumber, versionTime, versionType } from '../model/version.ts';
import { minuteText, userText } from './status.ts';
import type { Style } from './style.ts';
import { visible } from './visible.ts';
import { fieldLabel } from './words.ts';

/** `version 1 (archived, promoted 2026-01-05 10:00 UTC by 7d0c3a52)`. */
export function versionTitle(version: Version): string {
  const number = versionNumber(version);
  const time = versionTime(version);
  const user = promotedBy(version);
  const what = versionType(version);
  const when = time === null ? [] : [`promoted ${minuteText(time)} UTC${user === null ? '' : ` by ${userText(user)}`}`];
  const more = [...(what === null ? [] : [visible(what)]), ...when].join(', ');
  return `version ${number === null ? visible(versionId(version)) : number}${more === '' ? '' : ` (${more})`}`;
}

const WHY: Readonly<Record<NotBroughtReason, string>> = {
  key_shape: 'holds what looks like an API key, which is never written from here',
  not_shown: 'is not shown by the service in that version',
  unsettable: 'is no field that can be set',
};

/** One line a field. */
export function notBroughtLines(left: readonly NotBrought[], style: Style): string[] {
  return left.map(({ path, reason }) => `${style.yellow('left alone')}: ${fieldLabel(path)} ${WHY[reason]}`);
}

export function undocumentedLine(paths: readonly string[], style: Style): string[] {
  if (paths.length === 0) return [];
  const names = paths.map(fieldLabel).join(', ');
  return [
    `${style.yellow('still different')}: ${names}, which no page of the service documents; set it in the dashboard`,
  ];
}

export const IMMEDIATE_LINE = 'Name, role, description, tags and image belong to no version: they stay as they are.';

/** The last lines: what git still says, and how to bring it along. */
export function filesSayLines(
  { fields, files, commit, uncommitted }: FilesSay,
  key: string,
  options: readonly string[],
): string[] {
  if (fields.length === 0) return ['The files say the same as that version: nothing is to be done in git.'];
  const said = `Git still says otherwise: ${fields.map(fieldLabel).join(', ')} in ${files.map(visible).join(', ')}. The next apply would write it again.`;
  const pull = commandFor('pull', [key], options);
  if (uncommitted.length > 0) {
    return [
      said,
      `Not committed: ${uncommitted.map(visible).join(', ')}. Change it there, or take over what is live: ${pull}`,
    ];
  }
  if (commit === null) return [said, `Git knows no commit of it: change the file, or take over what is live: ${pull}`];
  const revert = `git revert ${commit.merge ? '-m 1 ' : ''}${commit.sha.slice(0, 12)}`;
  return [
    said,
    `To bring git along, take back the newest commit there, "${visible(commit.subject)}": ${revert}`,
    `Then see that nothing is left: ${commandFor('plan', [key], options)}`,
  ];
}
