/**
 * The third state: draft → production. What promote would ship after the plan's own update, and which of it nobody
 * reviewed, because it does not come from the files.
 */
import { fieldNamed } from '../model/fields.ts';
import { isJsonObject, type JsonObject, objectFrom, ownValue, pointerSegments } from '../model/json.ts';
import { type DesiredPersona, editedVersion, type LivePersona } from '../model/persona.ts';
import type { Change, PlannedPromote, PromoteChange } from '../model/plan.ts';
import { buildBody } from './body.ts';
import { compareManaged, fieldOf, planeOn, sourcesIn } from './compare.ts';
import { fingerprintOfContents, versionContent, withoutRowExtras } from './content.ts';
import { hashJson, sortedJson } from './fingerprint.ts';
import { managesSetting } from './managed.ts';

/**
 * Whether a plan promotes. `after_update`: each draft as this plan's update leaves it. `as_it_is`: nothing is updated, so
 * only drafts that are as the files say.
 */
export type PromoteMode = 'never' | 'after_update' | 'as_it_is';

/** `changes`: what differs between the file and the live persona. Nothing in the answer is redacted yet. */
export function planPromote(
  desired: Pick<DesiredPersona, 'id' | 'set' | 'sources'>,
  live: LivePersona,
  changes: readonly Change[],
  mode: PromoteMode,
): PlannedPromote | null {
  if (mode === 'never') return null;
  const about = { draft_updated_at: draftUpdatedAt(live) };
  const isWritten = mode === 'after_update' && changes.some((change) => change.plane === 'draft');
  if (mode === 'as_it_is' && changes.length > 0) return { ...UNPLANNED, ...about, action: 'failed', reason: 'draft_differs' };
  if (live.draft === null && !isWritten) {
    // Asked for by name it is a refusal; after an update that has nothing to write it is simply nothing to do.
    return { ...UNPLANNED, ...about, action: mode === 'as_it_is' ? 'failed' : 'none', reason: 'no_draft' };
  }
  const draft = versionContent(isWritten ? draftAfter({ set: desired.set, changes }, live) : live.draft);
  const production = versionContent(live.production);
  const shipped = changesToShip(desired, live, { draft, production });
  const fingerprint = fingerprintOfContents({ draft, production });
  if (shipped.length === 0) return { ...UNPLANNED, ...about, action: 'none', reason: null, fingerprint };
  const digest = digestOfPromote(desired.id, shipped);
  return { ...about, action: 'promote', reason: null, fingerprint, digest, changes: shipped };
}

const UNPLANNED = { fingerprint: null, digest: null, changes: [] } as const;

/** The draft as a PATCH of these changes leaves it; where there is none, the service makes it from production. */
function draftAfter(step: { readonly set: JsonObject; readonly changes: readonly Change[] }, live: LivePersona): JsonObject {
  const planeOf = planeOn(live);
  const sent = Object.entries(buildBody(step, live)).filter(([name]) => planeOf(name) === 'draft');
  return objectFrom([...Object.entries(editedVersion(live)), ...sent]);
}

/** Two contents, production → draft, one change a field. */
export function changesToShip(
  { set, sources }: Pick<DesiredPersona, 'set' | 'sources'>,
  live: LivePersona,
  { draft, production }: { readonly draft: JsonObject; readonly production: JsonObject },
): PromoteChange[] {
  const planeOf = planeOn(live);
  return compareManaged(production, draft, { planeOf: () => 'draft', sourcesOf: () => [] }).map((change) => {
    const foreign = planeOf(fieldOf(change)) !== 'draft' || isForeign(change, set);
    return { ...change, sources: foreign ? [] : sourcesIn(sources, change.path), foreign };
  });
}

/** Whether no file manages what differs: another field, another setting, or keys of routing rows that no file can set. */
export function isForeign({ path, before, after }: Pick<Change, 'path' | 'before' | 'after'>, set: JsonObject): boolean {
  const [field = '', setting] = pointerSegments(path);
  if (!Object.hasOwn(set, field)) return true;
  if (field === 'call_config') return setting === undefined ? isJsonObject(ownValue(set, field)) : !managesSetting(set, setting);
  if (fieldNamed(field)?.kind !== 'list') return false;
  return sortedJson(withoutRowExtras(field, before)) === sortedJson(withoutRowExtras(field, after));
}

/** The same promote planned twice has the same digest. It is never that of an update, whose consent it must not share. */
export function digestOfPromote(id: string, changes: readonly Change[]): string {
  return hashJson({ id, promote: changes.map(({ path, before, after }) => ({ path, before, after })) });
}

export function draftUpdatedAt({ draft }: LivePersona): string | null {
  const time = draft === null ? null : ownValue(draft, 'updated_at');
  return typeof time === 'string' ? time : null;
}
