/**
 * Finds the changes of a plan that are sometimes meant and often a slip. Pure, and the same for a fresh plan and a saved
 * one: a plan carries warnings, never permissions, so apply asks again with its own options and config.
 */
import { fieldNamed } from '../model/fields.ts';
import type { GuardFigures, GuardFinding, GuardLimits, GuardName } from '../model/guard.ts';
import type { JsonValue } from '../model/json.ts';
import type { FieldChange, Plan, PlannedPersona } from '../model/plan.ts';
import { fieldOf } from './compare.ts';
import { hashJson } from './fingerprint.ts';
import { countEdits } from './shared-edits.ts';

/** Fewer updates than this are no mass change, whatever their share. */
const FEWEST_OF_A_MASS = 10;

/** Prompts shorter than this (in characters) may lose any part of their text but the last. */
const SHORTEST_THAT_SHRINKS = 400;

/** The run's finding first, then those of each persona in plan order. */
export function findRisks(plan: Pick<Plan, 'personas' | 'summary' | 'shard'>, limits: GuardLimits): GuardFinding[] {
  const changing = plan.personas.filter((persona) => isUpdated(persona) || isPromoted(persona));
  const created = plan.personas.filter(({ action }) => action === 'create');
  return [
    ...findMassChange([...changing, ...created], plan, limits),
    ...changing.flatMap((one) => {
      const ofUpdate = isUpdated(one) ? findRisksOf(one, updateOf(one), limits) : [];
      return [...ofUpdate, ...findPromoteRisks(one, ofUpdate, limits)];
    }),
  ];
}

function isUpdated({ action }: PlannedPersona): boolean {
  return action === 'update';
}

function isPromoted({ promote }: PlannedPersona): boolean {
  return promote?.action === 'promote';
}

/** The digest that accepts a mass change: of the sorted digests of all steps. */
export function digestOfSteps(personas: readonly PlannedPersona[]): string {
  const digests = personas.flatMap(({ digest, promote }) => [digest, promote?.digest ?? null]);
  return hashJson(digests.filter((digest) => digest !== null).sort());
}

/**
 * An edit of a prompt file that several personas share is one decision, and counts once. A shard is judged by its own
 * files, and by its share of what makes a mass: divided among eight jobs, a mass change is one in each of them.
 */
function findMassChange(
  changing: readonly PlannedPersona[],
  { summary, shard }: Pick<Plan, 'summary' | 'shard'>,
  limits: GuardLimits,
): GuardFinding[] {
  const files = shard?.files ?? summary.files;
  const fewest = Math.ceil(FEWEST_OF_A_MASS / (shard?.count ?? 1));
  if (changing.length < fewest) return [];
  const { counted, shared } = countEdits(changing);
  if (counted < fewest || counted * 100 <= files * limits.massChangePercent) return [];
  const promoted = changing.filter(isPromoted).length;
  const figures = { kind: 'share', personas: changing.length, counted, files, shared, promoted } as const;
  return [{ guard: 'mass-change', key: null, step: 'update', path: null, digest: digestOfSteps(changing), figures }];
}

/** One of a persona's two steps, as the guards look at it. */
type GuardedStep = Pick<GuardFinding, 'step' | 'digest'> & { readonly changes: readonly FieldChange[] };

function updateOf({ digest, changes }: PlannedPersona): GuardedStep {
  return { step: 'update', digest: digest ?? '', changes };
}

function findRisksOf(
  { key, set }: PlannedPersona,
  { step, digest, changes }: GuardedStep,
  limits: GuardLimits,
): GuardFinding[] {
  const found = (guard: GuardName, path: string, figures: GuardFigures): GuardFinding => {
    return { guard, key, step, path, digest, figures };
  };
  const ofFields = changes.flatMap((change) => {
    const risk = riskOf(change, limits);
    return risk === null ? [] : [found(risk.guard, change.path, risk.figures)];
  });
  const settings = changes.filter((change) => fieldOf(change) === 'call_config');
  const isCleared = set.call_config === null && settings.length > 0;
  const cleared = isCleared ? [found('emptied', '/call_config', { kind: 'entries', before: settings.length })] : [];
  return [...ofFields, ...cleared];
}

/**
 * A promote is what reaches callers, so it is guarded like an update: against what they hear now. What the persona's own
 * update is asked for already is not asked again.
 */
function findPromoteRisks(
  persona: PlannedPersona,
  asked: readonly GuardFinding[],
  limits: GuardLimits,
): GuardFinding[] {
  const { key, promote } = persona;
  if (promote?.action !== 'promote') return [];
  const step: GuardedStep = { step: 'promote', digest: promote.digest ?? '', changes: promote.changes };
  const risks = findRisksOf(persona, step, limits).filter(
    (risk) => !asked.some(({ guard, path }) => guard === risk.guard && path === risk.path),
  );
  const paths = promote.changes.filter(({ foreign }) => foreign).map(({ path }) => path);
  if (paths.length === 0) return risks;
  const figures = { kind: 'fields', paths, updatedAt: promote.draft_updated_at } as const;
  return [{ guard: 'foreign', key, step: 'promote', path: null, digest: step.digest, figures }, ...risks];
}

interface Risk {
  readonly guard: GuardName;
  readonly figures: GuardFigures;
}

function riskOf(change: FieldChange, limits: GuardLimits): Risk | null {
  if (change.path === '/name') return { guard: 'identity', figures: valuesOf(change) };
  if (change.path === '/call_config/record') return { guard: 'recording', figures: valuesOf(change) };
  const kind = fieldNamed(change.path.slice(1))?.kind;
  if (kind === 'prose') return findShrink(change, limits);
  return kind === 'set' || kind === 'list' ? findEmptied(change) : null;
}

function findShrink({ before, after }: FieldChange, limits: GuardLimits): Risk | null {
  if (typeof before !== 'string') return null;
  const left = typeof after === 'string' ? after.length : 0;
  const lost = before.length - left;
  const isMuch = before.length >= SHORTEST_THAT_SHRINKS && lost * 100 > before.length * limits.shrinkPercent;
  const figures = { kind: 'length', before: before.length, after: left } as const;
  return left === 0 || isMuch ? { guard: 'shrink', figures } : null;
}

function findEmptied({ before, after }: FieldChange): Risk | null {
  if (after !== null || !Array.isArray(before)) return null;
  return { guard: 'emptied', figures: { kind: 'entries', before: before.length } };
}

function valuesOf({ before, after }: FieldChange): GuardFigures {
  const shown = (value: JsonValue): string => (value === null ? 'not set' : JSON.stringify(value));
  return { kind: 'values', before: shown(before), after: shown(after) };
}
