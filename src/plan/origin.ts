/**
 * Who moved: whether a field differs because a commit was not applied, or because somebody edited the live side.
 *
 * No state is kept between runs, so the evidence is what the files said before: a live value that an earlier commit wanted
 * was put there by an apply of that commit, and one that no commit ever wanted was not. Where all commits that managed the
 * field wanted the very value of today, they cannot tell an edit from a field that has not been applied yet; the clock of the
 * service can: what was not written since the field came into the files was not edited since either.
 */
import { isJsonObject, type JsonObject, type JsonValue, ownValue, pointerSegments } from '../model/json.ts';
import type { Behind, OriginOf, PastCommit, PastVersion, PersonaPast, UnknownReason } from '../model/origin.ts';
import type { Change } from '../model/plan.ts';
import { canonicalField } from './canonical.ts';
import { sortedJson } from './fingerprint.ts';

export interface JudgedOrigin extends OriginOf {
  /** Why it is unknown, else null. */
  readonly reason: UnknownReason | null;
}

/** `change` is as compared, before redaction; `updatedAt` the live persona's (ISO 8601), or null. */
export function judgeOrigin(
  change: Pick<Change, 'path' | 'before' | 'after'>,
  updatedAt: string | null,
  past: PersonaPast,
): JudgedOrigin {
  if (past.versions.length === 0) return unknown(past.shallow ? 'shallow' : 'uncommitted');
  const valueIn = readerOf(change.path);
  const values = past.versions.map((version) => ({ version, value: valueIn(version) }));
  const [live, desired] = [sortedJson(change.before), sortedJson(change.after)];
  const match = matchOf(values, live);
  if (match !== null) return { origin: 'behind', behind: behindSince(values, match), reason: null };
  if (past.shallow) return unknown('shallow');
  if (values.some(({ value }) => value === 'unavailable')) return unknown('unavailable');
  const managing = values.filter(({ value }) => typeof value === 'object');
  if (managing.length === 0 && values.some(({ value }) => value === 'unresolved')) return unknown('uncommitted');
  const isSettled = managing.every(({ value }) => typeof value === 'object' && value.json === desired);
  const isNew =
    isSettled && isOlder(updatedAt, managing.filter(({ version }) => version.onLine).at(-1)?.version.commit);
  return { origin: isNew ? 'new' : 'edited', behind: null, reason: null };
}

function unknown(reason: UnknownReason): JudgedOrigin {
  return { origin: 'unknown', behind: null, reason };
}

/** What a commit wanted of a field, in canonical form as sorted JSON, or why it says nothing. */
type PastValue = { readonly json: string } | 'unmanaged' | 'unresolved' | 'unavailable';

interface ValueAt {
  readonly version: PastVersion;
  readonly value: PastValue;
}

/** The newest commit that wanted the value; one of the branch's own line where there is one. */
function matchOf(values: readonly ValueAt[], live: string): ValueAt | null {
  return values.find(({ value }) => typeof value === 'object' && value.json === live) ?? null;
}

/**
 * The commits of the branch's own line that changed the field after the match: a merge counts as one. Null where there is
 * none, since what took the live value out of the files is not committed yet.
 */
function behindSince(values: readonly ValueAt[], match: ValueAt): Behind | null {
  const line = values.filter(({ version }) => version.onLine);
  const isSince = ({ version }: ValueAt, at: number): boolean =>
    match.version.onLine ? at < line.indexOf(match) : version.commit.date >= match.version.commit.date;
  const since = line.filter((one, at) => isSince(one, at) && jsonOf(one) !== jsonOf(line[at + 1]));
  const first = since.at(-1);
  return first === undefined ? null : { ...namesOf(first.version.commit), commits: since.length };
}

function jsonOf(one: ValueAt | undefined): string {
  const value = one?.value ?? 'unmanaged';
  return typeof value === 'object' ? value.json : value;
}

function namesOf({ sha, subject, date, author }: PastCommit): Omit<Behind, 'commits'> {
  return { sha, subject, date, author };
}

/** Whether the live side was not written since the commit. One that is no longer known counts as written. */
function isOlder(updatedAt: string | null, commit: PastCommit | undefined): boolean {
  if (commit === undefined) return true;
  return updatedAt !== null && Date.parse(updatedAt) < Date.parse(commit.date);
}

/** Most commits share what they say of a persona: each text is brought to its canonical form once. */
function readerOf(path: string): (version: PastVersion) => PastValue {
  const [field = '', key] = pointerSegments(path);
  const known = new Map<JsonObject, PastValue>();
  return ({ set, unavailable, unresolved }) => {
    if (unavailable === 'all' || unavailable.includes(field)) return 'unavailable';
    if (unresolved.includes(field)) return 'unresolved';
    const value = known.get(set) ?? valueOfField(set, field, key);
    known.set(set, value);
    return value;
  };
}

function valueOfField(set: JsonObject, field: string, key: string | undefined): PastValue {
  const value = ownValue(set, field);
  if (value === undefined) return 'unmanaged';
  const whole = canonicalField(field, value);
  if (key === undefined) return { json: sortedJson(whole) };
  return valueOfSetting(value, whole, key);
}

/** `call_config: null` manages every key there is. */
function valueOfSetting(written: JsonValue, whole: JsonValue, key: string): PastValue {
  if (written === null) return { json: 'null' };
  if (!isJsonObject(written) || !Object.hasOwn(written, key)) return 'unmanaged';
  const settings: JsonObject = isJsonObject(whole) ? whole : {};
  return { json: sortedJson(ownValue(settings, key) ?? null) };
}
