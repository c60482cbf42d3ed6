/**
 * A fresh plan cut to what was reviewed. A reviewed plan says which changes are meant, by their digests, and a fresh one how
 * to make them from today's state: so two changes of one persona that were planned on the same base are both applied, one
 * after the other, while the saved plan of the second would no longer fit.
 */

import type { FieldChange, Plan, PlannedPersona, PlannedPromote } from '../model/plan.ts';
import { summarize } from './build.ts';
import { showSame } from './changes.ts';

/** Keys of personas whose step is not the one that was reviewed: it is held. */
export interface NotReviewed {
  readonly update: ReadonlySet<string>;
  readonly promote: ReadonlySet<string>;
}

export const ALL_REVIEWED: NotReviewed = { update: new Set(), promote: new Set() };

export interface ReviewedPlan {
  /** Without what nobody reviewed here. */
  readonly plan: Plan;
  readonly held: NotReviewed;
  /** Left out: steps of personas that differ, but have no changes in the reviewed plan. */
  readonly elsewhere: readonly {
    readonly key: string;
    readonly id: string | null;
    readonly step: 'update' | 'promote';
  }[];
  /** Reviewed personas that the fresh plan does not have. */
  readonly gone: readonly string[];
}

export function cutToReviewed(fresh: Plan, reviewed: Plan): ReviewedPlan {
  const known = new Map(reviewed.personas.map((persona) => [identityOf(persona), persona]));
  const judged = fresh.personas.map((persona) => judgePersona(persona, known.get(identityOf(persona))));
  const held = (step: 'update' | 'promote'): ReadonlySet<string> =>
    new Set(judged.filter((one) => one[step] === 'other').map(({ persona }) => persona.key));
  const there = new Set(fresh.personas.flatMap((persona) => [identityOf(persona), `new ${persona.key}`]));
  return {
    plan: withPersonas(fresh, judged.flatMap(kept)),
    held: { update: held('update'), promote: held('promote') },
    elsewhere: judged.flatMap(({ persona, ...steps }) =>
      (['update', 'promote'] as const).flatMap((step) =>
        steps[step] === 'elsewhere' ? [{ key: persona.key, id: persona.id, step }] : [],
      ),
    ),
    gone: reviewed.personas.filter((one) => hasChanges(one) && !there.has(identityOf(one))).map(({ key }) => key),
  };
}

/** A persona that is to be created has no id: its key stands for it, also once it is there. */
function identityOf({ id, key }: PlannedPersona): string {
  return id ?? `new ${key}`;
}

/** `same`: reviewed, or nothing to do. `other`: the persona has changes there, but not these. `elsewhere`: it has none. */
type Reviewed = 'same' | 'other' | 'elsewhere';

interface JudgedPersona {
  readonly persona: PlannedPersona;
  readonly update: Reviewed;
  readonly promote: Reviewed;
}

function judgePersona(persona: PlannedPersona, reviewed: PlannedPersona | undefined): JudgedPersona {
  const mismatch = reviewed !== undefined && hasChanges(reviewed) ? 'other' : 'elsewhere';
  const update = isReviewed(persona, reviewed) ? 'same' : mismatch;
  const isSame = isReviewed(persona.promote, reviewed?.promote);
  const wasPlanned = (reviewed?.promote?.digest ?? null) !== null;
  if (isSame) return { persona, update, promote: 'same' };
  return { persona, update, promote: wasPlanned || update === 'other' ? mismatch : 'elsewhere' };
}

type Step = Pick<PlannedPersona, 'digest'> & { readonly changes: readonly FieldChange[] };

/** The digest alone could belong to other changes than the document shows: with redacted values it cannot be made again. */
function isReviewed(fresh: Step | null, reviewed: Step | null | undefined): boolean {
  if (fresh === null || fresh.digest === null) return true;
  return fresh.digest === reviewed?.digest && showSame(fresh.changes, reviewed.changes);
}

function hasChanges({ digest, promote }: PlannedPersona): boolean {
  return digest !== null || (promote?.digest ?? null) !== null;
}

/** A persona whose update was not reviewed is not promoted either: that would ship another draft. */
function kept({ persona, update, promote }: JudgedPersona): PlannedPersona[] {
  if (update === 'elsewhere') return [];
  return promote === 'elsewhere' ? [{ ...persona, promote: nothingShipped(persona.promote) }] : [persona];
}

function nothingShipped(promote: PlannedPromote | null): PlannedPromote | null {
  return promote === null ? null : { ...promote, action: 'none', digest: null, changes: [] };
}

function withPersonas(plan: Plan, personas: readonly PlannedPersona[]): Plan {
  return { ...plan, personas, summary: summarize(personas, plan.summary.files) };
}
