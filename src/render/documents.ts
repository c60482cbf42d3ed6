/** The JSON documents: one a command, on stdout, also on failure. Every one has `format_version`, `command` and `diagnostics`. */
import type { Stop } from '../errors.ts';
import type { Binding, NotBound } from '../model/binding.ts';
import type { CommandName } from '../model/command.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { DriftPersona, DriftPlane, UnmanagedPersona } from '../model/drift.ts';
import { exactJson } from '../model/exact-json.ts';
import type { WritingCommandName } from '../model/journal.ts';
import type { Outcome } from '../model/outcome.ts';
import { type DocumentDiagnostic, FORMAT_VERSION, type Plan } from '../model/plan.ts';
import type { ShardShare } from '../model/shard.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { countStatuses } from './statuses.ts';

/** In JSON `##[` can stand in texts alone. Written so, it is the same text, but no command in the log of a GitHub job. */
export function documentText(document: object): string {
  return `${exactJson(document, 2).replaceAll('##[', '#\\u0023[')}\n`;
}

/** The command's own document with empty lists, and why the run stopped. */
export function stoppedDocument(command: CommandName | null, stop: Stop, diagnostics: readonly Diagnostic[]): object {
  return {
    format_version: FORMAT_VERSION,
    command,
    ...EMPTY[command ?? 'emulator'],
    diagnostics: diagnostics.map(withoutExcerpt),
    error: { code: stop.code, message: stop.message, hint: stop.hint },
  };
}

const EMPTY: Readonly<Record<CommandName, object>> = {
  init: { files: [] },
  validate: {},
  plan: { personas: [] },
  apply: { outcomes: [] },
  promote: { outcomes: [] },
  drift: { personas: [] },
  pull: { files: [], skipped: [], writes: [] },
  explain: { fields: [] },
  status: { personas: [], unbound: [] },
  show: { hits: [] },
  history: { versions: [] },
  rollback: { left_alone: [], undocumented: [], outcomes: [] },
  bind: { bound: [], rest: [] },
  undo: { left_alone: [], callers: [], promoted: [], outcomes: [] },
  runs: { runs: [] },
  doctor: { checks: [] },
  merge: {},
  emulator: {},
  snapshot: {},
};

export function snapshotDocument(snapshot: Snapshot, out: string, diagnostics: readonly Diagnostic[]): object {
  const { target, created_at: createdAt, personas, missing, digest } = snapshot;
  const redacted = personas.reduce((sum, persona) => sum + persona.redacted.length, 0);
  return {
    format_version: FORMAT_VERSION,
    command: 'snapshot',
    target,
    created_at: createdAt,
    out,
    summary: { personas: personas.length, missing: missing.length, redacted },
    diagnostics: diagnostics.map(withoutExcerpt),
    digest,
  };
}

interface Judged {
  readonly files: number;
  readonly shard: ShardShare | null;
  readonly diagnostics: readonly Diagnostic[];
}

export function validateDocument({ files, shard, diagnostics }: Judged): object {
  const number = (severity: Diagnostic['severity']): number =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  return {
    format_version: FORMAT_VERSION,
    command: 'validate',
    summary: { files, errors: number('error'), warnings: number('warning') },
    ...(shard === null ? {} : { shard }),
    diagnostics: diagnostics.map(withoutExcerpt),
  };
}

export interface RunResult {
  readonly name: WritingCommandName;
  readonly outcomes: readonly Outcome[];
  readonly createdAt: Date;
  readonly stop: Stop | null;
  /** The journal's keys, and the command's own. */
  readonly more: object;
}

/** The document of a command that writes. */
export function applyDocument(plan: Plan, { name, outcomes, createdAt, stop, more }: RunResult): object {
  return {
    format_version: FORMAT_VERSION,
    command: name,
    target: plan.target,
    created_at: createdAt.toISOString(),
    commit: plan.commit,
    ...more,
    summary: Object.fromEntries(countStatuses(outcomes)),
    ...shardOf(plan),
    outcomes,
    diagnostics: plan.diagnostics,
    ...(stop === null ? {} : { error: { code: stop.code, message: stop.message, hint: stop.hint } }),
  };
}

/** A document about a share of the personas says so. */
function shardOf({ shard }: Plan): Pick<Plan, 'shard'> {
  return shard === undefined ? {} : { shard };
}

/** `environment`: its name, or null without one. */
export function bindDocument(
  environment: string | null,
  { bound, rest }: { readonly bound: readonly Binding[]; readonly rest: readonly NotBound[] },
): object {
  return { format_version: FORMAT_VERSION, command: 'bind', environment, bound, rest, diagnostics: [] };
}

export function runsDocument(runs: readonly object[], diagnostics: readonly Diagnostic[]): object {
  return { format_version: FORMAT_VERSION, command: 'runs', runs, diagnostics: diagnostics.map(withoutExcerpt) };
}

/** `unmanaged`: null where they were not asked for. */
export function driftDocument(
  plan: Plan,
  plane: DriftPlane,
  personas: readonly DriftPersona[],
  unmanaged: readonly UnmanagedPersona[] | null,
): object {
  return {
    format_version: FORMAT_VERSION,
    command: 'drift',
    target: plan.target,
    created_at: plan.created_at,
    commit: plan.commit,
    complete: plan.complete,
    plane,
    ...shardOf(plan),
    personas,
    ...(unmanaged === null ? {} : { unmanaged }),
    diagnostics: plan.diagnostics,
  };
}

export function withoutExcerpt({ excerpt: _, ...diagnostic }: Diagnostic): DocumentDiagnostic {
  return diagnostic;
}
