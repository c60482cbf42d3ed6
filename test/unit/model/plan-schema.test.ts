/**
 * The plan's types and schemas/plan.schema.json say the same. The tables below are checked by the compiler: one that
 * lacks a key of its type, or has another, does not compile.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import schema from '../../../schemas/plan.schema.json' with { type: 'json' };
import type { Place, Severity } from '../../../src/model/diagnostic.ts';
import type { Plane } from '../../../src/model/fields.ts';
import type { Behind, Origin } from '../../../src/model/origin.ts';
import type {
  Change,
  ChangeKind,
  DocumentDiagnostic,
  Plan,
  PlanFailure,
  PlannedPersona,
  PlannedPromote,
  PromoteAction,
  PromoteChange,
  PromoteReason,
  StepAction,
  Target,
} from '../../../src/model/plan.ts';
import { FORMAT_VERSION } from '../../../src/model/plan.ts';
import type { CheckedReference, ReferenceKind, ReferenceStatus } from '../../../src/model/reference.ts';
import { schemaProblems } from '../../../src/validate/documents.ts';

type KeysOf<T> = Record<keyof T, true>;

const PLAN = {
  format_version: true,
  command: true,
  target: true,
  created_at: true,
  commit: true,
  complete: true,
  summary: true,
  shard: true,
  personas: true,
  references: true,
  diagnostics: true,
  digest: true,
} satisfies KeysOf<Plan>;
const TARGET = { base_url: true, environment: true, account: true } satisfies KeysOf<Target>;
const SUMMARY = { files: true, create: true, update: true, none: true, failed: true, promote: true } satisfies KeysOf<
  Plan['summary']
>;
const PERSONA = {
  key: true,
  file: true,
  id: true,
  name: true,
  action: true,
  reason: true,
  updated_at: true,
  fingerprint: true,
  digest: true,
  changes: true,
  promote: true,
  set: true,
} satisfies KeysOf<PlannedPersona>;
const PROMOTE = {
  action: true,
  reason: true,
  fingerprint: true,
  digest: true,
  draft_updated_at: true,
  changes: true,
} satisfies KeysOf<PlannedPromote>;
const CHANGE = {
  path: true,
  kind: true,
  plane: true,
  before: true,
  after: true,
  sources: true,
  names: true,
  origin: true,
  behind: true,
} satisfies KeysOf<Change>;
const PROMOTE_CHANGE = {
  path: true,
  kind: true,
  plane: true,
  before: true,
  after: true,
  sources: true,
  names: true,
  foreign: true,
} satisfies KeysOf<PromoteChange>;
const BEHIND = { sha: true, subject: true, date: true, author: true, commits: true } satisfies KeysOf<Behind>;
const PLACE = { file: true, line: true, column: true } satisfies KeysOf<Place>;
const REFERENCE = {
  kind: true,
  id: true,
  pathway: true,
  version: true,
  status: true,
  name: true,
  why: true,
  personas: true,
} satisfies KeysOf<CheckedReference>;
const DIAGNOSTIC = {
  severity: true,
  code: true,
  summary: true,
  file: true,
  line: true,
  column: true,
  key: true,
  hint: true,
} satisfies KeysOf<DocumentDiagnostic>;

const ACTIONS = { create: true, update: true, none: true, failed: true } satisfies Record<StepAction, true>;
const REASONS = {
  missing: true,
  deleted: true,
  twin: true,
  archived: true,
  other_id: true,
  namesake: true,
  missing_reference: true,
  unreadable: true,
} satisfies Record<PlanFailure, true>;
const PROMOTE_ACTIONS = { promote: true, none: true, failed: true } satisfies Record<PromoteAction, true>;
const PROMOTE_REASONS = { no_draft: true, draft_differs: true } satisfies Record<PromoteReason, true>;
const KINDS = { add: true, remove: true, replace: true } satisfies Record<ChangeKind, true>;
const PLANES = { immediate: true, draft: true } satisfies Record<Plane, true>;
const SEVERITIES = { error: true, warning: true } satisfies Record<Severity, true>;

const ORIGINS = { behind: true, new: true, edited: true, unknown: true, null: true } satisfies Record<
  Origin | 'null',
  true
>;

const REFERENCE_KINDS = {
  voice: true,
  knowledge_base: true,
  tool: true,
  pathway: true,
  pathway_version: true,
  start_node: true,
} satisfies Record<ReferenceKind, true>;
const REFERENCE_STATUSES = { found: true, missing: true, unknown: true } satisfies Record<ReferenceStatus, true>;

/** There where they were asked for, and in plans of a shard. */
const OPTIONAL = ['shard', 'references', 'names'];

