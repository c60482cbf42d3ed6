/** The plan read as drift: what each persona's state is, not what would be done about it. */
import type { DriftCause, DriftPersona, DriftStatus } from '../model/drift.ts';
import type { LivePersona } from '../model/persona.ts';
import type { Change, Plan, PlannedPersona } from '../model/plan.ts';
import { notOnAir } from './on-air.ts';

/** `seen` holds the personas that the plan was made from, by key. */
export function driftOf(plan: Plan, seen: ReadonlyMap<string, LivePersona>): DriftPersona[] {
  return plan.personas.map((persona) => {
    const live = seen.get(persona.key);
    const waiting = live === undefined ? [] : notOnAir(persona.set, live);
    return {
      key: persona.key,
      id: persona.id,
      file: persona.file,
      status: statusOf(persona),
      findings: [
        ...(persona.changes.length > 0 ? (['edited'] as const) : []),
        ...(waiting.length > 0 ? (['unpromoted'] as const) : []),
      ],
      cause: causeOf(persona.changes),
      updated_at: persona.updated_at,
      changes: persona.changes,
      not_on_air: waiting,
    };
  });
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

function statusOf({ action, reason }: PlannedPersona): DriftStatus {
  if (action === 'none') return 'in_sync';
  if (action === 'update') return 'differs';
  return reason === 'missing' || reason === 'deleted' ? reason : 'failed';
}
