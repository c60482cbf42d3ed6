/**
 * The types that documents are made of and schemas/output.schema.json say the same. The tables below are checked by the
 * compiler, as in plan-schema.test.ts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import schema from '../../../schemas/output.schema.json' with { type: 'json' };
import planSchema from '../../../schemas/plan.schema.json' with { type: 'json' };
import type { RunSummary } from '../../../src/apply/run-summary.ts';
import type { BegunFile } from '../../../src/model/begun.ts';
import type { Binding, NotBound } from '../../../src/model/binding.ts';
import type { Check } from '../../../src/model/checkup.ts';
import type { DriftPersona, UnmanagedPersona } from '../../../src/model/drift.ts';
import type { ExplainedField, FieldSource } from '../../../src/model/explained.ts';
import type { HistoryEntry, VersionChange } from '../../../src/model/history.ts';
import type { Hit } from '../../../src/model/hit.ts';
import type { CiRun, VersionMark } from '../../../src/model/journal.ts';
import type { Mismatch, MovedChange, Outcome } from '../../../src/model/outcome.ts';
import type { Target } from '../../../src/model/plan.ts';
import type { LeftOut, PullConflict, PulledPersona, SkippedPersona } from '../../../src/model/pull.ts';
import type { FilesSay, NotBrought, TouchingCommit } from '../../../src/model/rollback.ts';
import type { ServiceFailure } from '../../../src/model/service.ts';
import type { ShardShare } from '../../../src/model/shard.ts';
import type { Standing, StandingVersion } from '../../../src/model/standing.ts';
import type { CallersHear, LeftAlone } from '../../../src/model/undo.ts';
import type { PromotedPersona } from '../../../src/plan/undo.ts';
import type { LookedAt } from '../../../src/render/looking-documents.ts';

type KeysOf<T> = Record<keyof T, true>;

const TARGET = { base_url: true, environment: true, account: true } satisfies KeysOf<Target>;
const LOOKED_AT = { base_url: true, environment: true } satisfies KeysOf<LookedAt>;
const SHARD = { index: true, count: true, files: true } satisfies KeysOf<ShardShare>;
const OUTCOME = {
  key: true,
  id: true,
  action: true,
  status: true,
  reason: true,
  changes: true,
  moved: true,
  mismatches: true,
  added_by_service: true,
  not_on_air: true,
  inbound_numbers: true,
  guards: true,
  failure: true,
  bound: true,
} satisfies KeysOf<Outcome>;
/** What moved is compared without asking for names. */
const MOVED_CHANGE = {
  path: true,
  kind: true,
  plane: true,
  before: true,
  after: true,
  sources: true,
  origin: true,
  behind: true,
  version: true,
} satisfies Omit<KeysOf<MovedChange>, 'names'>;
const MISMATCH = { path: true, field: true, sent: true, came_back: true } satisfies KeysOf<Mismatch>;
const FAILURE = { kind: true, status: true, code: true, message: true } satisfies KeysOf<ServiceFailure>;
const DRIFT_PERSONA = {
  key: true,
  id: true,
  name: true,
  file: true,
  status: true,
  findings: true,
  cause: true,
  updated_at: true,
  changes: true,
  production_changes: true,
  foreign: true,
  not_on_air: true,
} satisfies KeysOf<DriftPersona>;
const UNMANAGED = { id: true, name: true, updated_at: true, inbound_numbers: true } satisfies KeysOf<UnmanagedPersona>;
const STANDING = {
  key: true,
  file: true,
  id: true,
  name: true,
  status: true,
  files_to_draft: true,
  draft_to_production: true,
  files_to_production: true,
  draft_updated_at: true,
  production: true,
  inbound_numbers: true,
} satisfies KeysOf<Standing>;
const STANDING_VERSION = {
  id: true,
  number: true,
  promoted_at: true,
  promoted_by: true,
} satisfies KeysOf<StandingVersion>;
const HIT = {
  key: true,
  id: true,
  name: true,
  plane: true,
  path: true,
  place: true,
  line: true,
  column: true,
  lines: true,
  end: true,
} satisfies KeysOf<Hit>;
const HISTORY_ENTRY = {
  id: true,
  number: true,
  type: true,
  at: true,
  by: true,
  from: true,
  differs_from_files: true,
  changes: true,
  compared_to: true,
} satisfies KeysOf<HistoryEntry>;
const FROM = { id: true, number: true, type: true } satisfies KeysOf<NonNullable<HistoryEntry['from']>>;
const VERSION_CHANGE = { path: true, kind: true, before: true, after: true } satisfies KeysOf<VersionChange>;
const NOT_BROUGHT = { path: true, reason: true } satisfies KeysOf<NotBrought>;
const FILES_SAY = { fields: true, files: true, commit: true, uncommitted: true } satisfies KeysOf<FilesSay>;
const TOUCHING = { sha: true, subject: true, merge: true } satisfies KeysOf<TouchingCommit>;
const LEFT_ALONE = { key: true, id: true, path: true, reason: true } satisfies KeysOf<LeftAlone>;
const CALLERS = { key: true, path: true, callers_hear: true } satisfies KeysOf<CallersHear>;
const PROMOTED = { key: true, id: true, production: true } satisfies KeysOf<PromotedPersona>;
const VERSION_MARK = { version_id: true, version_number: true } satisfies KeysOf<VersionMark>;
const EXPLAINED = { path: true, managed: true, value: true, sources: true } satisfies KeysOf<ExplainedField>;
const FILE_SOURCE = { kind: true, file: true, line: true, column: true } satisfies KeysOf<
  Extract<FieldSource, { kind: 'file' | 'prompt' }>
