/**
 * Versions → a history. The draft keeps its number for ever, and each promote mints a new production version: so the draft
 * stands on top, as what comes next, and below it what callers hear and heard, the newest first.
 */
import type { HistoryEntry, VersionChange } from '../model/history.ts';
import type { DesiredPersona } from '../model/persona.ts';
import {
  promotedBy,
  promotedFrom,
  type Version,
  versionId,
  versionNumber,
  versionTime,
  versionType,
} from '../model/version.ts';
import { changesBetween } from './changes.ts';
import { compareVersions } from './version-content.ts';

export function historyOf(versions: readonly Version[], desired: DesiredPersona | null): HistoryEntry[] {
  const ordered = newestFirst(versions);
  return ordered.map((version, index) => entryOf(version, ordered[index + 1] ?? null, { ordered, desired }));
}

/** Drafts, production, then archived ones; each by number, and where the service gives none, by time. */
export function newestFirst(versions: readonly Version[]): Version[] {
  return [...versions].sort((a, b) => rank(a) - rank(b) || byNumber(a, b) || byTime(a, b));
}

const RANKS = ['draft', 'production', 'archived'];

/** A type that is new is old news. */
function rank(version: Version): number {
  const found = RANKS.indexOf(versionType(version) ?? '');
  return found === -1 ? RANKS.length : found;
}

function byNumber(a: Version, b: Version): number {
  return (versionNumber(b) ?? 0) - (versionNumber(a) ?? 0);
}

function byTime(a: Version, b: Version): number {
  const [one, other] = [Date.parse(versionTime(a) ?? ''), Date.parse(versionTime(b) ?? '')];
  return (Number.isNaN(other) ? 0 : other) - (Number.isNaN(one) ? 0 : one);
}

interface Context {
  readonly ordered: readonly Version[];
  readonly desired: DesiredPersona | null;
}

function entryOf(version: Version, before: Version | null, { ordered, desired }: Context): HistoryEntry {
  return {
    id: versionId(version),
    number: versionNumber(version),
    type: versionType(version),
    at: versionTime(version),
    by: promotedBy(version),
    from: sourceOf(version, ordered),
    differs_from_files: desired === null ? null : differing(desired, version),
    changes: before === null ? [] : changedSince(before, version),
    compared_to: before === null ? null : versionId(before),
  };
}

function changedSince(before: Version, version: Version): VersionChange[] {
  return compareVersions(before, version).map(({ path, kind, before: old, after }) => ({
    path,
    kind,
    before: old,
    after,
  }));
}

function sourceOf(version: Version, all: readonly Version[]): HistoryEntry['from'] {
  const id = promotedFrom(version);
  if (id === null) return null;
  const source = all.find((one) => versionId(one) === id);
  return {
    id,
    number: source === undefined ? null : versionNumber(source),
    type: source === undefined ? null : versionType(source),
  };
}

/** Immediate fields are in no version. */
function differing(desired: DesiredPersona, version: Version): string[] {
  const live = { id: desired.id ?? '', root: {}, draft: version, production: null };
  return changesBetween(desired, live)
    .filter(({ plane }) => plane === 'draft')
    .map(({ path }) => path);
}
