/**
 * The live side as a document, and back. It holds what persona files can set and nothing else: a snapshot lies where others
 * can read it, so that phone numbers, unknown fields and whatever has the shape of a key stay out of it.
 */
import { ageText } from '../model/age.ts';
import { commandFor } from '../model/command-line.ts';
import { type Diagnostic, quoted } from '../model/diagnostic.ts';
import { type AllowedFields, CALL_SETTINGS, FIELDS, fieldNamed, ROUTING_KEYS } from '../model/fields.ts';
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  objectFrom,
  ownValue,
  pointer,
  pointerSegments,
} from '../model/json.ts';
import type { DesiredPersona, LivePersona } from '../model/persona.ts';
import { FORMAT_VERSION, type Target } from '../model/plan.ts';
import { type KeysInUse, redactJson } from '../model/secrets.ts';
import type { Snapshot, SnapshotPersona } from '../model/snapshot.ts';
import type { ReadPersona } from './explain-read.ts';
import { hashJson, sortedJson } from './fingerprint.ts';

export interface SnapshotInput {
  readonly lives: readonly LivePersona[];
  /** Whether they are all that the account has. */
  readonly whole: boolean;
  /** Ids that the service did not know. */
  readonly missing: readonly string[];
  readonly target: Target;
  readonly createdAt: Date;
  readonly allowed: AllowedFields;
  readonly keyInUse: KeysInUse;
}

export function buildSnapshot(input: SnapshotInput): Snapshot {
  const { lives, whole, missing, target, createdAt, allowed, keyInUse } = input;
  const content: Omit<Snapshot, 'digest'> = {
    format_version: FORMAT_VERSION,
    command: 'snapshot',
    target,
    created_at: createdAt.toISOString(),
    whole,
    personas: lives.map((live) => snapshotOf(live, allowed, keyInUse)),
    missing,
    diagnostics: [],
  };
  return { ...content, digest: digestOfSnapshot(content) };
}

/** The digest that a snapshot with this content must carry. */
export function digestOfSnapshot(content: Omit<Snapshot, 'digest'>): string {
  return hashJson(content);
}

function snapshotOf(
  { id, root, draft, production }: LivePersona,
  allowed: AllowedFields,
  keys: KeysInUse,
): SnapshotPersona {
  const parts = [root, draft, production].map((part) => (part === null ? null : cut(part, allowed)));
  const redacted = [...new Set(parts.flatMap((part) => (part === null ? [] : pathsWithKeys(part, keys))))].sort();
  const [cutRoot = {}, cutDraft = null, cutProduction = null] = parts.map((part) =>
    part === null ? null : without(part, redacted),
  );
  return { id, root: cutRoot ?? {}, draft: cutDraft, production: cutProduction, redacted };
}

/** What says whether and when the persona, or a version of it, was changed. */
const TIMES: readonly string[] = ['updated_at', 'deleted_at'];

function cut(part: JsonObject, allowed: AllowedFields): JsonObject {
  const names = new Set([...FIELDS.map(({ name }) => name), ...allowed.root, ...TIMES]);
  const entries = Object.entries(part).filter(([name]) => names.has(name));
  return objectFrom(entries.map(([name, value]) => [name, cutField(name, value, allowed)]));
}

function cutField(name: string, value: JsonValue, { callConfig }: AllowedFields): JsonValue {
  const kind = fieldNamed(name)?.kind;
  if (kind === 'object') return pick(value, [...CALL_SETTINGS.map((setting) => setting.name), ...callConfig]);
  return kind === 'list' && Array.isArray(value) ? value.map((row: JsonValue) => pick(row, ROUTING_KEYS)) : value;
}

function pick(value: JsonValue, names: readonly string[]): JsonValue {
  if (!isJsonObject(value)) return value;
  return objectFrom(Object.entries(value).filter(([name]) => names.includes(name)));
}

/** JSON Pointers of the fields, and settings of `call_config`, in which a key stands. */
function pathsWithKeys(part: JsonObject, keys: KeysInUse): string[] {
  return Object.entries(part).flatMap(([name, value]) => {
    if (sortedJson(redactJson(value, keys)) === sortedJson(value)) return [];
    if (fieldNamed(name)?.kind !== 'object' || !isJsonObject(value)) return [pointer(name)];
    return Object.entries(value)
      .filter(([, setting]) => sortedJson(redactJson(setting, keys)) !== sortedJson(setting))
      .map(([key]) => pointer(name, key));
  });
}

