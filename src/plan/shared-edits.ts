/**
 * Counts what was decided, not what it reaches: one edit of a prompt file that ten personas include is one edit.
 *
 * A persona's prompt is its files joined, so the same edit stands at another place in each text; what is the same is the
 * block of lines that went and the block that came. Personas whose whole change is such a block, from a file that others
 * of them include too, count once.
 */
import type { SharedEdit } from '../model/guard.ts';
import type { FieldChange, PlannedPersona } from '../model/plan.ts';

/** `counted`: the edits. `shared`: those that reach several personas. */
export function countEdits(personas: readonly PlannedPersona[]): {
  readonly counted: number;
  readonly shared: readonly SharedEdit[];
} {
  const groups = new Map<string, { readonly file: string | null; personas: number }>();
  for (const persona of personas) {
    const edit = editOf(persona);
    const known = groups.get(edit.signature);
    if (known === undefined) groups.set(edit.signature, { file: edit.file, personas: 1 });
    else known.personas += 1;
  }
  const shared = [...groups.values()].flatMap(({ file, personas: reached }) =>
    file !== null && reached > 1 ? [{ file, personas: reached }] : [],
  );
  return { counted: groups.size, shared };
}

/** Personas with the same signature were changed by the same edit; a change of the persona's own has its key in it. */
function editOf(persona: PlannedPersona): { readonly signature: string; readonly file: string | null } {
  const own = { signature: `persona ${persona.key}`, file: null };
  const changes = changesOf(persona);
  const files = new Set(changes.flatMap((change) => otherFiles(change, persona)));
  const blocks = changes.map((change) => (otherFiles(change, persona).length === 0 ? null : changedBlock(change)));
  const [file] = files;
  if (file === undefined || blocks.includes(null)) return own;
  return { signature: JSON.stringify(blocks), file: [...files].join(', ') };
}

/** What the persona's update writes, and what its promote ships beyond that. */
function changesOf({ changes, promote }: PlannedPersona): readonly FieldChange[] {
  const shipped = promote?.changes ?? [];
  const written = new Set(changes.map(changedText));
  return [...changes, ...shipped.filter((change) => !written.has(changedText(change)))];
}

function changedText({ path, before, after }: FieldChange): string {
  return JSON.stringify([path, before, after]);
}

/** Prompt files, and those of values. */
function otherFiles({ sources }: FieldChange, persona: PlannedPersona): string[] {
  return sources.map(({ file }) => file).filter((file) => file !== persona.file);
}

/** The lines that went and those that came, or null where the change is not one of text. */
function changedBlock(change: FieldChange): readonly string[] | null {
  const { before, after } = change;
  if (typeof before !== 'string' || typeof after !== 'string') return null;
  const [old, now] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  const room = Math.min(old.length, now.length) - start;
  while (end < room && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  return [change.path, old.slice(start, old.length - end).join('\n'), now.slice(start, now.length - end).join('\n')];
}
