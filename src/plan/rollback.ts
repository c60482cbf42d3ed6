/**
 * A version's content → a persona that a plan can be made from: its six documented fields, as the service showed them. They
 * are what a PATCH can set on a draft. Undocumented fields are named where they stay different, since nobody knows whether
 * a PATCH takes them, and the plan would not show them; name, role, description, tags and image are in no version at all.
 */
import { fieldNamed, isRoutingKey, whyReservedName } from '../model/fields.ts';
import { isJsonObject, type JsonObject, type JsonValue, objectFrom, ownValue, pointer } from '../model/json.ts';
import { type DesiredPersona, editedVersion, type LivePersona } from '../model/persona.ts';
import type { NotBrought, NotBroughtReason } from '../model/rollback.ts';
import { type KeysInUse, redactJson } from '../model/secrets.ts';
import type { Version } from '../model/version.ts';
import { rowIdentity, rowsByIdentity } from './body.ts';
import { canonicalField } from './canonical.ts';
import { fieldOf } from './compare.ts';
import { sortedJson } from './fingerprint.ts';
import { compareVersions, VERSION_FIELDS } from './version-content.ts';

export interface Rollback {
  /** Its `set` holds the version's documented fields, equal ones too. */
  readonly desired: DesiredPersona;
  readonly notBrought: readonly NotBrought[];
  /** Undocumented fields (JSON Pointers) of which the draft stays as it is, though the version differs. */
  readonly undocumented: readonly string[];
}

export function rollbackTo(
  version: Version,
  persona: Pick<DesiredPersona, 'key' | 'file' | 'id' | 'name'>,
  { live, keyInUse }: { readonly live: LivePersona; readonly keyInUse: KeysInUse },
): Rollback {
  const { key, file, id, name } = persona;
  const present = editedVersion(live);
  const brought = VERSION_FIELDS.map((field) => bring(field, version, present, keyInUse));
  const set = objectFrom(brought.flatMap(({ entries }) => entries));
  return {
    desired: { key, file, id, name, set, sources: new Map() },
    notBrought: brought.flatMap((one) => one.notBrought),
    undocumented: [
      ...rowExtras(ownValue(version, ROWS), ownValue(present, ROWS)),
      ...compareVersions(present, version)
        .filter((change) => !VERSION_FIELDS.includes(fieldOf(change)))
        .map(({ path }) => path),
    ],
  };
}

interface Brought {
  readonly entries: readonly (readonly [string, JsonValue])[];
  readonly notBrought: readonly NotBrought[];
}

function bring(name: string, version: Version, present: JsonObject, keyInUse: KeysInUse): Brought {
  const before = ownValue(version, name);
  const now = ownValue(present, name);
  if (before === undefined) return isSame(name, null, now ?? null) ? NOTHING : left(pointer(name), 'not_shown');
  if (isSame(name, before, now ?? null)) return { entries: [[name, before]], notBrought: [] };
  if (fieldNamed(name)?.kind === 'object' && isJsonObject(before)) return bringSettings(name, before, now, keyInUse);
  if (holdsKey(before, keyInUse)) return left(pointer(name), 'key_shape');
  const value = fieldNamed(name)?.kind === 'list' ? knownCells(before) : before;
  return { entries: [[name, value]], notBrought: [] };
}

const ROWS = 'pathway_conditions';

/** Rows cut to what a plan shows of them. */
function knownCells(rows: JsonValue): JsonValue {
  if (!Array.isArray(rows)) return rows;
  return rows.map((row: JsonValue) =>
    isJsonObject(row) ? objectFrom(Object.entries(row).filter(([key]) => isRoutingKey(key))) : row,
  );
}

/** Paths of keys of the version's rows that no page lists, and that the row of today has otherwise: the one that the body lays it over. */
function rowExtras(rows: JsonValue | undefined, present: JsonValue | undefined): string[] {
  if (!Array.isArray(rows)) return [];
  const unused = rowsByIdentity(present);
  return rows.flatMap((row: JsonValue, index) => {
    if (!isJsonObject(row)) return [];
    const now = unused.get(rowIdentity(row))?.pop() ?? {};
    const keys = Object.keys({ ...now, ...row }).filter((key) => !isRoutingKey(key));
    return keys
      .filter((key) => sortedJson(ownValue(row, key) ?? null) !== sortedJson(ownValue(now, key) ?? null))
      .map((key) => pointer(ROWS, index, key));
  });
}

const NOTHING: Brought = { entries: [], notBrought: [] };

function left(path: string, reason: NotBroughtReason): Brought {
  return { entries: [], notBrought: [{ path, reason }] };
}

/** Key by key: one that the version does not have is cleared, one that cannot be brought back is left alone. */
function bringSettings(name: string, before: JsonObject, now: JsonValue | undefined, keyInUse: KeysInUse): Brought {
  const keys = [...new Set([...Object.keys(before), ...(isJsonObject(now) ? Object.keys(now) : [])])];
  const judged = keys.map((key) => ({ key, value: ownValue(before, key) ?? null, why: whyNot(key, before, keyInUse) }));
  const entries = judged.flatMap(({ key, value, why }) => (why === null ? [[key, value] as const] : []));
  if (judged.length === 0) return { entries: [[name, null]], notBrought: [] };
  return {
    entries: entries.length === 0 ? [] : [[name, objectFrom(entries)]],
    notBrought: judged.flatMap(({ key, why }) => (why === null ? [] : [{ path: pointer(name, key), reason: why }])),
  };
}

function whyNot(key: string, before: JsonObject, keyInUse: KeysInUse): NotBroughtReason | null {
  if (whyReservedName(key) !== null) return 'unsettable';
  return holdsKey([key, ownValue(before, key) ?? null], keyInUse) ? 'key_shape' : null;
}

function holdsKey(value: JsonValue, keyInUse: KeysInUse): boolean {
  return sortedJson(redactJson(value, keyInUse)) !== sortedJson(value);
}

function isSame(name: string, one: JsonValue, other: JsonValue): boolean {
  return sortedJson(canonicalField(name, one)) === sortedJson(canonicalField(name, other));
}