/** Without the fields and settings at these paths. */
function without(object: JsonObject, paths: readonly string[]): JsonObject {
  const gone = paths.map(pointerSegments);
  const entries = Object.entries(object).flatMap(([name, value]): [string, JsonValue][] => {
    const own = gone.filter(([field]) => field === name);
    if (own.some(([, key]) => key === undefined)) return [];
    const keys = own.map(([, key]) => key);
    if (keys.length === 0 || !isJsonObject(value)) return [[name, value]];
    return [[name, objectFrom(Object.entries(value).filter(([key]) => !keys.includes(key)))]];
  });
  return objectFrom(entries);
}

/** The persona as the service would have it, as far as the snapshot goes. */
export function liveFromSnapshot({ id, root, draft, production }: SnapshotPersona, { account }: Target): LivePersona {
  const whose = account === null ? {} : { user_id: account };
  return { id, root: { ...root, ...whose, id }, draft, production };
}

/**
 * What of a persona's file a plan from a snapshot can be made of. A field whose live value held a key is not known, and
 * must not show as a difference that an apply would write.
 */
export function knownPart(
  desired: DesiredPersona,
  snapshot: SnapshotPersona | undefined,
): { readonly desired: DesiredPersona; readonly unknown: readonly string[] } {
  const unknown = (snapshot?.redacted ?? []).filter((path) => manages(desired.set, path));
  if (unknown.length === 0) return { desired, unknown };
  const clearsAll = desired.set.call_config === null;
  const paths = unknown.map((path) => (clearsAll && path.startsWith('/call_config') ? '/call_config' : path));
  return { desired: { ...desired, set: without(desired.set, paths) }, unknown };
}

function manages(set: JsonObject, path: string): boolean {
  const [field = '', key] = pointerSegments(path);
  const value = ownValue(set, field);
  if (value === undefined) return false;
  return key === undefined || value === null || (isJsonObject(value) && Object.hasOwn(value, key));
}

/** How old what the plan was made from is. */
export function explainSnapshot({ created_at: createdAt }: Snapshot, now: Date): Diagnostic {
  const age = now.getTime() - Date.parse(createdAt);
  return {
    severity: 'warning',
    code: 'from_snapshot',
    summary: `Planned from a snapshot of the live side that is ${ageText(age)} old (${createdAt}).`,
    file: null,
    line: null,
    column: null,
    key: null,
    hint: null,
    excerpt: null,
  };
}

export function explainUnknownFields({ key, file, sources }: DesiredPersona, unknown: readonly string[]): Diagnostic {
  const names = unknown.map((path) => `\`${pointerSegments(path).join('.')}\``).join(', ');
  const [first = ''] = unknown;
  const place = sources.get(first)?.[0] ?? { file, line: null, column: null };
  return {
    severity: 'warning',
    code: 'snapshot_unknown',
    summary: `\`${key}\`: whether ${names} differs is not known: the live value holds a key, which the snapshot does not keep.`,
    ...place,
    key,
    hint: 'Plan with a key to see it; and take the key out of the live value.',
    excerpt: null,
  };
}

/** Whether a new persona's name is live already can be told from the whole account alone. `options` are those that advice needs. */
export function explainUnknownNames(
  reads: readonly ReadPersona[],
  snapshot: Snapshot | undefined,
  options: readonly string[],
): Diagnostic[] {
  if (snapshot === undefined || snapshot.whole === true) return [];
  const whole = commandFor('snapshot', [], ['--all', '--out', 'FILE', ...options]);
  return reads.flatMap(({ read, desired: { key, file, name, sources } }): Diagnostic[] => {
    if (read.kind !== 'new') return [];
    const place = sources.get('/name')?.[0] ?? { file, line: null, column: null };
    return [
      {
        severity: 'warning',
        code: 'snapshot_name_unknown',
        summary: `\`${key}\`: whether a live persona has its name ${quoted(name)} already is not known: the snapshot does not have the whole account.`,
        ...place,
        key,
        hint: `Plan from one that has: ${whole}; apply looks for itself before it creates.`,
        excerpt: null,
      },
    ];
  });
}
