import type { Place } from '../model/diagnostic.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { DesiredPersona, LivePersona, PromptFile } from '../model/persona.ts';
import type { Change, FieldChange } from '../model/plan.ts';
import { compareManaged, planeOn, sourcesIn } from './compare.ts';
import { fingerprintOf, sortedJson } from './fingerprint.ts';
import { desiredManaged, liveManaged } from './managed.ts';

type Comparable = Pick<DesiredPersona, 'set' | 'sources' | 'promptFiles'>;

/** What differs between a file and a live persona, in canonical form. */
export function changesBetween(desired: Comparable, live: LivePersona): Change[] {
  return changesFrom(liveManaged(live, desired.set), desired, live);
}

/** The same, with the fingerprint of what was compared. Without a change it is that of the file, which is ready. */
export function compareWith(
  desired: Comparable,
  live: LivePersona,
): { readonly changes: readonly Change[]; readonly fingerprint: string } {
  const managed = liveManaged(live, desired.set);
  const changes = changesFrom(managed, desired, live);
  return { changes, fingerprint: fingerprintOf(changes.length === 0 ? desiredManaged(desired.set) : managed) };
}

/** What can be made of a file before its live persona is known. */
export function prepareDesired({ set }: Pick<DesiredPersona, 'set'>): void {
  fingerprintOf(desiredManaged(set));
}

function changesFrom(managed: JsonObject, desired: Comparable, live: LivePersona): Change[] {
  const changes = compareManaged(managed, desiredManaged(desired.set), {
    planeOf: planeOn(live),
    sourcesOf: (path) => sourcesIn(desired.sources, path),
  });
  return changes.map((change) => ({ ...change, sources: sourcesOfEdit(change, desired.promptFiles) }));
}

/** Whether a reader of one sees what a reader of the other sees. Of live values both are redacted. */
export function showSame(one: readonly FieldChange[], other: readonly FieldChange[]): boolean {
  const told = (changes: readonly FieldChange[]): JsonValue =>
    changes.map(({ path, before, after }) => ({ path, before, after }));
  return sortedJson(told(one)) === sortedJson(told(other));
}

/** The place of the edit first: for a prompt from files, the first line that differs, in the file that has it. */
export function sourcesOfEdit(
  { path, before, after, sources }: FieldChange,
  promptFiles: readonly PromptFile[] = [],
): readonly Place[] {
  const parts = promptFiles.filter((prompt) => prompt.path === path);
  const [first] = parts;
  if (first === undefined) return sources;
  const line = firstDifferentLine(before, after);
  const edited = parts.findLast(({ begins }) => begins <= line) ?? first;
  const place = { file: edited.file, line: edited.aligned ? line - edited.begins + 1 : 1, column: 1 };
  return [place, ...sources.filter(({ file }) => file !== edited.file)];
}

/** Counted from 1, in the new text; its last line where only the end of the old text went. */
function firstDifferentLine(before: FieldChange['before'], after: FieldChange['after']): number {
  const [old, now] = [linesOf(before), linesOf(after)];
  let at = 0;
  while (at < now.length - 1 && old[at] === now[at]) at += 1;
  return at + 1;
}

function linesOf(value: FieldChange['before']): readonly string[] {
  return typeof value === 'string' ? value.split('\n') : [''];
}
