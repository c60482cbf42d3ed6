/**
 * Whether a plan document agrees with itself. Its digest shows accidents; but what is shown (`changes`) and what is written
 * (`set`) are two parts of it, and a document that somebody edited and sealed again must not show one thing and write another.
 */
import { isJsonObject, ownValue, pointer, pointerSegments } from '../model/json.ts';
import type { Change, Plan, PlannedPersona } from '../model/plan.ts';
import { fieldOf, patchBetween } from './compare.ts';
import { digestOfChanges, fingerprintOf, sortedJson } from './fingerprint.ts';
import { liveAsPlanned } from './live-as-planned.ts';
import { desiredManaged } from './managed.ts';

/** The first contradiction in words, or null. */
export function findContradiction(plan: Plan): string | null {
  const { personas, summary } = plan;
  const count = (action: PlannedPersona['action']): number => personas.filter((one) => one.action === action).length;
  const isCounted = summary.update === count('update') && summary.none === count('none');
  if (!isCounted || summary.failed !== count('failed')) return 'its summary does not count its personas';
  if (summary.files < personas.length) return 'it has more personas than files';
  for (const name of ['key', 'id'] as const) {
    if (new Set(personas.map((persona) => persona[name])).size < personas.length)
      return `two personas have one ${name}`;
  }
  return personas.map(contradictionIn).find((found) => found !== null) ?? null;
}

function contradictionIn(persona: PlannedPersona): string | null {
  const { key, action, reason, changes, fingerprint, digest } = persona;
  const isUpdate = changes.length > 0 && fingerprint !== null && digest !== null && reason === null;
  const fits = { update: isUpdate, none: changes.length === 0 && reason === null, failed: reason !== null };
  if (!fits[action]) return `the action of ${key} does not fit its changes`;
  if (action !== 'update') return null;
  if (!changes.every((change) => isFromSet(change, persona))) return `${key} shows another change than it sets`;
  return isRedacted(changes) || agreesWithHashes(persona) ? null : `the changes of ${key} do not fit its hashes`;
}

/** What a change shows as `after` is what `set` has there, in canonical form. */
function isFromSet({ path, after }: Change, { set }: PlannedPersona): boolean {
  const field = fieldOf({ path });
  if (!Object.hasOwn(set, field)) return false;
  const desired = desiredManaged(set);
  if (path === pointer(field)) return sortedJson(ownValue(desired, field) ?? null) === sortedJson(after);
  const settings = ownValue(desired, field);
  const [, setting = ''] = pointerSegments(path);
  const value = isJsonObject(settings) ? ownValue(settings, setting) : undefined;
  return sortedJson(value ?? null) === sortedJson(after);
}

/** `before` is redacted after the hashes were made, so that these cannot be made again from it. */
function isRedacted(changes: readonly Change[]): boolean {
  return changes.some((change) => JSON.stringify(change.before).includes('[redacted]'));
}

/** The fingerprint is that of the live side the changes start from, and nothing but the changes leads from it to `set`. */
function agreesWithHashes(persona: PlannedPersona): boolean {
  const live = liveAsPlanned(persona);
  return (
    persona.fingerprint === fingerprintOf(live) &&
    persona.digest === digestOfChanges(persona.id, persona.changes) &&
    patchBetween(live, desiredManaged(persona.set)).length > 0
  );
}
