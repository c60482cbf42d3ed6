/** Drift as a sheet. */
import type { DriftPersona, DriftStatus, UnmanagedPersona } from '../../model/drift.ts';
import type { Plan } from '../../model/plan.ts';
import { driftSummary, shardedSummary, waitingLines } from '../drift.ts';
import { onPlane, planeParts } from '../drift-planes.ts';
import { type DriftWords, nextSteps } from '../drift-steps.ts';
import { originLines } from '../origin.ts';
import { PLAIN } from '../style.ts';
import { unmanagedLines } from '../unmanaged.ts';
import { sheetChanges } from './changes.ts';
import { notesOf } from './notes.ts';
import { type Head, headOf } from './plan.ts';
import type { Sheet } from './sheet.ts';

interface Drifted extends DriftWords {
  /** Live personas that no file manages; null where nobody asked. */
  readonly unmanaged: readonly UnmanagedPersona[] | null;
}

/** What drift is told with: the plan that it was read off, or what several reports have in common. */
type Looked = Head & Pick<Plan, 'diagnostics' | 'shard'>;

export function driftSheet(personas: readonly DriftPersona[], plan: Looked, words: Drifted): Sheet {
  const findings = personas.filter(({ status }) => status !== 'in_sync');
  return {
    ...headOf(plan),
    command: 'drift',
    digest: null,
    tone: TONES[
      findings.some(({ status }) => status !== 'differs' && status !== 'new')
        ? 'failed'
        : (findings[0]?.status ?? 'in_sync')
    ],
    summary: shardedSummary(driftSummary(personas, PLAIN, words.plane), personas, plan),
    counts: countStatuses(personas),
    stop: null,
    // What is live already is no risk of a write to come.
    notes: notesOf(plan.diagnostics, []),
    ...sheetChanges(
      findings
        .map((persona) => onPlane(persona, words.plane))
        .map((persona) => ({
          key: persona.key,
          file: persona.file,
          id: persona.id,
          name: persona.name,
          status: persona.status,
          tone: TONES[persona.status],
          told: null,
          details: originLines(persona, PLAIN),
          guards: [],
          changes: persona.changes,
          shipped: planeParts(persona, words.plane),
        })),
    ),
    remarks: [
      ...waitingLines(personas, words),
      ...nextSteps(personas, words),
      ...unmanagedLines(words.unmanaged, words, PLAIN),
    ],
    look: { name: 'drift', options: words.options },
  };
}

const TONES: Readonly<Record<DriftStatus, Sheet['tone']>> = {
  in_sync: 'good',
  differs: 'warn',
  new: 'warn',
  missing: 'bad',
  deleted: 'bad',
  failed: 'bad',
};

function countStatuses(personas: readonly DriftPersona[]): Record<string, number> {
  const statuses = [
    'in_sync',
    'differs',
    'new',
    'missing',
    'deleted',
    'failed',
  ] as const satisfies readonly DriftStatus[];
  return Object.fromEntries(
    statuses.map((wanted) => [wanted, personas.filter(({ status }) => status === wanted).length]),
  );
}
