/** The lines of a journal made from a planned step, the persona before the write, and the outcome. */
import { isVersionBookkeeping } from '../model/fields.ts';
import type { JournalField, OutcomeLine, PromoteLine, VersionMark } from '../model/journal.ts';
import { isJsonObject, type JsonObject, type JsonValue, objectFrom, ownValue, pointerSegments } from '../model/json.ts';
import type { Outcome } from '../model/outcome.ts';
import type { LivePersona } from '../model/persona.ts';
import type { BoundStep, PlannedPersona } from '../model/plan.ts';
import { type KeysInUse, redactJson } from '../model/secrets.ts';
import { type Version, versionId, versionNumber } from '../model/version.ts';
import { sortedJson } from '../plan/fingerprint.ts';
import { liveValue } from '../plan/managed.ts';

/** A PATCH that is about to be sent. */
export interface AnnouncedWrite {
  readonly step: Pick<BoundStep, 'key' | 'id' | 'name' | 'changes'>;
  /** The persona as the GET just now showed it. */
  readonly before: LivePersona;
  readonly body: JsonObject;
  /** From 1. */
  readonly attempt: number;
}

/** A POST that is about to be sent. */
export interface AnnouncedCreation {
  readonly step: Pick<PlannedPersona, 'key' | 'name' | 'changes'>;
  readonly body: JsonObject;
  /** From 1. */
  readonly attempt: number;
}

/** Each field that is sent; there was nothing before. */
export function createdFields({ step, body }: AnnouncedCreation, keyInUse: KeysInUse): JournalField[] {
  return step.changes.map(({ path }) => {
    const sent = valueAt((name) => ownValue(body, name), path) ?? null;
    return { path, sent, redacted: holdsKey([path, sent], keyInUse) };
  });
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

/** A promote that is about to be sent. */
export interface AnnouncedPromote {
  readonly step: Pick<BoundStep, 'key' | 'id' | 'name'>;
  /** The persona as the GET just now showed it. */
  readonly before: LivePersona;
  /** From 1. */
  readonly attempt: number;
}

/** What callers heard before, as the service had it, without what the version says about itself. */
export function promoteLine({ step, before, attempt }: AnnouncedPromote, at: string, keyInUse: KeysInUse): PromoteLine {
  const { key, id, name } = step;
  const content = objectFrom(Object.entries(before.production ?? {}).filter(([field]) => !isVersionBookkeeping(field)));
  const production = before.production === null ? null : { ...markOf(before.production), content };
  const redacted = holdsKey(content, keyInUse);
  return { type: 'promote', at, key, id, name, attempt, draft: markOf(before.draft ?? {}), production, redacted };
}

function markOf(version: Version): VersionMark {
  const id = versionId(version);
  return { version_id: id === '' ? null : id, version_number: versionNumber(version) };
}

/** What was stored otherwise is told of updates alone: a promote stores nothing that undo could put back. */
export function outcomeLine({ key, id, action, status, reason, mismatches }: Outcome, at: string): OutcomeLine {
  const stored = mismatches
    .filter((mismatch) => mismatch.field === 'managed' && action !== 'promote')
    .map(({ path, came_back: value }) => ({ path, value }));
  return { type: 'outcome', at, key, id, action, status, reason, stored };
}
