/** A live persona → the fields that a file of its own would have, and those that no file can hold. */
import { type AllowedFields, CALL_SETTINGS, FIELDS, fieldNamed, isBookkeeping } from '../model/fields.ts';
import { isJsonObject, type JsonObject, type JsonValue, objectFrom, ownValue, pointer } from '../model/json.ts';
import { editedVersion, type LivePersona } from '../model/persona.ts';
import type { LeftOut, PullPlane } from '../model/pull.ts';
import type { KeysInUse } from '../model/secrets.ts';
import { liveValue } from '../plan/managed.ts';
import { type FileValue, fileValue, settingValue } from './field-value.ts';

export interface FieldOptions {
  readonly allowed: AllowedFields;
  readonly keyInUse: KeysInUse;
  /** Fields to name in the file even where nothing is set: `role`, `call_config.voice`. */
  readonly fields: readonly string[];
}

export interface LiveFields {
  /** In schema order, as a file says them; what is empty is absent, unless it was asked for. */
  readonly set: JsonObject;
  readonly leftOut: readonly LeftOut[];
}

/** The persona as if its production version were the draft; itself where the draft is meant. */
export function onPlane(live: LivePersona, plane: PullPlane): LivePersona {
  return plane === 'production' ? { ...live, draft: null } : live;
}

export function liveFields(live: LivePersona, options: FieldOptions): LiveFields {
  const names = [...FIELDS.map((field) => field.name), ...options.allowed.root];
  const read = names.map((name) =>
    name === 'call_config'
      ? readSettings(live, options)
      : readOne(pointer(name), name, fileValue(name, liveValue(live, name), options.keyInUse), options.fields),
  );
  return {
    set: objectFrom(read.flatMap(({ entries }) => entries)),
    leftOut: [...read.flatMap(({ leftOut }) => leftOut), ...unknownFields(live, options.allowed)],
  };
}

interface Read {
  readonly entries: readonly (readonly [string, JsonValue])[];
  readonly leftOut: readonly LeftOut[];
}

function readOne(path: string, name: string, read: FileValue, wanted: readonly string[], label = name): Read {
  if (!read.ok) return { entries: [], leftOut: [{ path, ...read.trouble }] };
  return { entries: read.value === null && !wanted.includes(label) ? [] : [[name, read.value]], leftOut: [] };
}

function readSettings(live: LivePersona, { allowed, keyInUse, fields }: FieldOptions): Read {
  const value = liveValue(live, 'call_config') ?? {};
  if (!isJsonObject(value))
    return readOne('/call_config', 'call_config', fileValue('call_config', value, keyInUse), []);
  const known = [...CALL_SETTINGS.map((setting) => setting.name), ...allowed.callConfig];
  const wanted = fields.includes('call_config') ? known.map((name) => `call_config.${name}`) : fields;
  const read = known.map((name) => {
    const setting = settingValue(name, ownValue(value, name), keyInUse);
    return readOne(pointer('call_config', name), name, setting, wanted, `call_config.${name}`);
  });
  const unknown = Object.keys(value).filter((name) => !known.includes(name) && value[name] !== null);
  const entries = read.flatMap((one) => one.entries);
  return {
    entries: entries.length === 0 ? [] : [['call_config', objectFrom(entries)]],
    leftOut: [...read.flatMap((one) => one.leftOut), ...unknown.map((name) => unknownAt('call_config', name))],
  };
}

/** What the service stores beside the known fields, and keeps by itself, is not among them; nor what is empty. */
function unknownFields(live: LivePersona, allowed: AllowedFields): LeftOut[] {
  const found = [...Object.entries(live.root), ...Object.entries(editedVersion(live))]
    .filter(([name, value]) => !isKnown(name, allowed) && !isEmpty(value))
    .map(([name]) => name);
  return [...new Set(found)].map((name) => unknownAt(name));
}

function isKnown(name: string, allowed: AllowedFields): boolean {
  return (
    fieldNamed(name) !== undefined || allowed.root.includes(name) || isBookkeeping(name) || name.startsWith('current_')
  );
}

function isEmpty(value: JsonValue): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function unknownAt(...segments: readonly string[]): LeftOut {
  return { path: pointer(...segments), reason: 'unknown_field', detail: null };
}
