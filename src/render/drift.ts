/** Drift as text: who differs, in which fields, since when. */
import type { DriftCause, DriftPersona, DriftPlane } from '../model/drift.ts';
import type { Plan } from '../model/plan.ts';
import { groupAlike } from './alike.ts';
import { diagnosticText } from './diagnostics.ts';
import { onPlane, planeCounts, planeLines, WHERE } from './drift-planes.ts';
import { type DriftWords, isOpenEdit, nextSteps } from './drift-steps.ts';
import { indent } from './indent.ts';
import { onAirLine } from './on-air.ts';
import { originLines } from './origin.ts';
import { alikeText, alsoLines, changesByPlane, personaTitle } from './plan.ts';
import { shareText } from './share.ts';
import type { Style } from './style.ts';
import { count } from './words.ts';

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
      ...nextSteps(personas, words),
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

function inSync(number: number): string {
  return number === 1 ? '1 persona is' : `all ${number} personas are`;
}
