/** What moved between plan and promote, for a promote that is held. */
import { isJsonObject, type JsonObject, type JsonValue, ownValue, pointerSegments } from '../model/json.ts';
import { NO_ORIGIN } from '../model/origin.ts';
import type { MovedChange } from '../model/outcome.ts';
import type { LivePersona } from '../model/persona.ts';
import type { ChangeKind, FieldChange, PlannedPersona } from '../model/plan.ts';
import { type KeysInUse, redactJson } from '../model/secrets.ts';
import { sortedJson } from '../plan/fingerprint.ts';
import { changesToShip, contentsOf } from '../plan/promote.ts';

/**
 * The fields in which production or the draft is not as planned. Of a field that was the same in both and is not any
 * more, a plan knows no value: that is told as a move of the draft, from what production has. Empty where both moved alike.
 */
export function movedVersions({ set, promote }: PlannedPersona, live: LivePersona, keyInUse: KeysInUse): MovedChange[] {
  const contents = contentsOf(live);
  const planned = promote?.changes ?? [];
  const known = planned.flatMap((change) => {
    const now = { production: valueAt(contents.production, change), draft: valueAt(contents.draft, change) };
    return [
      ...movedValue(change, 'production', change.before, redactJson(now.production, keyInUse)),
      ...movedValue(change, 'draft', change.after, redactJson(now.draft, keyInUse)),
    ];
  });
  const added = changesToShip({ set, sources: new Map() }, live, contents)
    .filter(({ path }) => !planned.some((change) => change.path === path))
    .flatMap((change) =>
      movedValue(change, 'draft', redactJson(change.before, keyInUse), redactJson(change.after, keyInUse)),
    );
  return [...known, ...added];
}

function movedValue(
  { path, plane }: FieldChange,
  version: 'draft' | 'production',
  before: JsonValue,
  after: JsonValue,
): MovedChange[] {
  if (sortedJson(before) === sortedJson(after)) return [];
  const kind: ChangeKind = before === null ? 'add' : after === null ? 'remove' : 'replace';
  return [{ path, kind, plane, before, after, sources: [], ...NO_ORIGIN, version }];
}

function valueAt(content: JsonObject, { path }: FieldChange): JsonValue {
  const [field = '', setting] = pointerSegments(path);
  const value = ownValue(content, field) ?? null;
  if (setting === undefined) return value;
  return isJsonObject(value) ? (ownValue(value, setting) ?? null) : null;
}
