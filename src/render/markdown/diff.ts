/** Changes as the body of a fence with the language `diff`, which GitHub and GitLab colour by the first character of a line. */

import type { SheetChange } from '../sheet/sheet.ts';
import { lineText, type ShownLine } from '../shown-line.ts';

/** `!` is what the colouring knows as changed. */
const MARK: Readonly<Record<ShownLine['kind'], string>> = {
  place: '',
  same: '  ',
  removed: '- ',
  added: '+ ',
  changed: '! ',
  edited: '! ',
  note: '  ',
};

export function diffLines(changes: readonly SheetChange[]): string[] {
  return changes.flatMap((change, at) => {
    const isNew = change.heading !== changes[at - 1]?.heading;
    return [...(isNew ? [`@@ ${change.heading} @@`] : []), ...changeLines(change)];
  });
}

function changeLines({ label, kind, summary, values, lines }: SheetChange): string[] {
  if (values !== null) {
    return [
      ...(kind === 'add' ? [] : [`- ${label}: ${values.before}`]),
      ...(kind === 'remove' ? [] : [`+ ${label}: ${values.after}`]),
    ];
  }
  const mark = { add: '+', remove: '-', replace: '!' }[kind];
  const more = summary === null ? '' : ` (${summary})`;
  return [`${mark} ${label}${more}`, ...lines.map((line) => `${MARK[line.kind]}${lineText(line)}`.trimEnd())];
}
