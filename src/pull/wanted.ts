/** Which fields of a persona file are to say something else, and what. */
import { type AllowedFields, CALL_SETTINGS } from '../model/fields.ts';
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
import type { KeysInUse } from '../model/secrets.ts';
import { changesBetween } from '../plan/changes.ts';
import { liveValue } from '../plan/managed.ts';
import { type FileValue, fileValue, settingValue } from './field-value.ts';
import { liveFields } from './live-fields.ts';

export interface Wanted {
  /** JSON Pointer: `/role`, `/call_config/voice`. */
  readonly path: string;
  readonly value: FileValue;
}

export interface WantedOptions {
  readonly allowed: AllowedFields;
  readonly keyInUse: KeysInUse;
  /** Fields to manage from now on: `role`, `call_config.voice`. */
  readonly fields: readonly string[];
}

/** In schema order; first what differs, then what the file does not name yet. */
export function wantedFields(desired: DesiredPersona, live: LivePersona, options: WantedOptions): Wanted[] {
  const changed = changesBetween(desired, live).map(({ path }) => path);
  const isCleared = ownValue(desired.set, 'call_config') === null;
  const paths = isCleared ? changed.map((path) => (path.startsWith('/call_config/') ? '/call_config' : path)) : changed;
  return [...new Set([...paths, ...unmanaged(desired.set, live, options)])].map((path) => ({
    path,
    value: valueAt(path, live, options),
  }));
}

function unmanaged(set: JsonObject, live: LivePersona, { fields, allowed }: WantedOptions): string[] {
  const settings = ownValue(set, 'call_config');
  const hasSetting = (key: string): boolean => isJsonObject(settings) && Object.hasOwn(settings, key);
  return fields.flatMap((field) => {
    const [name = '', key] = field.split('.');
    if (name !== 'call_config') return Object.hasOwn(set, name) ? [] : [pointer(name)];
    if (settings === null) return [];
    const keys = key === undefined ? settingsOf(live, allowed) : [field.slice('call_config.'.length)];
    return keys.filter((one) => !hasSetting(one)).map((one) => pointer(name, one));
  });
}

/** The settings that are live and that a file may name. */
function settingsOf(live: LivePersona, allowed: AllowedFields): string[] {
  const value = liveValue(live, 'call_config');
  const known = [...CALL_SETTINGS.map((setting) => setting.name), ...allowed.callConfig];
  return isJsonObject(value) ? known.filter((key) => (ownValue(value, key) ?? null) !== null) : [];
}

function valueAt(path: string, live: LivePersona, { allowed, keyInUse }: WantedOptions): FileValue {
  const [name = '', key] = pointerSegments(path);
  const value = liveValue(live, name);
  if (name !== 'call_config') return fileValue(name, value, keyInUse);
  if (key !== undefined) return settingValue(key, isJsonObject(value) ? ownValue(value, key) : undefined, keyInUse);
  if (value !== undefined && value !== null && !isJsonObject(value)) return fileValue(name, value, keyInUse);
  const { set } = liveFields(live, { allowed, keyInUse, fields: [] });
  const settings = ownValue(set, name) ?? null;
  // A file that clears them all would go on to do so.
  return settings === null && isJsonObject(value) ? NO_SETTING : { ok: true, value: settings };
}

const NO_SETTING: FileValue = {
  ok: false,
  trouble: { reason: 'unwritable', detail: 'it has only settings that no file can say' },
};

/** The top-level field as it is to be, where `path` leads to a call setting: the others stay as they are. */
export function wholeValue(path: string, value: JsonValue, current: JsonValue | undefined): JsonValue {
  const [, key] = pointerSegments(path);
  if (key === undefined) return value;
  return objectFrom([...(isJsonObject(current) ? Object.entries(current) : []), [key, value]]);
}
