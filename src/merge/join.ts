/** Documents that agree → one of the same kind. Everything is in order of the keys, as if one job had made it. */
import { compareText } from '../model/compare-text.ts';
import type { Outcome } from '../model/outcome.ts';
import type { DocumentDiagnostic, Plan, PlannedPersona } from '../model/plan.ts';
import { type CheckedReference, orderReferences, referenceKey } from '../model/reference.ts';
import { sealPlan, summarize } from '../plan/build.ts';
import { explainRisks, isGuardWarning, plainAdvice } from '../plan/explain-guards.ts';
import { type GuardRules, unpermittedRisks } from '../plan/permits.ts';
import type { ApplyReport, Document, DriftReport } from './part.ts';

/** What the guards say is judged anew, over all personas together: a mass change may hide in shares. */
export function joinPlans(plans: readonly [Plan, ...Plan[]], rules: GuardRules): Plan {
  const [first] = plans;
  const personas: PlannedPersona[] = byKey(plans.flatMap((plan) => plan.personas));
  const summary = summarize(personas, first.summary.files);
  const risks = unpermittedRisks({ personas, summary }, rules, []);
  const others = uniqueDiagnostics(plans).filter((diagnostic) => !isGuardWarning(diagnostic));
  const target = targetOf(plans);
  const advice = plainAdvice(target.environment === null ? [] : ['--env', target.environment]);
  const warnings = explainRisks(risks, personas, advice).map(({ excerpt: _, ...warning }) => warning);
  return sealPlan({
    format_version: first.format_version,
    command: 'plan',
    target,
    created_at: earliest(plans),
    commit: first.commit,
    complete: plans.every((plan) => plan.complete),
    summary,
    personas,
    ...joinReferences(plans),
    diagnostics: [...others, ...warnings],
  });
}

/** Each once, with all that refer to it; what one job could tell counts. */
function joinReferences(plans: readonly Plan[]): Pick<Plan, 'references'> {
  const all = plans.flatMap(({ references }) => references ?? []);
  if (plans.every(({ references }) => references === undefined)) return {};
  const joined = new Map<string, CheckedReference>();
  for (const one of all) {
    const known = joined.get(referenceKey(one));
    const told = known === undefined || known.status === 'unknown' ? one : known;
    joined.set(referenceKey(one), { ...told, personas: [...(known?.personas ?? []), ...one.personas] });
  }
  return { references: orderReferences([...joined.values()]) };
}

export function joinDrifts(reports: readonly [DriftReport, ...DriftReport[]]): Omit<DriftReport, 'shard'> {
  const [first] = reports;
  return {
    command: 'drift',
    target: targetOf(reports),
    created_at: earliest(reports),
    commit: first.commit,
    complete: reports.every((report) => report.complete),
    plane: first.plane,
    personas: byKey(reports.flatMap((report) => report.personas)),
    diagnostics: uniqueDiagnostics(reports),
  };
}

/** The runs of the jobs stay apart: each has its journal, by which it is taken back. */
export interface JoinedApply extends Omit<ApplyReport, 'shard' | 'run' | 'journal' | 'error'> {
  readonly runs: readonly { readonly run: string; readonly journal: string }[];
  readonly errors: readonly NonNullable<ApplyReport['error']>[];
}

export function joinApplies(reports: readonly [ApplyReport, ...ApplyReport[]]): JoinedApply {
  const [first] = reports;
  const outcomes: Outcome[] = byKey(reports.flatMap((report) => report.outcomes));
  return {
    command: 'apply',
    target: targetOf(reports),
    created_at: earliest(reports),
    commit: first.commit,
    runs: reports.flatMap(({ run, journal }) => (run === null || journal === null ? [] : [{ run, journal }])),
    outcomes,
    diagnostics: uniqueDiagnostics(reports),
    errors: reports.flatMap(({ error }) => error ?? []),
  };
}

/** A share without personas knows no account; one whose personas do not share one makes it unknown. */
function targetOf(documents: readonly [Document, ...Document[]]): Document['target'] {
  const inhabited = documents.filter((one) => (one.command === 'apply' ? one.outcomes : one.personas).length > 0);
  const accounts = new Set(inhabited.map(({ target }) => target.account));
  const [account = null] = accounts;
  return { ...documents[0].target, account: accounts.size === 1 ? account : null };
}

/** When the live side was read first: what is as old as that may have moved. */
function earliest(documents: readonly [Document, ...Document[]]): string {
  const [first, ...others] = documents.map((one) => one.created_at);
  return others.reduce((least, time) => (time < least ? time : least), first ?? '');
}

/** Every job judges all files, and tells what it finds in them. */
function uniqueDiagnostics(documents: readonly Document[]): DocumentDiagnostic[] {
  const all = documents.flatMap((one) =>
    one.diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic] as const),
  );
  return [...new Map(all).values()];
}

/** By code units; a persona's own steps stay in their order. */
function byKey<Keyed extends { readonly key: string }>(items: readonly Keyed[]): Keyed[] {
  return [...items].sort((a, b) => compareText(a.key, b.key));
}
