/**
 * A persona that is not there yet. The service puts it into production and onto the draft in one, so nothing of it is
 * promoted later: all of it is on air at once, as soon as a number is attached.
 */
import type { DesiredPersona, LivePersona } from '../model/persona.ts';
import type { Change, PlannedPersona } from '../model/plan.ts';
import { changesBetween } from './changes.ts';
import { hashJson } from './fingerprint.ts';

/** What there is before: nothing. The body of a POST is that of a PATCH onto it. */
export const NOTHING_LIVE: LivePersona = { id: '', root: {}, draft: {}, production: null };

export function planCreation({ key, file, name, set, sources }: DesiredPersona): PlannedPersona {
  const changes = changesBetween({ set, sources }, NOTHING_LIVE).map(
    (change): Change => ({ ...change, plane: 'immediate' }),
  );
  return {
    key,
    file,
    id: null,
    name,
    action: 'create',
    reason: null,
    updated_at: null,
    fingerprint: null,
    digest: digestOfCreation(key, changes),
    changes,
    promote: null,
    set,
  };
}

/** There is no id yet: the key stands for it. */
export function digestOfCreation(key: string, changes: readonly Change[]): string {
  return hashJson({ create: key, changes: changes.map(({ path, before, after }) => ({ path, before, after })) });
}
