/** Desired and live personas → the plan. Pure: the same input gives the same document. */
import type { Diagnostic } from '../model/diagnostic.ts';
import type { GuardName } from '../model/guard.ts';
import type { Behind } from '../model/origin.ts';
import { type LivePersona, liveAccount, liveUpdatedAt } from '../model/persona.ts';
import {
  type Change,
  FORMAT_VERSION,
  type Plan,
  type PlannedPersona,
  type PlannedPromote,
  type PromoteChange,
} from '../model/plan.ts';
import type { CheckedReference } from '../model/reference.ts';
import { type KeysInUse, redact, redactJson } from '../model/secrets.ts';
import type { ShardShare } from '../model/shard.ts';
import { compareWith } from './changes.ts';
import { planCreation } from './creation.ts';
import { explainRisks, plainAdvice } from './explain-guards.ts';
import { explainPromotes } from './explain-promote.ts';
import type { ReadPersona } from './explain-read.ts';
import { digestOfChanges, hashJson } from './fingerprint.ts';
import { type GuardRules, unpermittedRisks } from './permits.ts';
import { type PromoteMode, planPromote } from './promote.ts';
import { namesOf, withReferenceNames } from './references.ts';

/** A persona that is compared already; its changes are not redacted. */
export interface ComparedPersona extends ReadPersona {
  /** Empty where the persona was not found, or fails for what it refers to. */
  readonly changes: readonly Change[];
  /** Null where there is nothing to compare with. */
  readonly fingerprint: string | null;
}

export function comparePersonas(reads: readonly ReadPersona[]): ComparedPersona[] {
  return reads.map((one) => ({
    ...one,
    ...(one.read.kind === 'found' && one.missing === undefined
      ? compareWith(one.desired, one.read.live)
      : { changes: [], fingerprint: null }),
  }));
}

export interface PlanInput {
  /** The wanted personas, in the order of the plan. */
  readonly reads: readonly (ReadPersona | ComparedPersona)[];
  /** How many persona files there are in all, also when the run is narrowed. */
  readonly files: number;
  /** The share of them that the plan is about. */
  readonly shard?: ShardShare | null;
  readonly baseUrl: string;
  /** Its name, or null without one. */
  readonly environment: string | null;
  readonly createdAt: Date;
  readonly commit: string | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Limits and acceptances of the config, and what the command line allows: the rest is warned about. */
  readonly rules: GuardRules;
  readonly allow: readonly GuardName[];
  /** Redacted wherever it occurs; null when there is none. */
  readonly keyInUse: KeysInUse;
  /** Whether it promotes; `never` unless told. */
  readonly promote?: PromoteMode;
  /** The account that the environment names; absent or null where it names none. */
  readonly pinned?: string | null;
  /** Every persona of the account, where it was read. */
  readonly account?: readonly LivePersona[] | null;
  /** What the files refer to, where that was asked; redacted. */
  readonly references?: readonly CheckedReference[] | null;
  /** What every command needs that is advised, such as `--env NAME`; nothing unless told. */
  readonly advised?: readonly string[];
}

export function buildPlan(input: PlanInput): Plan {
  const { keyInUse, promote = 'never', references = null, advised = [] } = input;
  const names = namesOf(references ?? []);
  const personas = input.reads
    .map((read) => planPersona(read, { keyInUse, promote }))
    .map((persona) => (references === null ? persona : named(persona, names)));
  const summary = summarize(personas, input.files);
  const shard = input.shard ? { shard: input.shard } : {};
  const risks = unpermittedRisks({ personas, summary, ...shard }, input.rules, input.allow);
  const unpromoted = promote === 'never' ? [] : explainPromotes(input.reads, personas, advised);
  const diagnostics = [...input.diagnostics, ...unpromoted, ...explainRisks(risks, personas, plainAdvice(advised))];
  return sealPlan({
    format_version: FORMAT_VERSION,
    command: 'plan',
    target: {
      base_url: input.baseUrl,
      environment: input.environment,
      account: input.pinned ?? sharedAccount(livesIn(input), input.keyInUse),
    },
    created_at: input.createdAt.toISOString(),
    commit: input.commit,
    complete: personas.every((persona) => persona.reason !== 'unreadable'),
    summary,
    ...shard,
    personas,
    ...(references === null ? {} : { references }),
    diagnostics: diagnostics.map(({ excerpt: _, ...diagnostic }) => redactTexts(diagnostic, input.keyInUse)),
  });
}

export function summarize(personas: readonly PlannedPersona[], files: number): Plan['summary'] {
  const count = (action: PlannedPersona['action']): number => personas.filter((one) => one.action === action).length;
  const promote = personas.filter((one) => one.promote?.action === 'promote').length;
  return {
    files,
    create: count('create'),
    update: count('update'),
    none: count('none'),
    failed: count('failed'),
    promote,
  };
}

