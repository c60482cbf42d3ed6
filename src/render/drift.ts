/** Drift as text: who differs, in which fields, since when. */
import { commandFor } from '../model/command-line.ts';
import type { DriftCause, DriftPersona, DriftPlane } from '../model/drift.ts';
import type { GuardName } from '../model/guard.ts';
import type { Change, Plan } from '../model/plan.ts';
import { groupAlike } from './alike.ts';
import { diagnosticText } from './diagnostics.ts';
import { onPlane, planeCounts, planeLines, planeSteps, WHERE } from './drift-planes.ts';
import { indent } from './indent.ts';
import { onAirLine } from './on-air.ts';
import { originLines } from './origin.ts';
import { alikeText, alsoLines, changesByPlane, personaTitle } from './plan.ts';
import { shareText } from './share.ts';
import type { Style } from './style.ts';
import { count } from './words.ts';

/** The words of drift's own command line that its next step has too. */
export interface DriftWords {
  readonly plane: DriftPlane;
  readonly selectors: readonly string[];
  readonly options: readonly string[];
  /** The guards that hold a persona's update, by key; those of the whole run beside it. Unknown where the plan is. */
  readonly held?: Held;
}

export interface Held {
  readonly update: ReadonlyMap<string, readonly GuardName[]>;
  readonly run: readonly GuardName[];
}

/** What of the plan is told here; the summary where there is a shard. */
type Planned = Pick<Plan, 'diagnostics'> & Partial<Pick<Plan, 'shard' | 'summary'>>;

export function driftText(personas: readonly DriftPersona[], plan: Planned, words: DriftWords, style: Style): string {
  const differing = personas.filter((persona) => persona.status === 'differs');
  const failures = plan.diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  const told = groupAlike(differing.map((persona) => onPlane(persona, words.plane)));
  const blocks = [
    ...told.shared.map((alike) => alikeText(alike, style)),
    ...told.personas.map(({ persona, own, also }) =>
      [
        personaTitle(persona, style),
        ...indent(originLines(persona, style)),
        ...changesByPlane(own, style),
        ...alsoLines(also, style),
        ...planeLines(persona, words.plane, style),
      ].join('\n'),
    ),
    ...failures.map((failure) => diagnosticText({ ...failure, excerpt: null }, style)),
    [
      shardedSummary(driftSummary(personas, style, words.plane), personas, plan),
      ...waitingLines(personas, words),
      ...nextSteps(differing, words),
      ...newLine(personas, words),
    ].join('\n'),
  ];
  return blocks.join('\n\n');
}

/** The summary, and of which share it is. */
export function shardedSummary(
  summary: string,
  { length }: readonly unknown[],
  { shard, summary: all }: Planned,
): string {
  if (shard === undefined || all === undefined) return summary;
  const share = shareText(shard, all.files);
  return length === 0 ? `Nothing to compare: ${share}.` : `${summary} (${share})`;
}

/** What is not on air yet, where production is not what was asked for. */
export function waitingLines(personas: readonly DriftPersona[], { plane, options }: DriftWords): string[] {
  return plane === 'draft' ? onAirLine(personas.map(unpromotedOnly), { options, promotes: false }) : [];
}

/** What somebody edited on the draft is waiting for no promote. */
function unpromotedOnly({ key, not_on_air: waiting, changes }: DriftPersona): Pick<DriftPersona, 'key' | 'not_on_air'> {
  return { key, not_on_air: waiting.filter((path) => !changes.some((change) => change.path === path)) };
}

/** Whether there is anything to tell that is not for information only. */
export function hasFindings(personas: readonly DriftPersona[]): boolean {
  return personas.some(({ status }) => status !== 'in_sync');
}

export function driftSummary(personas: readonly DriftPersona[], style: Style, plane: DriftPlane): string {
  const number = (status: DriftPersona['status']): number => personas.filter((one) => one.status === status).length;
  const differing = personas.filter(({ status }) => status === 'differs');
  const findings = (['differs', 'new', 'missing', 'deleted', 'failed'] as const).filter((status) => number(status) > 0);
  if (personas.length === 0) return 'No drift: no persona was looked at.';
  if (findings.length === 0) return `No drift: ${inSync(personas.length)} as the files say${WHERE[plane]}.`;
  const parts = findings.map((status) =>
    style.yellow(
      status === 'differs'
        ? `${number(status)} ${number(status) === 1 ? 'differs' : 'differ'}${causesText(differing, plane)}`
        : `${number(status)} ${status}`,
    ),
  );
  return `Drift: of ${count(personas.length, 'persona')} ${parts.join(', ')}, ${number('in_sync')} in sync.`;
}

