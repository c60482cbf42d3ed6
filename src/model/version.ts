/** A version of a persona: the draft, production, or an archived production version. */
import { type JsonObject, ownValue } from './json.ts';

/** All fields that the service sent, known or not. Its `id` is text, and not empty. */
export type Version = JsonObject;

export function versionId(version: Version): string {
  return textIn(version, 'id') ?? '';
}

/** `draft`, `production`, `archived`, or a word that is new; null where the service does not say. */
export function versionType(version: Version): string | null {
  return textIn(version, 'version_type');
}

/** A whole number, also where it was sent as text; null where there is none. */
export function versionNumber(version: Version): number | null {
  const value = ownValue(version, 'version_number');
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}

/** When it was promoted, ISO 8601; null for a draft. */
export function promotedAt(version: Version): string | null {
  return textIn(version, 'promoted_at');
}

/** The user who promoted it, as the service names them. */
export function promotedBy(version: Version): string | null {
  return textIn(version, 'promoted_by');
}

/** The id of the version that it was made from. */
export function promotedFrom(version: Version): string | null {
  return textIn(version, 'promoted_from_version_id');
}

/** ISO 8601: when a version was promoted, else when it was last changed, else made. */
export function versionTime(version: Version): string | null {
  return promotedAt(version) ?? textIn(version, 'updated_at') ?? textIn(version, 'created_at');
}

function textIn(version: Version, key: string): string | null {
  const value = ownValue(version, key);
  return typeof value === 'string' && value !== '' ? value : null;
}
