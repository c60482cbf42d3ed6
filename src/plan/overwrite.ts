/**
 * The changes that would write over what somebody did elsewhere. What the dashboard says and no commit ever wanted is
 * known nowhere else, so that it is held until somebody has decided; the same for what git cannot tell, where the config
 * asks for that. Undo and promote carry no origins, and are never held here.
 */
import type { GuardFinding } from '../model/guard.ts';
import type { Plan, PlannedPersona } from '../model/plan.ts';

/** At most one a persona. `requireOrigin`: also those whose origin is unknown. */
export function findOverwrites(plan: Pick<Plan, 'personas'>, requireOrigin: boolean): GuardFinding[] {
  return plan.personas
    .filter(({ action }) => action === 'update')
    .flatMap((persona) => findOverwrite(persona, requireOrigin));
}

function findOverwrite({ key, digest, changes, updated_at }: PlannedPersona, requireOrigin: boolean): GuardFinding[] {
  const edited = changes.filter(({ origin }) => origin === 'edited').map(({ path }) => path);
  const unknown = requireOrigin ? changes.filter(({ origin }) => origin === 'unknown').map(({ path }) => path) : [];
  const [path] = [...edited, ...unknown];
  if (path === undefined) return [];
  const figures = { kind: 'origins', edited, unknown, updatedAt: updated_at } as const;
  return [{ guard: 'overwrite', key, step: 'update', path, digest: digest ?? '', figures }];
}
