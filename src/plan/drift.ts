/** The plan read as drift: what each persona's state is, not what would be done about it. */
import type { DriftCause, DriftFinding, DriftPersona, DriftPlane, DriftStatus } from '../model/drift.ts';
import type { LivePersona } from '../model/persona.ts';
import type { Change, Plan, PlannedPersona, PromoteChange } from '../model/plan.ts';
import { notOnAir } from './on-air.ts';

/**
 * `plan` is one that promotes after the update: then what it would ship is what production has otherwise than the files,
 * and what is foreign. `seen` holds the personas that it was made from, by key.
 */
export function driftOf(plan: Plan, seen: ReadonlyMap<string, LivePersona>, plane: DriftPlane): DriftPersona[] {
  return plan.personas.map((persona) => {
    const live = seen.get(persona.key);
    const shipped = persona.promote?.changes ?? [];
    const sides: Sides = {
      changes: persona.changes,
      production_changes: shipped.filter((change) => !change.foreign),
      foreign: shipped.filter((change) => change.foreign),
    };
    return {
      key: persona.key,
      id: persona.id,
      name: persona.name,
      file: persona.file,
      status: statusOf(persona, differsOn(plane, sides)),
      findings: findingsOf(sides),
      cause: persona.action === 'create' ? null : causeOf(persona.changes),
      updated_at: persona.updated_at,
      ...sides,
      not_on_air: live === undefined ? [] : notOnAir(persona.set, live),
    };
  });
}

type Sides = Pick<DriftPersona, 'changes' | 'production_changes' | 'foreign'>;

function findingsOf(sides: Sides): DriftFinding[] {
  const { changes, foreign } = sides;
  return [
    ...(changes.length > 0 ? (['edited'] as const) : []),
    ...(unpromoted(sides).length > 0 ? (['unpromoted'] as const) : []),
    ...(foreign.length > 0 ? (['foreign'] as const) : []),
  ];
}

/** What is on the draft as the files say, and not in production. */
function unpromoted({ changes, production_changes: heard }: Sides): readonly PromoteChange[] {
  const edited = new Set(changes.map(({ path }) => path));
  return heard.filter(({ path }) => !edited.has(path));
}

/** Root fields are on air at once, so that they count for either plane. What is foreign stands between the two. */
function differsOn(plane: DriftPlane, { changes, production_changes: heard, foreign }: Sides): boolean {
  const isOnDraft = changes.length > 0;
  const isOnAir = heard.length > 0 || changes.some((change) => change.plane === 'immediate');
  switch (plane) {
    case 'draft':
      return isOnDraft;
    case 'production':
      return isOnAir;
    case 'both':
      return isOnDraft || isOnAir || foreign.length > 0;
    default:
      return plane satisfies never;
  }
}

/** What the files have come to manage, and what was not written since, counts as not applied. */
function causeOf(changes: readonly Change[]): DriftCause | null {
  const has = (...wanted: readonly Change['origin'][]): boolean =>
    changes.some(({ origin }) => wanted.includes(origin));
  if (changes.length === 0) return null;
  const [behind, edited] = [has('behind', 'new'), has('edited')];
  if (behind && edited) return 'both';
  if (has('unknown', null)) return 'unknown';
  return edited ? 'edited' : 'behind';
}

function statusOf({ action, reason }: PlannedPersona, differs: boolean): DriftStatus {
  if (action === 'create') return 'new';
  if (action !== 'failed') return differs ? 'differs' : 'in_sync';
  return reason === 'missing' || reason === 'deleted' ? reason : 'failed';
}