/** Behind, and only by edits of the files that no commit has. */
function isUncommitted({ cause, changes }: DriftPersona): boolean {
  return cause === 'behind' && changes.every(isOpenEdit);
}

function isOpenEdit({ origin, behind }: Change): boolean {
  return origin === 'behind' && behind === null;
}

const CAUSES: Readonly<Record<DriftCause | 'uncommitted', string>> = {
  edited: 'edited elsewhere',
  behind: 'not applied since a commit',
  uncommitted: 'not committed yet',
  both: 'both at once',
  unknown: 'cause unknown',
};

/** Who moved, counted; nothing where nothing of it is known. */
function causesText(personas: readonly DriftPersona[], plane: DriftPlane): string {
  const told = personas.map((persona) => (isUncommitted(persona) ? 'uncommitted' : persona.cause));
  const causes = (['edited', 'behind', 'uncommitted', 'both', 'unknown'] as const).flatMap((cause) => {
    const number = told.filter((one) => one === cause).length;
    return number === 0 ? [] : [{ cause, text: `${number} ${CAUSES[cause]}` }];
  });
  const isKnown = causes.some(({ cause }) => cause !== 'unknown');
  const texts = [...(isKnown ? causes.map(({ text }) => text) : []), ...planeCounts(personas, plane)];
  return texts.length > 0 ? ` (${texts.join(', ')})` : '';
}

/** Two ways to end a difference: the files win, or the live side does, which is no choice where nobody edited it. */
export function nextSteps(differing: readonly DriftPersona[], words: DriftWords): string[] {
  const { selectors, options } = words;
  const edited = differing.filter(({ cause }) => cause === 'edited' || cause === 'both');
  const behind = differing.filter(({ cause }) => cause === 'behind');
  const open = behind.filter(({ changes }) => changes.some(isOpenEdit));
  const committed = behind.filter((persona) => !open.includes(persona));
  const unknown = differing.filter(({ cause }) => cause === 'unknown');
  const keys = (personas: readonly DriftPersona[]): readonly string[] =>
    personas.length > MOST_KEYS ? selectors : personas.map(({ key }) => key);
  const step = (personas: readonly DriftPersona[], ...lines: readonly string[]): readonly string[] =>
    personas.length === 0 ? [] : lines;
  return [
    ...step(
      edited,
      `To keep what was edited, bring it into the files: ${commandFor('pull', keys(edited), options)}`,
      `To write over it: ${commandFor('apply', keys(edited), [...options, '--allow', guardsOf(edited, words).join(',')])}`,
    ),
    ...step(committed, `To apply what was committed: ${commandFor('apply', keys(committed), options)}`),
    ...step(
      open,
      `To apply what the files say, also what is not committed yet: ${commandFor('apply', keys(open), options)}`,
    ),
    ...step(
      unknown,
      `To keep what is live, bring it into the files: ${commandFor('pull', keys(unknown), options)}`,
      `To put back what the files say: ${commandFor('apply', keys(unknown), options)}`,
    ),
    ...planeSteps(differing, words, keys),
  ];
}

/** All that holds them: one guard alone would leave them to the others. */
function guardsOf(edited: readonly DriftPersona[], { held }: DriftWords): GuardName[] {
  const own = edited.flatMap(({ key }) => held?.update.get(key) ?? []);
  return [...new Set<GuardName>(['overwrite', ...own, ...(edited.length > MOST_KEYS ? (held?.run ?? []) : [])])];
}

/** More are named as the command line named them. */
const MOST_KEYS = 5;

/** How what is new comes to be. */
export function newLine(personas: readonly DriftPersona[], { options }: DriftWords): string[] {
  const keys = personas.filter(({ status }) => status === 'new').map(({ key }) => key);
  if (keys.length === 0) return [];
  return [`To create what is new: ${commandFor('apply', keys.length > MOST_KEYS ? [] : keys, options)}`];
}

function inSync(number: number): string {
  return number === 1 ? '1 persona is' : `all ${number} personas are`;
}
