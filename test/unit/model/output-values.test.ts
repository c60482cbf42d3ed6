/** The unions of types that documents are made of and the enums of schemas/output.schema.json say the same. */
import { describe, expect, it } from '@jest/globals';
import schema from '../../../schemas/output.schema.json' with { type: 'json' };
import type { BegunFile } from '../../../src/model/begun.ts';
import { CHECK_NAMES, type CheckStatus } from '../../../src/model/checkup.ts';
import { SHOWN_PLANES } from '../../../src/model/command.ts';
import { DRIFT_PLANES, type DriftCause, type DriftFinding, type DriftStatus } from '../../../src/model/drift.ts';
import type { FieldSource } from '../../../src/model/explained.ts';
import { GUARD_NAMES } from '../../../src/model/guard.ts';
import type { HitPlane } from '../../../src/model/hit.ts';
import type { WritingCommandName } from '../../../src/model/journal.ts';
import type { Mismatch, MovedChange, Outcome, OutcomeReason, OutcomeStatus } from '../../../src/model/outcome.ts';
import type { ChangeKind } from '../../../src/model/plan.ts';
import {
  type ConflictReason,
  type LeftOutReason,
  PULL_PLANES,
  type PullAction,
  type SkippedPersona,
} from '../../../src/model/pull.ts';
import type { NotBroughtReason } from '../../../src/model/rollback.ts';
import type { FailureKind } from '../../../src/model/service.ts';
import type { StandingStatus } from '../../../src/model/standing.ts';
import type { CallersHear, LeftAloneReason } from '../../../src/model/undo.ts';

type Values<Union extends string> = Record<Union, true>;

const ACTIONS = { create: true, update: true, none: true, failed: true, promote: true } satisfies Values<
  Outcome['action']
>;
const STATUSES = {
  applied: true,
  unchanged: true,
  held: true,
  failed: true,
  unverified: true,
  unknown: true,
  not_attempted: true,
} satisfies Values<OutcomeStatus>;
const REASONS = {
  missing: true,
  deleted: true,
  twin: true,
  archived: true,
  other_id: true,
  namesake: true,
  missing_reference: true,
  unreadable: true,
  no_draft: true,
  draft_differs: true,
  not_updated: true,
  stale: true,
  guarded: true,
  not_reviewed: true,
  overtaken: true,
  rejected: true,
  altered: true,
  no_answer: true,
  other_account: true,
  stopped: true,
} satisfies Values<OutcomeReason>;
const VERSIONS = { draft: true, production: true } satisfies Values<NonNullable<MovedChange['version']>>;
const MISMATCHES = { managed: true, unmanaged: true } satisfies Values<Mismatch['field']>;
const FAILURES = {
  refused: true,
  not_found: true,
  unauthorized: true,
  rate_limited: true,
  server: true,
  network: true,
  timeout: true,
  unreadable: true,
  unsent: true,
} satisfies Values<FailureKind>;
const DRIFTS = {
  in_sync: true,
  differs: true,
  new: true,
  missing: true,
  deleted: true,
  failed: true,
} satisfies Values<DriftStatus>;
const FINDINGS = { edited: true, unpromoted: true, foreign: true } satisfies Values<DriftFinding>;
const CAUSES = { behind: true, edited: true, both: true, unknown: true } satisfies Values<DriftCause>;
const STANDINGS = {
  found: true,
  twin: true,
  missing: true,
  deleted: true,
  archived: true,
  failed: true,
} satisfies Values<StandingStatus>;
const HIT_PLANES = { production: true, draft: true, immediate: true, files: true } satisfies Values<HitPlane>;
const KINDS = { add: true, remove: true, replace: true } satisfies Values<ChangeKind>;
const NOT_BROUGHT = { key_shape: true, not_shown: true, unsettable: true } satisfies Values<NotBroughtReason>;
const LEFT_ALONE = {
  created: true,
  changed_since: true,
  redacted: true,
  unsettable: true,
} satisfies Values<LeftAloneReason>;
const HEARD = { old: true, undone: true, other: true } satisfies Values<CallersHear['callers_hear']>;
const SOURCES = { file: true, prompt: true, value: true } satisfies Values<FieldSource['kind']>;
const PULLS = { written: true, edited: true, unchanged: true, conflict: true } satisfies Values<PullAction>;
const CONFLICTS = {
  value: true,
  alias: true,
  anchor: true,
  shared_prompt: true,
  prompt_list: true,
  left_out: true,
  unwritable: true,
} satisfies Values<ConflictReason>;
const LEFT_OUT = {
  unknown_field: true,
  key_shape: true,
  wrong_type: true,
  blank_item: true,
  incomplete_row: true,
  number: true,
  broken_text: true,
  too_long: true,
  unwritable: true,
} satisfies Values<LeftOutReason>;
const SKIPPED = {
  twin: true,
  deleted: true,
  no_version: true,
  unbound: true,
  id: true,
  name: true,
} satisfies Values<SkippedPersona['reason']>;
const BEGUN = { written: true, extended: true, kept: true } satisfies Values<BegunFile['action']>;
const WRITING = { apply: true, promote: true, rollback: true, undo: true } satisfies Values<WritingCommandName>;
const CHECKS = { ok: true, warning: true, failed: true, skipped: true } satisfies Values<CheckStatus>;