>;
const VALUE_SOURCE = { ...FILE_SOURCE, name: true } satisfies KeysOf<Extract<FieldSource, { kind: 'value' }>>;
const PULLED = {
  key: true,
  file: true,
  id: true,
  name: true,
  action: true,
  fields: true,
  conflicts: true,
  left_out: true,
  not_on_air: true,
} satisfies KeysOf<PulledPersona>;
const CONFLICT = { path: true, reason: true, at: true, other: true, detail: true } satisfies KeysOf<PullConflict>;
const LEFT_OUT = { path: true, reason: true, detail: true } satisfies KeysOf<LeftOut>;
const SKIPPED = { id: true, name: true, reason: true, detail: true } satisfies KeysOf<SkippedPersona>;
const BEGUN = { file: true, action: true } satisfies KeysOf<BegunFile>;
const BINDING = { key: true, id: true, file: true, was: true, is_new: true } satisfies KeysOf<Binding>;
const NOT_BOUND = { key: true, name: true, ids: true } satisfies KeysOf<NotBound>;
const RUN = {
  run: true,
  command: true,
  undoes: true,
  started_at: true,
  target: true,
  commit: true,
  ci: true,
  journal: true,
  counts: true,
  unsettled: true,
  interrupted: true,
  cut_short: true,
} satisfies KeysOf<RunSummary>;
const CI_RUN = { url: true, actor: true } satisfies KeysOf<CiRun>;
const CHECK = { name: true, status: true, summary: true, hint: true } satisfies KeysOf<Check>;

const parts = schema.$defs;
const { rollbackDocument, undoDocument } = parts;

describe('the schema has the properties of the type, and no others', () => {
  it.each<[string, object, { readonly properties: object } | undefined]>([
    ['Target', TARGET, parts.target],
    ['LookedAt', LOOKED_AT, parts.lookedAt],
    ['ShardShare', SHARD, parts.shard],
    ['Outcome', OUTCOME, parts.outcome],
    ['MovedChange', MOVED_CHANGE, parts.movedChange],
    ['Mismatch', MISMATCH, parts.mismatch],
    ['ServiceFailure', FAILURE, parts.failure],
    ['DriftPersona', DRIFT_PERSONA, parts.driftPersona],
    ['UnmanagedPersona', UNMANAGED, parts.unmanagedPersona],
    ['Standing', STANDING, parts.standing],
    ['StandingVersion', STANDING_VERSION, objectIn(parts.standing.properties.production)],
    ['Hit', HIT, parts.hit],
    ['HistoryEntry', HISTORY_ENTRY, parts.historyEntry],
    ['the version that it was made from', FROM, objectIn(parts.historyEntry.properties.from)],
    ['VersionChange', VERSION_CHANGE, parts.historyEntry.properties.changes.items],
    ['NotBrought', NOT_BROUGHT, rollbackDocument.properties.left_alone.items],
    ['FilesSay', FILES_SAY, parts.filesSay],
    ['TouchingCommit', TOUCHING, objectIn(parts.filesSay.properties.commit)],
    ['LeftAlone', LEFT_ALONE, undoDocument.properties.left_alone.items],
    ['CallersHear', CALLERS, undoDocument.properties.callers.items],
    ['PromotedPersona', PROMOTED, undoDocument.properties.promoted.items],
    ['VersionMark', VERSION_MARK, objectIn(undoDocument.properties.promoted.items.properties.production)],
    ['ExplainedField', EXPLAINED, parts.explainedField],
    ['FieldSource, a file', FILE_SOURCE, parts.fileSource],
    ['FieldSource, a value', VALUE_SOURCE, parts.valueSource],
    ['PulledPersona', PULLED, parts.pulledPersona],
    ['PullConflict', CONFLICT, parts.pullConflict],
    ['LeftOut', LEFT_OUT, parts.leftOut],
    ['SkippedPersona', SKIPPED, parts.skippedPersona],
    ['BegunFile', BEGUN, parts.begunFile],
    ['Binding', BINDING, parts.binding],
    ['NotBound', NOT_BOUND, parts.notBound],
    ['RunSummary', RUN, parts.run],
    ['CiRun', CI_RUN, objectIn(parts.run.properties.ci)],
    ['Check', CHECK, parts.check],
  ])('%s', (_, keys, object) => {
    expect(Object.keys(object?.properties ?? {}).sort()).toEqual(Object.keys(keys).sort());
  });
});

/** Of what may be null. */
function objectIn({ anyOf }: { readonly anyOf: readonly { readonly properties?: object }[] }): {
  readonly properties: object;
} {
  return { properties: anyOf.find(({ properties }) => properties !== undefined)?.properties ?? {} };
}

describe('what the plan has too', () => {
  it('says what plan.schema.json says of it', () => {
    const { target, shard, ...others } = planSchema.properties;
    const { target: _, shard: __, ...own } = parts.planDocument.properties;
    expect([own, parts.planDocument.required]).toEqual([others, planSchema.required]);
    const shared = Object.entries(parts).filter(([name]) => Object.hasOwn(planSchema.$defs, name));
    expect(Object.fromEntries(shared)).toEqual(planSchema.$defs);
    expect(parts.target).toEqual({ ...target, description: parts.target.description });
    expect(parts.shard).toEqual({ ...shard, description: parts.shard.description });
  });
});

it('the program loads the schema nowhere: it would cost every start', () => {
  const src = fileURLToPath(new URL('../../../src', import.meta.url));
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const loading = files.filter((file) => readFileSync(path.join(src, file), 'utf8').includes('output.schema.json'));
  expect([files.length > 100, loading]).toEqual([true, []]);
});

it('the schema is JSON Schema 2020-12 with its published address', () => {
  expect([schema.$schema, schema.$id]).toEqual([
    planSchema.$schema,
    planSchema.$id.replace('plan.schema.json', 'output.schema.json'),
  ]);
});
