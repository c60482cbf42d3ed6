/**
 * Whether a plan document agrees with itself. Its digest shows accidents; but what is shown (`changes`) and what is written
 * (`set`) are two parts of it, and a document that somebody edited and sealed again must not show one thing and write another.
 */
import { fieldNamed } from '../model/fields.ts';
import { isJsonObject, type JsonValue, ownValue, pointer, pointerSegments } from '../model/json.ts';
import type { Change, FieldChange, Plan, PlannedPersona, PromoteChange } from '../model/plan.ts';
import { isInShard, type ShardShare } from '../model/shard.ts';
import { summarize } from './build.ts';
import { fieldOf, patchBetween } from './compare.ts';
import { planCreation } from './creation.ts';
import { digestOfChanges, fingerprintOf, sortedJson } from './fingerprint.ts';
import { liveAsPlanned } from './live-as-planned.ts';
import { desiredManaged } from './managed.ts';
import { digestOfPromote, isForeign } from './promote.ts';
import { withoutRowExtras } from './version-content.ts';

/** The first contradiction in words, or null. */
export function findContradiction(plan: Plan): string | null {
  const { personas, summary, shard } = plan;
  const counted = summarize(personas, summary.files);
  if (sortedJson({ ...counted }) !== sortedJson({ ...summary })) return 'its summary does not count its personas';
  if (summary.files < personas.length) return 'it has more personas than files';
  if (shard !== undefined && !fitsShard(personas, shard, summary.files))
    return 'its personas are not those of its shard';
  for (const name of ['key', 'id'] as const) {
    const known = personas.map((persona) => persona[name]).filter((value) => value !== null);
    if (new Set(known).size < known.length) return `two personas have one ${name}`;
  }
  return personas.map(contradictionIn).find((found) => found !== null) ?? null;
}

/** Guards count by the shard: a smaller one must not pass for a larger. */
function fitsShard(personas: readonly PlannedPersona[], shard: ShardShare, files: number): boolean {
  const isOwn = personas.every(({ key }) => isInShard(key, shard));
  return isOwn && shard.index <= shard.count && personas.length <= shard.files && shard.files <= files;
}

function contradictionIn(persona: PlannedPersona): string | null {
  return contradictionInUpdate(persona) ?? contradictionInPromote(persona);
}

function contradictionInUpdate(persona: PlannedPersona): string | null {
  const { key, id, action, reason, changes, fingerprint, digest } = persona;
  const isUpdate = id !== null && changes.length > 0 && fingerprint !== null && digest !== null && reason === null;
  const isNew = id === null && changes.length > 0 && fingerprint === null && reason === null;
  const fits = {
    create: isNew,
    update: isUpdate,
    none: changes.length === 0 && reason === null,
    failed: reason !== null,
  };
  if (!fits[action]) return `the action of ${key} does not fit its changes`;
  if (action === 'create') return contradictionInCreation(persona);
  if (action !== 'update') return null;
  if (!changes.every((change) => isFromSet(change, persona))) return `${key} shows another change than it sets`;
  return isRedacted(changes) || agreesWithHashes(persona) ? null : `the changes of ${key} do not fit its hashes`;
}

/** All that the file sets is shown, and nothing else. */
function contradictionInCreation({ key, file, name, set, changes, digest }: PlannedPersona): string | null {
  const planned = planCreation({ key, file, id: null, name, set, sources: new Map() });
  const shown = changes.map((change) => ({ ...change, sources: [] }));
  if (sortedJson(plain(planned.changes)) !== sortedJson(plain(shown)))
    return `${key} shows something else than it sets`;
  return digest === planned.digest ? null : `the changes of ${key} do not fit its hash`;
}

function plain(changes: readonly Change[]): JsonValue {
  return JSON.parse(JSON.stringify(changes));
}

/** Whose differences are foreign decides what a guard asks: that may not be told otherwise than `set` has it. */
function contradictionInPromote({ key, id, action, promote, set }: PlannedPersona): string | null {
  if (promote === null) return null;
  const { action: step, reason, changes, fingerprint, digest } = promote;
  const isPromote = changes.length > 0 && fingerprint !== null && digest !== null && reason === null;
  const fits = {
    promote: isPromote,
    none: changes.length === 0 && reason !== 'draft_differs',
    failed: reason !== null,
  };
  if (!fits[step] || action === 'failed') return `the promote of ${key} does not fit its changes`;
  if (step !== 'promote') return null;
  const isTold = ({ path, before, after, foreign }: PromoteChange): boolean => {
    const isKnown = fieldNamed(fieldOf({ path }))?.plane === 'draft' || !Object.hasOwn(set, fieldOf({ path }));
    return !isKnown || foreign === isForeign({ path, before, after }, set);
  };
  if (!changes.every(isTold)) return `${key} shows another origin of what is promoted than it sets`;
  const fromFile = changes.filter(({ foreign }) => !foreign);
  const shown = fromFile.map((change) => ({ ...change, after: withoutRowExtras(fieldOf(change), change.after) }));
  if (!shown.every((change) => isFromSet(change, { set }))) return `${key} would promote another value than it sets`;
  return isRedacted(changes) || (id !== null && digest === digestOfPromote(id, changes))
    ? null
    : `the promote of ${key} does not fit its hash`;
}

/** What a change shows as `after` is what `set` has there, in canonical form. */
function isFromSet({ path, after }: FieldChange, { set }: Pick<PlannedPersona, 'set'>): boolean {
  const field = fieldOf({ path });
  if (!Object.hasOwn(set, field)) return false;
  const desired = desiredManaged(set);
  if (path === pointer(field)) return sortedJson(ownValue(desired, field) ?? null) === sortedJson(after);
  const settings = ownValue(desired, field);
  const [, setting = ''] = pointerSegments(path);
  const value = isJsonObject(settings) ? ownValue(settings, setting) : undefined;
  return sortedJson(value ?? null) === sortedJson(after);
}

/** Live values are redacted after the hashes were made, so that these cannot be made again from them. */
function isRedacted(changes: readonly FieldChange[]): boolean {
  return changes.some(({ path, before, after }) => JSON.stringify([path, before, after]).includes('[redacted]'));
}

/** The fingerprint is that of the live side the changes start from, and nothing but the changes leads from it to `set`. */
function agreesWithHashes(persona: PlannedPersona): boolean {
  const live = liveAsPlanned(persona);
  return (
    persona.id !== null &&
    persona.fingerprint === fingerprintOf(live) &&
    persona.digest === digestOfChanges(persona.id, persona.changes) &&
    patchBetween(live, desiredManaged(persona.set)).length > 0
  );
}
