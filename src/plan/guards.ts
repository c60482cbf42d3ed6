/**
 * Finds the changes of a plan that are sometimes meant and often a slip. Pure, and the same for a fresh plan and a saved
 * one: a plan carries warnings, never permissions, so apply asks again with its own options and config.
 */
import { fieldNamed } from '../model/fields.ts';
import type { GuardFigures, GuardFinding, GuardLimits, GuardName } from '../model/guard.ts';
import type { JsonValue } from '../model/json.ts';
import type { Change, Plan, PlannedPersona } from '../model/plan.ts';
import { fieldOf } from './compare.ts';
import { hashJson } from './fingerprint.ts';
import { countEdits } from './shared-edits.ts';

/** Fewer updates than this are no mass change, whatever their share. */
const FEWEST_OF_A_MASS = 10;

/** Prompts shorter than this (in characters) may lose any part of their text but the last. */
const SHORTEST_THAT_SHRINKS = 400;

/** The run's finding first, then those of each persona in plan order. */
export function findRisks(plan: Pick<Plan, 'personas' | 'summary'>, limits: GuardLimits): GuardFinding[] {
  const updates = plan.personas.filter((persona) => persona.action === 'update');
  return [
    ...findMassChange(updates, plan.summary.files, limits),
    ...updates.flatMap((one) => findRisksOf(one, limits)),
  ];
}

/** The digest that accepts a mass change: of the sorted digests of all personas to be updated. */
export function digestOfUpdates(updates: readonly PlannedPersona[]): string {
  return hashJson(updates.map((persona) => persona.digest ?? '').sort());
}

/** An edit of a prompt file that several personas share is one decision, and counts once. */
function findMassChange(updates: readonly PlannedPersona[], files: number, limits: GuardLimits): GuardFinding[] {
  if (updates.length < FEWEST_OF_A_MASS) return [];
  const { counted, shared } = countEdits(updates);
  if (counted < FEWEST_OF_A_MASS || counted * 100 <= files * limits.massChangePercent) return [];
  const figures = { kind: 'share', personas: updates.length, counted, files, shared } as const;
  return [{ guard: 'mass-change', key: null, path: null, digest: digestOfUpdates(updates), figures }];
}

function findRisksOf(persona: PlannedPersona, limits: GuardLimits): GuardFinding[] {
  const found = (guard: GuardName, path: string, figures: GuardFigures): GuardFinding => {
    return { guard, key: persona.key, path, digest: persona.digest ?? '', figures };
  };
  const ofFields = persona.changes.flatMap((change) => {
    const risk = riskOf(change, limits);
    return risk === null ? [] : [found(risk.guard, change.path, risk.figures)];
  });
  const settings = persona.changes.filter((change) => fieldOf(change) === 'call_config');
  const isCleared = persona.set.call_config === null && settings.length > 0;
  const cleared = isCleared ? [found('emptied', '/call_config', { kind: 'entries', before: settings.length })] : [];
  return [...ofFields, ...cleared];
}

interface Risk {
  readonly guard: GuardName;
  readonly figures: GuardFigures;
}

function riskOf(change: Change, limits: GuardLimits): Risk | null {
  if (change.path === '/name') return { guard: 'identity', figures: valuesOf(change) };
  if (change.path === '/call_config/record') return { guard: 'recording', figures: valuesOf(change) };
  const kind = fieldNamed(change.path.slice(1))?.kind;
  if (kind === 'prose') return findShrink(change, limits);
  return kind === 'set' || kind === 'list' ? findEmptied(change) : null;
}

function findShrink({ before, after }: Change, limits: GuardLimits): Risk | null {
  if (typeof before !== 'string') return null;
  const left = typeof after === 'string' ? after.length : 0;
  const lost = before.length - left;
  const isMuch = before.length >= SHORTEST_THAT_SHRINKS && lost * 100 > before.length * limits.shrinkPercent;
  const figures = { kind: 'length', before: before.length, after: left } as const;
  return left === 0 || isMuch ? { guard: 'shrink', figures } : null;
}

function findEmptied({ before, after }: Change): Risk | null {
  if (after !== null || !Array.isArray(before)) return null;
  return { guard: 'emptied', figures: { kind: 'entries', before: before.length } };
}

function valuesOf({ before, after }: Change): GuardFigures {
  const shown = (value: JsonValue): string => (value === null ? 'not set' : JSON.stringify(value));
  return { kind: 'values', before: shown(before), after: shown(after) };
}