/**
 * The document with its digest. The digest is over the document as it is printed: parsed again, it is the same. It is made
 * when it is asked for: a plan that is only read needs none.
 */
export function sealPlan(content: Omit<Plan, 'digest'>): Plan {
  let digest: string | null = null;
  return {
    ...content,
    get digest() {
      digest ??= digestOfPlan(content);
      return digest;
    },
  };
}

/** The digest that a document with this content must carry. */
export function digestOfPlan(content: Omit<Plan, 'digest'>): string {
  return hashJson(content);
}

interface PersonaContext {
  readonly keyInUse: KeysInUse;
  readonly promote: PromoteMode;
}

function planPersona(one: ReadPersona | ComparedPersona, { keyInUse, promote: mode }: PersonaContext): PlannedPersona {
  const { desired, read } = one;
  const { key, file, id, name, set } = desired;
  const about = { key, file, id, name };
  const nothing = { updated_at: null, fingerprint: null, digest: null, changes: [], promote: null };
  if (one.missing !== undefined && one.missing.length > 0)
    return { ...about, action: 'failed', reason: 'missing_reference', ...nothing, set };
  if (read.kind === 'new') return planCreation(desired);
  if (read.kind !== 'found') return { ...about, action: 'failed', reason: read.kind, ...nothing, set };
  const { changes: differing, fingerprint } = 'changes' in one ? one : compareWith(desired, read.live);
  const changes = mode === 'as_it_is' ? [] : differing;
  return {
    ...about,
    action: changes.length === 0 ? 'none' : 'update',
    reason: null,
    updated_at: redactText(liveUpdatedAt(read.live), keyInUse),
    fingerprint,
    digest: changes.length === 0 ? null : digestOfChanges(read.live.id, changes),
    changes: redactChanges(changes, keyInUse),
    promote: redactPromote(planPromote(desired, read.live, differing, mode), keyInUse),
    set,
  };
}

function named(persona: PlannedPersona, names: ReadonlyMap<string, string>): PlannedPersona {
  const { changes, promote } = persona;
  return {
    ...persona,
    changes: withReferenceNames(changes, names),
    promote: promote === null ? null : { ...promote, changes: withReferenceNames(promote.changes, names) },
  };
}

function redactPromote(promote: PlannedPromote | null, keyInUse: KeysInUse): PlannedPromote | null {
  if (promote === null) return null;
  const changes = redactShipped(promote.changes, keyInUse);
  return { ...promote, draft_updated_at: redactText(promote.draft_updated_at, keyInUse), changes };
}

/** Both sides are live: either can hold a key shape. */
export function redactShipped(changes: readonly PromoteChange[], keyInUse: KeysInUse): PromoteChange[] {
  return changes.map((change) => ({
    ...change,
    path: redact(change.path, keyInUse),
    before: redactJson(change.before, keyInUse),
    after: redactJson(change.after, keyInUse),
  }));
}

/** `after` can hold no key shape: a persona file with one is an error. */
export function redactChanges(changes: readonly Change[], keyInUse: KeysInUse): Change[] {
  return changes.map((change) => ({
    ...change,
    before: redactJson(change.before, keyInUse),
    behind: redactBehind(change.behind, keyInUse),
  }));
}

function redactBehind(behind: Behind | null, keyInUse: KeysInUse): Behind | null {
  if (behind === null) return null;
  const { subject, author } = behind;
  return { ...behind, subject: redact(subject, keyInUse), author: redact(author, keyInUse) };
}

/** The personas that the plan has seen: where it creates, all that are there. */
function livesIn({ reads, account }: PlanInput): LivePersona[] {
  const read = reads.flatMap((one) => (one.read.kind === 'found' ? [one.read.live] : []));
  return reads.some((one) => one.read.kind === 'new') ? [...read, ...(account ?? [])] : read;
}

/** The account that all personas share. One that shows a key cannot stand in a document, and so counts as unknown. */
function sharedAccount(lives: readonly LivePersona[], keyInUse: KeysInUse): string | null {
  const accounts = new Set(lives.map(liveAccount));
  const [account = null] = accounts;
  return accounts.size === 1 && account === redactText(account, keyInUse) ? account : null;
}

function redactTexts<T extends { summary: string; hint: string | null }>(diagnostic: T, keyInUse: KeysInUse): T {
  return {
    ...diagnostic,
    summary: redact(diagnostic.summary, keyInUse),
    hint: redactText(diagnostic.hint, keyInUse),
  };
}

function redactText(text: string | null, keyInUse: KeysInUse): string | null {
  return text === null ? null : redact(text, keyInUse);
}
