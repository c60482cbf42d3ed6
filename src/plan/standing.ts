/** A persona's file and its live side → where it stands: files, draft, production. */
import { ownValue } from '../model/json.ts';
import { type DesiredPersona, inboundNumbers, type LivePersona, liveName } from '../model/persona.ts';
import type { Standing, StandingStatus, StandingVersion } from '../model/standing.ts';
import { promotedAt, promotedBy, type Version, versionId, versionNumber } from '../model/version.ts';
import { changesBetween } from './changes.ts';
import type { ReadResult } from './judge.ts';
import { compareVersions } from './version-content.ts';

/** A persona that is looked at. */
export interface SeenPersona {
  /** Null for a live persona that no file manages. */
  readonly key: string | null;
  /** Null without a file, and where the file is invalid. */
  readonly desired: DesiredPersona | null;
  readonly id: string;
  readonly read: ReadResult;
  /** The live side as it was answered, a twin or a deleted persona too; null where there is none. */
  readonly live: LivePersona | null;
}

export function standingOf({ key, desired, id, read, live }: SeenPersona): Standing {
  const readable = read.kind === 'found' || read.kind === 'twin' ? live : null;
  return {
    key,
    file: desired?.file ?? null,
    id,
    name: live === null || read.kind === 'other_id' ? (desired?.name ?? '') : liveName(live),
    status: statusOf(read),
    files_to_draft: readable === null || desired === null ? null : differing(desired, readable),
    draft_to_production: readable === null ? null : betweenVersions(readable),
    files_to_production: readable === null || desired === null ? null : heardOtherwise(desired, readable),
    draft_updated_at: readable?.draft == null ? null : textIn(readable.draft, 'updated_at'),
    production: readable?.production == null ? null : standingVersion(readable.production),
    inbound_numbers: readable === null ? [] : inboundNumbers(readable),
  };
}

function statusOf({ kind }: ReadResult): StandingStatus {
  switch (kind) {
    case 'found':
    case 'twin':
    case 'missing':
    case 'deleted':
    case 'archived':
      return kind;
    case 'other_id':
    case 'unreadable':
      return 'failed';
    default:
      return kind satisfies never;
  }
}

function differing(desired: DesiredPersona, live: LivePersona): string[] {
  return changesBetween(desired, live).map(({ path }) => path);
}

function heardOtherwise(desired: DesiredPersona, live: LivePersona): string[] | null {
  return live.production === null ? null : differing(desired, { ...live, draft: null });
}

function betweenVersions({ draft, production }: LivePersona): string[] | null {
  return draft === null || production === null ? null : compareVersions(production, draft).map(({ path }) => path);
}

function standingVersion(version: Version): StandingVersion {
  return {
    id: versionId(version),
    number: versionNumber(version),
    promoted_at: promotedAt(version),
    promoted_by: promotedBy(version),
  };
}

function textIn(version: Version, key: string): string | null {
  const value = ownValue(version, key);
  return typeof value === 'string' ? value : null;
}
