/** The JSON documents of commands that look at personas. */
import type { ShownPlane } from '../model/command.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { HistoryEntry } from '../model/history.ts';
import type { Hit } from '../model/hit.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import { FORMAT_VERSION, type Target } from '../model/plan.ts';
import type { Standing } from '../model/standing.ts';
import { withoutExcerpt } from './documents.ts';

/** The service, and the environment's name, or null. */
export type LookedAt = Pick<Target, 'base_url' | 'environment'>;

export interface StatusResult {
  readonly standings: readonly Standing[];
  /** Keys of files that no live persona is bound to. */
  readonly unbound: readonly string[];
  readonly target: LookedAt;
  readonly createdAt: Date;
  readonly diagnostics: readonly Diagnostic[];
}

export function statusDocument({ standings, unbound, target, createdAt, diagnostics }: StatusResult): object {
  return {
    format_version: FORMAT_VERSION,
    command: 'status',
    target,
    created_at: createdAt.toISOString(),
    personas: standings,
    unbound,
    diagnostics: diagnostics.map(withoutExcerpt),
  };
}

export interface ShowResult {
  readonly standing: Standing;
  readonly plane: ShownPlane;
  /** `fields`: all of them; or `field`, a JSON Pointer, and its `value`. As the service or the file has them. */
  readonly shown: { readonly fields: JsonObject } | { readonly field: string; readonly value: JsonValue };
  readonly target: LookedAt;
  readonly createdAt: Date;
  readonly diagnostics: readonly Diagnostic[];
}

export function showDocument({ standing, plane, shown, target, createdAt, diagnostics }: ShowResult): object {
  return {
    format_version: FORMAT_VERSION,
    command: 'show',
    target,
    created_at: createdAt.toISOString(),
    plane,
    persona: standing,
    ...shown,
    diagnostics: diagnostics.map(withoutExcerpt),
  };
}

export interface GrepResult {
  readonly text: string;
  /** How many personas. */
  readonly searched: number;
  readonly target: LookedAt;
  readonly createdAt: Date;
  readonly diagnostics: readonly Diagnostic[];
}

export function grepDocument(hits: readonly Hit[], about: GrepResult): object {
  return {
    format_version: FORMAT_VERSION,
    command: 'show',
    target: about.target,
    created_at: about.createdAt.toISOString(),
    text: about.text,
    summary: { searched: about.searched, hits: hits.length },
    hits,
    diagnostics: about.diagnostics.map(withoutExcerpt),
  };
}

export interface HistoryResult {
  readonly standing: Standing;
  readonly target: LookedAt;
  readonly createdAt: Date;
}

export function historyDocument(
  versions: readonly HistoryEntry[],
  { standing, target, createdAt }: HistoryResult,
): object {
  return {
    format_version: FORMAT_VERSION,
    command: 'history',
    target,
    created_at: createdAt.toISOString(),
    persona: standing,
    versions,
    diagnostics: [],
  };
}
