/** Desired and live personas → the plan. Pure: the same input gives the same document. */
import type { Diagnostic } from '../model/diagnostic.ts';
import type { GuardName } from '../model/guard.ts';
import { type JsonValue, pointer } from '../model/json.ts';
import { type DesiredPersona, type LivePersona, liveAccount, liveUpdatedAt } from '../model/persona.ts';
import { type Change, FORMAT_VERSION, type Plan, type PlannedPersona } from '../model/plan.ts';
import { type KeysInUse, redact, redactJson } from '../model/secrets.ts';
import { compareManaged, fieldOf, planeOn } from './compare.ts';
import { explainRisks } from './explain-guards.ts';
import type { ReadPersona } from './explain-read.ts';
import { digestOfChanges, fingerprintOf, hashJson } from './fingerprint.ts';
import { desiredManaged, liveManaged } from './managed.ts';
import { type GuardRules, unpermittedRisks } from './permits.ts';

export interface PlanInput {
  /** The wanted personas, in the order of the plan. */
  readonly reads: readonly ReadPersona[];
  /** How many persona files there are in all, also when the run is narrowed. */
  readonly files: number;
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
}

export function buildPlan(input: PlanInput): Plan {
  const personas = input.reads.map((read) => planPersona(read, input.keyInUse));
  const count = (action: PlannedPersona['action']): number => personas.filter((one) => one.action === action).length;
  const summary = { files: input.files, update: count('update'), none: count('none'), failed: count('failed') };
  const risks = unpermittedRisks({ personas, summary }, input.rules, input.allow);
  const diagnostics = [...input.diagnostics, ...explainRisks(risks, personas)];
  return sealPlan({
    format_version: FORMAT_VERSION,
    command: 'plan',
    target: {
      base_url: input.baseUrl,
      environment: input.environment,
      account: sharedAccount(input.reads, input.keyInUse),
    },
    created_at: input.createdAt.toISOString(),
    commit: input.commit,
    complete: personas.every((persona) => persona.reason !== 'unreadable'),
    summary,
    personas,
    diagnostics: diagnostics.map(({ excerpt: _, ...diagnostic }) => redactTexts(diagnostic, input.keyInUse)),
  });
}

/** The document with its digest. The digest is over the document as it is printed: parsed again, it is the same. */
export function sealPlan(content: Omit<Plan, 'digest'>): Plan {
  return { ...content, digest: digestOfPlan(content) };
}

/** The digest that a document with this content must carry. */
export function digestOfPlan(content: Omit<Plan, 'digest'>): string {
  const printed: JsonValue = JSON.parse(JSON.stringify(content));
  return hashJson(printed);
}

/** What differs between a file and a live persona, in canonical form. */
export function changesBetween(desired: Pick<DesiredPersona, 'set' | 'sources'>, live: LivePersona): Change[] {
  return compareManaged(liveManaged(live, desired.set), desiredManaged(desired.set), {
    planeOf: planeOn(live),
    sourcesOf: (path) => desired.sources.get(path) ?? desired.sources.get(pointer(fieldOf({ path }))) ?? [],
  });
}

function planPersona({ desired, read }: ReadPersona, keyInUse: KeysInUse): PlannedPersona {
  const { key, file, id, name, set } = desired;
  const about = { key, file, id, name };
  if (read.kind !== 'found') {
    const unread = { updated_at: null, fingerprint: null, digest: null, changes: [] };
    return { ...about, action: 'failed', reason: read.kind, ...unread, set };
  }
  const changes = changesBetween(desired, read.live);
  return {
    ...about,
    action: changes.length === 0 ? 'none' : 'update',
    reason: null,
    updated_at: redactText(liveUpdatedAt(read.live), keyInUse),
    fingerprint: fingerprintOf(liveManaged(read.live, set)),
    digest: changes.length === 0 ? null : digestOfChanges(id, changes),
    changes: redactChanges(changes, keyInUse),
    set,
  };
}

/** Only `before` can hold a key shape: a persona file with one is an error. */
export function redactChanges(changes: readonly Change[], keyInUse: KeysInUse): Change[] {
  return changes.map((change) => ({ ...change, before: redactJson(change.before, keyInUse) }));
}

/** The account that all personas share. One that shows a key cannot stand in a document, and so counts as unknown. */
function sharedAccount(reads: readonly ReadPersona[], keyInUse: KeysInUse): string | null {
  const accounts = new Set(reads.flatMap(({ read }) => (read.kind === 'found' ? [liveAccount(read.live)] : [])));
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
