/** The lines of a journal made from a planned step, the persona before the write, and the outcome. */
import type { JournalField, OutcomeLine } from '../model/journal.ts';
import { isJsonObject, type JsonObject, type JsonValue, ownValue, pointerSegments } from '../model/json.ts';
import type { Outcome } from '../model/outcome.ts';
import type { LivePersona } from '../model/persona.ts';
import type { PlannedPersona } from '../model/plan.ts';
import { type KeysInUse, redactJson } from '../model/secrets.ts';
import { sortedJson } from '../plan/fingerprint.ts';
import { liveValue } from '../plan/managed.ts';

/** A PATCH that is about to be sent. */
export interface AnnouncedWrite {
  readonly step: Pick<PlannedPersona, 'key' | 'id' | 'name' | 'changes'>;
  /** The persona as the GET just now showed it. */
  readonly before: LivePersona;
  readonly body: JsonObject;
  /** From 1. */
  readonly attempt: number;
}

/** Each changed field with the value before, as the service had it, and the value sent. Keys are marked here, and taken out where the line is written. */
export function journalFields({ step, before, body }: AnnouncedWrite, keyInUse: KeysInUse): JournalField[] {
  return step.changes.map(({ path }) => {
    const old = valueAt((name) => liveValue(before, name), path);
    const sent = valueAt((name) => ownValue(body, name), path) ?? null;
    if (old === undefined) return { path, sent, redacted: holdsKey([path, sent], keyInUse) };
    return { path, before: old, sent, redacted: holdsKey([path, old, sent], keyInUse) };
  });
}

function holdsKey(value: JsonValue, keyInUse: KeysInUse): boolean {
  return sortedJson(redactJson(value, keyInUse)) !== sortedJson(value);
}

/** Undefined where the persona has no such field, or no such call setting. */
function valueAt(fieldOf: (name: string) => JsonValue | undefined, path: string): JsonValue | undefined {
  const [name = '', key] = pointerSegments(path);
  const value = fieldOf(name);
  if (key === undefined) return value;
  return isJsonObject(value) ? ownValue(value, key) : undefined;
}

export function outcomeLine({ key, id, status, reason, mismatches }: Outcome, at: string): OutcomeLine {
  const stored = mismatches
    .filter((mismatch) => mismatch.field === 'managed')
    .map(({ path, came_back: value }) => ({ path, value }));
  return { type: 'outcome', at, key, id, status, reason, stored };
}