const { persona, promote, promoteChange, change, behind, place, diagnostic, reference } = schema.$defs;

describe('the schema has the properties of the type, all of them required and no others allowed', () => {
  it.each([
    ['Plan', PLAN, schema],
    ['Target', TARGET, schema.properties.target],
    ['summary', SUMMARY, schema.properties.summary],
    ['PlannedPersona', PERSONA, persona],
    ['PlannedPromote', PROMOTE, promote],
    ['PromoteChange', PROMOTE_CHANGE, promoteChange],
    ['Change', CHANGE, change],
    ['Behind', BEHIND, behind],
    ['Place', PLACE, place],
    ['DocumentDiagnostic', DIAGNOSTIC, diagnostic],
    ['CheckedReference', REFERENCE, reference],
  ])('%s', (_, keys, object) => {
    expect(Object.keys(object.properties).sort()).toEqual(Object.keys(keys).sort());
    const required = Object.keys(keys).filter((key) => !OPTIONAL.includes(key));
    expect([...object.required].sort()).toEqual(required.sort());
    expect(object.additionalProperties).toBe(false);
  });
});

describe('the schema has the values of the union', () => {
  it.each([
    ['StepAction', ACTIONS, persona.properties.action.enum],
    ['ReferenceKind', REFERENCE_KINDS, reference.properties.kind.enum],
    ['ReferenceStatus', REFERENCE_STATUSES, reference.properties.status.enum],
    ['PlanFailure, or null', { ...REASONS, null: true }, persona.properties.reason.enum],
    ['PromoteAction', PROMOTE_ACTIONS, promote.properties.action.enum],
    ['PromoteReason, or null', { ...PROMOTE_REASONS, null: true }, promote.properties.reason.enum],
    ['Origin, or null', ORIGINS, change.properties.origin.enum],
    ['ChangeKind', KINDS, change.properties.kind.enum],
    ['ChangeKind of a promote', KINDS, promoteChange.properties.kind.enum],
    ['Plane of a promote', PLANES, promoteChange.properties.plane.enum],
    ['Plane', PLANES, change.properties.plane.enum],
    ['Severity', SEVERITIES, diagnostic.properties.severity.enum],
    ['FORMAT_VERSION', { [FORMAT_VERSION]: true }, [schema.properties.format_version.const]],
    ['the command', { plan: true } satisfies Record<Plan['command'], true>, [schema.properties.command.const]],
  ])('%s', (_, values, listed) => {
    expect(listed.map(String).sort()).toEqual(Object.keys(values).sort());
  });
});

const CASES = fileURLToPath(new URL('../../cases', import.meta.url));

/** Every plan that a golden case expects on stdout; those of runs that stopped early are documents of another kind. */
function goldenPlans(): { readonly name: string; readonly document: unknown }[] {
  return readdirSync(CASES, { recursive: true, encoding: 'utf8' })
    .filter((file) => /expected[\\/](\d+-)?stdout\.json$/.test(file))
    .map((name) => ({ name, document: JSON.parse(readFileSync(path.join(CASES, name), 'utf8')) }))
    .filter(({ document }) => document.command === 'plan' && document.error === undefined);
}

describe('the plans of the golden cases', () => {
  it.each(goldenPlans())('$name fits the schema', ({ document }) => {
    expect(schemaProblems('plan', withDigest(document))).toEqual([]);
  });

  it('are several, and one that is altered does not fit', () => {
    const [first, ...more] = goldenPlans();
    expect(more.length).toBeGreaterThan(0);
    expect(schemaProblems('plan', { ...Object(first?.document), force: true })).not.toEqual([]);
  });
});

/** The cases leave out the digest of the whole, which covers a port that differs from run to run. */
function withDigest(document: unknown): unknown {
  return { ...Object(document), digest: '0'.repeat(64) };
}