const parts = schema.$defs;
const { outcome, driftPersona, pulledPersona, showDocument, showFieldDocument } = parts;
const listed = (names: readonly string[]): object => Object.fromEntries(names.map((name) => [name, true]));

describe('the schema has the values of the union', () => {
  it.each<[string, object, readonly (string | null)[]]>([
    ['action of an outcome', ACTIONS, outcome.properties.action.enum],
    ['OutcomeStatus', STATUSES, outcome.properties.status.enum],
    ['OutcomeStatus, counted', STATUSES, Object.keys(parts.counts.properties)],
    ['OutcomeStatus, all counted', STATUSES, parts.summary.required],
    ['OutcomeReason, or null', { ...REASONS, null: true }, outcome.properties.reason.enum],
    ['the guards', listed(GUARD_NAMES), outcome.properties.guards.items.enum],
    ['version of what moved', VERSIONS, parts.movedChange.properties.version.enum],
    ['field of a mismatch', MISMATCHES, parts.mismatch.properties.field.enum],
    ['FailureKind', FAILURES, parts.failure.properties.kind.enum],
    ['DriftPlane', listed(DRIFT_PLANES), parts.driftDocument.properties.plane.enum],
    ['DriftStatus', DRIFTS, driftPersona.properties.status.enum],
    ['DriftFinding', FINDINGS, driftPersona.properties.findings.items.enum],
    ['DriftCause, or null', { ...CAUSES, null: true }, driftPersona.properties.cause.enum],
    ['ShownPlane', listed(SHOWN_PLANES), showDocument.properties.plane.enum],
    ['ShownPlane of a field', listed(SHOWN_PLANES), showFieldDocument.properties.plane.enum],
    ['StandingStatus', STANDINGS, parts.standing.properties.status.enum],
    ['HitPlane', HIT_PLANES, parts.hit.properties.plane.enum],
    ['ChangeKind of a version', KINDS, parts.historyEntry.properties.changes.items.properties.kind.enum],
    ['NotBroughtReason', NOT_BROUGHT, parts.rollbackDocument.properties.left_alone.items.properties.reason.enum],
    ['LeftAloneReason', LEFT_ALONE, parts.undoDocument.properties.left_alone.items.properties.reason.enum],
    ['what callers hear', HEARD, parts.undoDocument.properties.callers.items.properties.callers_hear.enum],
    ['kind of a source', SOURCES, [...parts.fileSource.properties.kind.enum, parts.valueSource.properties.kind.const]],
    ['PullPlane', listed(PULL_PLANES), parts.pullDocument.properties.from.enum],
    ['PullAction', PULLS, pulledPersona.properties.action.enum],
    ['ConflictReason', CONFLICTS, parts.pullConflict.properties.reason.enum],
    ['LeftOutReason', LEFT_OUT, parts.leftOut.properties.reason.enum],
    ['why a persona is skipped', SKIPPED, parts.skippedPersona.properties.reason.enum],
    ['what init did', BEGUN, parts.begunFile.properties.action.enum],
    ['WritingCommandName', WRITING, parts.run.properties.command.enum],
    ['CheckName', listed(CHECK_NAMES), parts.check.properties.name.enum],
    ['CheckStatus', CHECKS, parts.check.properties.status.enum],
  ])('%s', (_, values, enumerated) => {
    expect(enumerated.map(String).sort()).toEqual(Object.keys(values).sort());
  });
});
