/**
 * Equal changes are shown once, with the personas they reach: one edit of a prompt file that fifty personas share is one
 * thing to read, not fifty.
 */
import { createHash } from 'node:crypto';
import type { Change } from '../model/plan.ts';

interface Changing {
  readonly key: string;
  readonly changes: readonly Change[];
}

/** Changes that reach the same personas. */
export interface Alike {
  /** At least two keys, in the order of the plan. */
  readonly keys: readonly string[];
  readonly changes: readonly Change[];
}

export interface Grouped<P> {
  /** Those that reach most personas first. */
  readonly shared: readonly Alike[];
  /** Every persona, with the changes that it has alone. */
  readonly personas: readonly {
    readonly persona: P;
    readonly own: readonly Change[];
    readonly also: readonly Change[];
  }[];
}

/** Equal is what is shown the same, wherever the files have it: sources are not compared. */
export function groupAlike<P extends Changing>(personas: readonly P[]): Grouped<P> {
  const reached = new Map<string, { readonly change: Change; readonly keys: string[] }>();
  const signed = personas.map((persona) => ({ persona, signs: persona.changes.map(signatureOf) }));
  for (const { persona, signs } of signed) {
    persona.changes.forEach((change, at) => {
      const sign = signs[at] ?? '';
      const known = reached.get(sign);
      if (known === undefined) reached.set(sign, { change, keys: [persona.key] });
      else known.keys.push(persona.key);
    });
  }
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

function joinReaches(found: readonly { readonly change: Change; readonly keys: readonly string[] }[]): Alike[] {
  const groups = new Map<string, { readonly keys: readonly string[]; readonly changes: Change[] }>();
  for (const { change, keys } of found) {
    const reach = JSON.stringify(keys);
    const known = groups.get(reach);
    if (known === undefined) groups.set(reach, { keys, changes: [change] });
    else known.changes.push(change);
  }
  return [...groups.values()].sort((a, b) => b.keys.length - a.keys.length);
}

/** Prompts may be long and personas many, so that a hash is kept of each change, not its text. */
function signatureOf({ sources: _, ...change }: Change): string {
  return createHash('sha256').update(JSON.stringify(change)).digest('base64');
}

/** The prompt files that a shared change has in common: where its text was edited, once for all. */
export function promptFilesOf({ sources }: Change): string[] {
  return [...new Set(sources.slice(1).map(({ file }) => file))];
}
