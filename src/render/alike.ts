/**
 * Equal changes are shown once, with the personas they reach: one edit of a prompt file that fifty personas share is one
 * thing to read, not fifty. Where a prompt is made of several files, the same edit stands at another place in each text:
 * what is the same then is the place in the file, and the block of lines that went and the one that came.
 */
import { createHash } from 'node:crypto';
import type { Change } from '../model/plan.ts';

interface Changing {
  readonly key: string;
  readonly file: string;
  readonly changes: readonly Change[];
}

/** A change that reaches several personas. */
export interface AlikeChange extends Change {
  /** The texts around it differ from persona to persona, so that only what it adds or takes can be told of its size. */
  readonly within: 'same' | 'different';
}

/** Changes that reach the same personas. */
export interface Alike {
  /** At least two keys, in the order of the plan. */
  readonly keys: readonly string[];
  /** The files that the changes of all of them come from: prompt files. */
  readonly files: readonly string[];
  readonly changes: readonly AlikeChange[];
}

export interface Grouped<P> {
  /** Those that reach most personas first. */
  readonly shared: readonly Alike[];
  /** Every persona, with the changes that it has alone, and those that it shares. */
  readonly personas: readonly {
    readonly persona: P;
    readonly own: readonly Change[];
    readonly also: readonly Change[];
  }[];
}

interface Reached {
  readonly keys: string[];
  files: readonly string[];
  change: AlikeChange;
}

export function groupAlike<P extends Changing>(personas: readonly P[]): Grouped<P> {
  const reached = new Map<string, Reached>();
  const signed = personas.map((persona) => ({
    persona,
    signs: persona.changes.map((change) => signatureOf(change, persona.file)),
  }));
  for (const { persona, signs } of signed)
    persona.changes.forEach((change, at) => {
      note(reached, signs[at] ?? '', change, persona);
    });
  const isShared = (sign: string | undefined): boolean => (reached.get(sign ?? '')?.keys.length ?? 0) > 1;
  return {
    shared: joinReaches([...reached.values()].filter(({ keys }) => keys.length > 1)),
    personas: signed.map(({ persona, signs }) => ({
      persona,
      own: persona.changes.filter((_, at) => !isShared(signs[at])),
      also: persona.changes.filter((_, at) => isShared(signs[at])),
    })),
  };
}

function note(reached: Map<string, Reached>, sign: string, change: Change, { key, file: own }: Changing): void {
  const known = reached.get(sign);
  const files = change.sources.map(({ file }) => file).filter((file) => file !== own);
  if (known === undefined) {
    reached.set(sign, { keys: [key], files, change: { ...change, within: 'same' } });
    return;
  }
  known.keys.push(key);
  known.files = known.files.filter((file) => files.includes(file));
  if (known.change.before !== change.before && typeof change.before === 'string')
    known.change = { ...known.change, within: 'different' };
}

function joinReaches(found: readonly Reached[]): Alike[] {
  const groups = new Map<string, { keys: readonly string[]; files: Set<string>; changes: AlikeChange[] }>();
  for (const { change, keys, files } of found) {
    const reach = JSON.stringify(keys);
    const group = groups.get(reach) ?? { keys, files: new Set<string>(), changes: [] };
    groups.set(reach, group);
    group.changes.push(change);
    for (const file of files) group.files.add(file);
  }
  return [...groups.values()]
    .map((group) => ({ ...group, files: [...group.files] }))
    .sort((a, b) => b.keys.length - a.keys.length);
}

/** Prompts may be long and personas many, so that a hash is kept of each change, not its text. */
function signatureOf({ sources, ...change }: Change, file: string): string {
  const [place] = sources;
  const block = place === undefined || place.file === file ? null : changedBlock(change.before, change.after);
  const { before: _, after: __, ...about } = change;
  const same = block === null ? change : { ...about, place, block };
  return createHash('sha256').update(JSON.stringify(same)).digest('base64');
}

/** The lines that went, and those that came; null where the change is not one of text. */
function changedBlock(before: Change['before'], after: Change['after']): readonly (readonly string[])[] | null {
  if (typeof before !== 'string' || typeof after !== 'string') return null;
  const [old, now] = [before.split('\n'), after.split('\n')];
  const room = Math.min(old.length, now.length);
  let start = 0;
  while (start < room && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < room - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  return [old.slice(start, old.length - end), now.slice(start, now.length - end)];
}
