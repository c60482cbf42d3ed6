/** What to type about drift. What is pasted does what its line says: it allows all that holds these personas, and nothing that holds others. */
import { commandFor } from '../model/command-line.ts';
import type { DriftPersona, DriftPlane } from '../model/drift.ts';
import type { GuardName } from '../model/guard.ts';
import type { Change } from '../model/plan.ts';
import { planeSteps } from './drift-planes.ts';

/** The words of drift's own command line that its next steps have too. */
export interface DriftWords {
  readonly plane: DriftPlane;
  readonly selectors: readonly string[];
  readonly options: readonly string[];
  /** Fewer were looked at than the selectors name: a command without keys would mean more. */
  readonly isNarrowed?: boolean;
  /** What would hold an apply of all that was looked at. Unknown where the plan is. */
  readonly held?: Held;
}

export interface Held {
  /** The guards that hold a persona's update, by key. */
  readonly update: ReadonlyMap<string, readonly GuardName[]>;
  /** Those that refuse the whole run. */
  readonly run: readonly GuardName[];
}

type Personas = readonly DriftPersona[];

/** Two ways to end a difference: the files win, or the live side does, which is no choice where nobody edited it. */
export function nextSteps(personas: Personas, words: DriftWords): string[] {
  const differing = personas.filter(({ status }) => status === 'differs');
  const created = personas.filter(({ status }) => status === 'new');
  const edited = differing.filter(({ cause }) => cause === 'edited' || cause === 'both');
  const behind = differing.filter(({ cause }) => cause === 'behind');
  const open = behind.filter(({ changes }) => changes.some(isOpenEdit));
  const committed = behind.filter((persona) => !open.includes(persona));
  const unknown = differing.filter(({ cause }) => cause === 'unknown');
  const applied = [
    ...pullLines('To keep what was edited, bring it into the files', edited, words),
    ...applyLines('To write over it', edited, words, ['overwrite']),
    ...applyLines('To apply what was committed', committed, words),
    ...applyLines('To apply what the files say, also what is not committed yet', open, words),
    ...pullLines('To keep what is live, bring it into the files', unknown, words),
    ...applyLines('To put back what the files say', unknown, words),
  ];
  const creating = applyLines('To create what is new', created, words);
  const isJudged = words.held !== undefined || applied.length + creating.length === 0;
  return [
    ...applied,
    ...planeSteps(differing, words, (some) => operandsOf(some, words)),
    ...creating,
    ...(isJudged ? [] : ['No guard was judged here: apply tells what one holds, and how to let it pass.']),
  ];
}

/** An edit of the files that no commit has. */
export function isOpenEdit({ origin, behind }: Change): boolean {
  return origin === 'behind' && behind === null;
}

function pullLines(what: string, group: Personas, words: DriftWords): string[] {
  return group.length === 0 ? [] : [`${what}: ${commandFor('pull', operandsOf(group, words), words.options)}`];
}

/** `always`: what holds each of the group. What holds only some of many is allowed for these alone, by their keys. */
function applyLines(what: string, group: Personas, words: DriftWords, always: readonly GuardName[] = []): string[] {
  if (group.length === 0) return [];
  const left = group.filter((persona) => guardsOf(persona, words).some((guard) => !always.includes(guard)));
  const isNamed = !isMany(group) || words.isNarrowed === true || left.length === group.length;
  if (isNamed || allowsOthers(group, words, always)) return [`${what}: ${applyNamed(group, words, always)}`];
  const wide = applyWith(words.selectors, words, [...always, ...(words.held?.run ?? [])]);
  if (left.length === 0) return [`${what}: ${wide}`];
  const guards = left.flatMap((persona) => guardsOf(persona, words)).filter((guard) => !always.includes(guard));
  const holding = [...new Set(guards)].join(', ');
  return [
    `${what}: ${wide}`,
    `That leaves ${left.length} of them, held by ${holding}; when it is meant: ${applyNamed(left, words, always)}`,
  ];
}

/** With all that holds them: one guard alone would leave them to the others. */
function applyNamed(group: Personas, words: DriftWords, always: readonly GuardName[]): string {
  const own = group.flatMap((persona) => guardsOf(persona, words));
  const run = isMany(group) ? (words.held?.run ?? []) : [];
  return applyWith(keysOf(group), words, [...always, ...own, ...run]);
}

function applyWith(operands: readonly string[], { options }: DriftWords, guards: readonly GuardName[]): string {
  const allow = guards.length === 0 ? [] : ['--allow', [...new Set(guards)].join(',')];
  return commandFor('apply', operands, [...options, ...allow]);
}

/** Whether a command without keys would let pass what holds somebody else; it may where that is unknown. */
function allowsOthers(group: Personas, { held }: DriftWords, guards: readonly GuardName[]): boolean {
  if (held === undefined) return guards.length > 0;
  const own = new Set(keysOf(group));
  return [...held.update].some(([key, holding]) => !own.has(key) && holding.some((guard) => guards.includes(guard)));
}

function guardsOf({ key }: DriftPersona, { held }: DriftWords): readonly GuardName[] {
  return held?.update.get(key) ?? [];
}

/** Many are named as the command line named them. */
function operandsOf(personas: Personas, { selectors, isNarrowed }: DriftWords): readonly string[] {
  return isMany(personas) && isNarrowed !== true ? selectors : keysOf(personas);
}

function keysOf(personas: Personas): string[] {
  return personas.map(({ key }) => key);
}

function isMany({ length }: Personas): boolean {
  return length > MOST_KEYS;
}

/** More are not named one by one. */
const MOST_KEYS = 5;
