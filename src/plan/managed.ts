/** Which fields a file manages, and both sides cut down to them. What a file does not name is never compared. */
import { fieldNamed } from '../model/fields.ts';
import { isJsonObject, type JsonObject, type JsonValue, objectFrom, ownValue } from '../model/json.ts';
import { perObject } from '../model/per-object.ts';
import { editedVersion, type LivePersona } from '../model/persona.ts';
import { canonical, canonicalField } from './canonical.ts';

/**
 * The canonical form of what the file says. A key of `call_config` that is to be cleared is absent. Mostly made while the
 * service is waited for (`prepareDesired`).
 */
export const desiredManaged: (set: JsonObject) => JsonObject = perObject(canonical);

/**
 * The canonical form of the live persona, cut to the fields that `set` names. `call_config` is cut to its managed keys;
 * where the file clears the whole object (`call_config: null`), every live key is managed, unknown ones too.
 */
export function liveManaged(live: LivePersona, set: JsonObject): JsonObject {
  return objectFrom(
    Object.entries(set).map(([name, managed]) => {
      const value = canonicalField(name, liveValue(live, name));
      return [name, name === 'call_config' ? cutCallConfig(value, managed) : value];
    }),
  );
}

/** A field's live value as the service sent it: the root's, else the edited version's. */
export function liveValue(live: LivePersona, name: string): JsonValue | undefined {
  const plane = fieldNamed(name)?.plane;
  if (plane === 'draft') return ownValue(editedVersion(live), name);
  return plane === 'immediate' || Object.hasOwn(live.root, name)
    ? ownValue(live.root, name)
    : ownValue(editedVersion(live), name);
}

/** Whether this key of `call_config` is managed: all are by what is no mapping, such as null, or what a live one was before it was written. */
export function managesSetting(set: JsonObject, key: string): boolean {
  const managed = ownValue(set, 'call_config');
  return isJsonObject(managed) ? Object.hasOwn(managed, key) : managed !== undefined;
}

function cutCallConfig(live: JsonValue, managed: JsonValue): JsonValue {
  if (!isJsonObject(live) || !isJsonObject(managed)) return live;
  return objectFrom(Object.entries(live).filter(([key]) => Object.hasOwn(managed, key)));
}
