/** A document of a job, read back: a plan as strictly as apply reads it, a report by the shape that is printed of it. */
import path from 'node:path';
import { readSavedPlan } from '../apply/saved-plan.ts';
import { Stop } from '../errors.ts';
import { readJsonDocument } from '../load/read-document.ts';
import { DRIFT_PLANES } from '../model/drift.ts';
import { isJsonObject, isStringList, type JsonObject, type JsonValue, ownValue } from '../model/json.ts';
import { FORMAT_VERSION } from '../model/plan.ts';
import type { ApplyReport, DriftReport, Part } from './part.ts';

/** `file` is relative to `cwd` or absolute. */
export async function readPart(file: string, cwd: string): Promise<Part | Stop> {
  const read = await readJsonDocument(path.resolve(cwd, file));
  if (typeof read === 'string') return refuse(`${file} cannot be read: ${read}.`, 'Name the documents of the jobs.');
  const value = read.value;
  if (!isJsonObject(value)) return unknownDocument(file);
  const error = ownValue(value, 'error');
  if (isJsonObject(error) && !Object.hasOwn(value, 'target')) {
    const hint = 'Mend that, run that job again, and join them then.';
    return refuse(`${file} is of a run that stopped: ${String(ownValue(error, 'message'))}`, hint);
  }
  if (ownValue(value, 'command') === 'plan') {
    const plan = await readSavedPlan(file, cwd, { mayBeIncomplete: true });
    return plan instanceof Stop ? plan : { file, document: plan };
  }
  if (ownValue(value, 'format_version') !== FORMAT_VERSION) return unknownDocument(file);
  return isApplyReport(value) || isDriftReport(value) ? { file, document: value } : unknownDocument(file);
}

function unknownDocument(file: string): Stop {
  const hint = 'It joins what plan --out saves, and what plan, apply and drift print with --format json.';
  return refuse(`${file} is neither a plan nor a report of apply or drift.`, hint);
}

function refuse(message: string, hint: string): Stop {
  return new Stop('merge', message, hint);
}

function isApplyReport(value: unknown): value is ApplyReport {
  return isReport(value, 'apply') && areAll(value.outcomes, isOutcome);
}

function isDriftReport(value: unknown): value is DriftReport {
  const isDrift = isReport(value, 'drift') && typeof value.complete === 'boolean';
  return isDrift && DRIFT_PLANES.some((plane) => plane === value.plane) && areAll(value.personas, isDriftPersona);
}

function isReport(value: unknown, command: string): value is JsonObject {
  if (!isJsonObject(value) || value.command !== command || !isJsonObject(value.target)) return false;
  const { base_url: address, environment, account } = value.target;
  const hasTarget = typeof address === 'string' && isTextOrNull(environment) && isTextOrNull(account);
  const isMade = typeof value.created_at === 'string' && isTextOrNull(value.commit);
  return (
    hasTarget &&
    isMade &&
    areAll(value.diagnostics, isJsonObject) &&
    (value.shard === undefined || isShare(value.shard))
  );
}

function isShare(value: JsonValue): boolean {
  return isJsonObject(value) && ['index', 'count', 'files'].every((name) => Number.isInteger(ownValue(value, name)));
}

function isOutcome(value: JsonValue): boolean {
  const lists = ['changes', 'moved', 'mismatches'] as const;
  const texts = ['added_by_service', 'not_on_air', 'inbound_numbers', 'guards'] as const;
  return (
    isMember(value) &&
    isStatus(value) &&
    typeof value.action === 'string' &&
    lists.every((name) => areAll(value[name], isJsonObject)) &&
    texts.every((name) => isStringList(value[name]))
  );
}

function isDriftPersona(value: JsonValue): boolean {
  const lists = ['changes', 'production_changes', 'foreign'] as const;
  const isPersona =
    isMember(value) && isStatus(value) && typeof value.file === 'string' && typeof value.name === 'string';
  return isPersona && lists.every((name) => areAll(value[name], isJsonObject)) && isStringList(value.not_on_air);
}

function isMember(value: JsonValue): value is JsonObject {
  return isJsonObject(value) && typeof value.key === 'string' && (typeof value.id === 'string' || value.id === null);
}

function isStatus(value: JsonObject): boolean {
  return typeof value.status === 'string';
}

function isTextOrNull(value: JsonValue | undefined): boolean {
  return value === null || typeof value === 'string';
}

function areAll(value: JsonValue | undefined, test: (item: JsonValue) => boolean): boolean {
  return Array.isArray(value) && value.every((item: JsonValue) => test(item));
}
