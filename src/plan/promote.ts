/**
 * The third state: draft → production. What promote would ship after the plan's own update, and which of it nobody
 * reviewed, because it does not come from the files.
 */
import { fieldNamed } from '../model/fields.ts';
import { isJsonObject, type JsonObject, type JsonValue, objectFrom, ownValue, pointerSegments } from '../model/json.ts';
import { type DesiredPersona, editedVersion, type LivePersona } from '../model/persona.ts';
import type { FieldChange, PlannedPromote, PromoteAction, PromoteChange, PromoteReason } from '../model/plan.ts';
import { buildBody } from './body.ts';
import { sourcesOfEdit } from './changes.ts';
import { compareManaged, fieldOf, planeOn, sourcesIn } from './compare.ts';
import { hashJson, sortedJson } from './fingerprint.ts';
import { managesSetting } from './managed.ts';
import { VERSION_FIELDS, versionContent, withoutRowExtras } from './version-content.ts';

/**
 * Whether a plan promotes. `after_update`: each draft as this plan's update leaves it. `as_it_is`: nothing is updated, so
 * only drafts that are as the files say.
 */
export type PromoteMode = 'never' | 'after_update' | 'as_it_is';

/** `changes`: what differs between the file and the live persona. Nothing in the answer is redacted yet. */
export function planPromote(
  desired: Pick<DesiredPersona, 'set' | 'sources' | 'promptFiles'>,
  live: LivePersona,
  changes: readonly FieldChange[],
  mode: PromoteMode,
): PlannedPromote | null {
  if (mode === 'never') return null;
  const updatedAt = draftUpdatedAt(live);
  const isWritten = mode === 'after_update' && changes.some((change) => change.plane === 'draft');
  if (mode === 'as_it_is' && changes.length > 0) return nothingShipped('failed', 'draft_differs', updatedAt);
  if (live.draft === null && !isWritten) {
    // Asked for by name it is a refusal; after an update that has nothing to write it is simply nothing to do.
    return nothingShipped(mode === 'as_it_is' ? 'failed' : 'none', 'no_draft', updatedAt);
  }
  const draft = isWritten ? draftAfter({ set: desired.set, changes }, live) : live.draft;
  const contents = contentsOf({ draft, production: live.production });
  const shipped = changesToShip(desired, live, contents);
  const fingerprint = fingerprintOfContents(contents);
  if (shipped.length === 0) return { ...nothingShipped('none', null, updatedAt), fingerprint };
  const digest = digestOfPromote(live.id, shipped);
  return { action: 'promote', reason: null, fingerprint, digest, draft_updated_at: updatedAt, changes: shipped };
}

function nothingShipped(action: PromoteAction, reason: PromoteReason | null, updatedAt: string | null): PlannedPromote {
  return { action, reason, fingerprint: null, digest: null, draft_updated_at: updatedAt, changes: [] };
}

/** The draft as a PATCH of these changes leaves it; where there is none, the service makes it from production. */
function draftAfter(
  step: { readonly set: JsonObject; readonly changes: readonly FieldChange[] },
  live: LivePersona,
): JsonObject {
  const planeOf = planeOn(live);
  const sent = Object.entries(buildBody(step, live)).filter(([name]) => planeOf(name) === 'draft');
  return objectFrom([...Object.entries(editedVersion(live)), ...sent]);
}

/** The contents of both versions. A version that there is not has that of an empty one. */
export interface Contents {
  readonly draft: JsonObject;
  readonly production: JsonObject;
}

export function contentsOf({ draft, production }: Pick<LivePersona, 'draft' | 'production'>): Contents {
  return { draft: versionContent(draft ?? {}), production: versionContent(production ?? {}) };
}

/** What a promote is planned from, and what must be found when it is sent. */
export function fingerprintOfContents({ draft, production }: Contents): string {
  return hashJson({ draft, production });
}

/**
 * Whether production already has what was to be shipped, so that a promote would only mint the same version again: it
 * equals the draft, and the draft is the planned one. The planned production is known from the draft and the changes.
 */
export function wasShipped({ fingerprint, changes }: PlannedPromote, live: LivePersona): boolean {
  const { draft, production } = contentsOf(live);
  if (sortedJson(draft) !== sortedJson(production)) return false;
  return fingerprintOfContents({ draft, production: contentBefore(draft, changes) }) === fingerprint;
}

function contentBefore(content: JsonObject, changes: readonly FieldChange[]): JsonObject {
  return changes.reduce((seen, { path, before }) => {
    const [field = '', setting] = pointerSegments(path);
    if (setting === undefined) return withValue(seen, field, before, VERSION_FIELDS.includes(field));
    const settings = ownValue(seen, field);
    return withValue(seen, field, withValue(isJsonObject(settings) ? settings : {}, setting, before, false), true);
  }, content);
}

/** Null takes away, unless it is kept as a value. */
function withValue(object: JsonObject, key: string, value: JsonValue, keepsNull: boolean): JsonObject {
  const others = Object.entries(object).filter(([name]) => name !== key);
  return objectFrom(value === null && !keepsNull ? others : [...others, [key, value]]);
}

/** Two contents, production → draft, one change a field. */
export function changesToShip(
  { set, sources, promptFiles }: Pick<DesiredPersona, 'set' | 'sources' | 'promptFiles'>,
  live: LivePersona,
  { draft, production }: Contents,
): PromoteChange[] {
  const planeOf = planeOn(live);
  return compareManaged(production, draft, { planeOf: () => 'draft', sourcesOf: () => [] }).map((difference) => {
    const { origin: _, behind: __, ...change } = difference;
    const foreign = planeOf(fieldOf(change)) !== 'draft' || isForeign(change, set);
    const own = { ...change, sources: sourcesIn(sources, change.path) };
    return { ...change, sources: foreign ? [] : sourcesOfEdit(own, promptFiles), foreign };
  });
}

/** Whether no file manages what differs: another field, another setting, or keys of routing rows that no file can set. */
export function isForeign(
  { path, before, after }: Pick<FieldChange, 'path' | 'before' | 'after'>,
  set: JsonObject,
): boolean {
  const [field = '', setting] = pointerSegments(path);
  if (!Object.hasOwn(set, field)) return true;
  if (field === 'call_config')
    return setting === undefined ? isJsonObject(ownValue(set, field)) : !managesSetting(set, setting);
  if (fieldNamed(field)?.kind !== 'list') return false;
  return sortedJson(withoutRowExtras(field, before)) === sortedJson(withoutRowExtras(field, after));
}

/** The same promote planned twice has the same digest. It is never that of an update, whose consent it must not share. */
export function digestOfPromote(id: string, changes: readonly FieldChange[]): string {
  return hashJson({ id, promote: changes.map(({ path, before, after }) => ({ path, before, after })) });
}

export function draftUpdatedAt({ draft }: LivePersona): string | null {
  const time = draft === null ? null : ownValue(draft, 'updated_at');
  return typeof time === 'string' ? time : null;
}
