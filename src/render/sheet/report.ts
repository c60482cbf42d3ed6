/** The report of a run that writes, as a sheet. */

import type { CommandName } from '../../model/command.ts';
import type { Outcome, OutcomeStatus } from '../../model/outcome.ts';
import type { Change, Plan, PlannedPersona, PromoteChange } from '../../model/plan.ts';
import { outcomesOnAirLine, phoneLine } from '../on-air.ts';
import { type PromotePart, shippedParts } from '../promote.ts';
import { describe, detailLines, isTold, reportSummary, wasWritten } from '../report.ts';
import { countStatuses } from '../statuses.ts';
import { PLAIN } from '../style.ts';
import type { WaysOut } from '../ways.ts';
import { sheetChanges } from './changes.ts';
import { guardsOf, notesOf } from './notes.ts';
import { type Head, headOf, planSheet } from './plan.ts';
import type { Sheet, SheetStop } from './sheet.ts';

export interface ReportedRun {
  readonly command: CommandName;
  /** What was planned; of joined reports, nothing is known of their personas but the outcomes. */
  readonly plan: Head & Pick<Plan, 'personas' | 'diagnostics'>;
  readonly outcomes: readonly Outcome[];
  /** When it ended. */
  readonly endedAt: Date;
  readonly ways: WaysOut;
  readonly stop: SheetStop | null;
  /** The lines that the command adds at its end. */
  readonly remarks: readonly string[];
}

export function reportSheet(run: ReportedRun): Sheet {
  const { command, plan, outcomes, ways, stop } = run;
  const steps = new Map(plan.personas.map((persona) => [persona.key, persona]));
  const told = outcomes.filter(isTold);
  const named = told.map((outcome) => ({
    key: outcome.key,
    id: outcome.id,
    name: steps.get(outcome.key)?.name ?? '',
    file: steps.get(outcome.key)?.file ?? '',
    status: `${outcome.status.replaceAll('_', ' ')}${outcome.action === 'promote' ? ' (promote)' : ''}`,
    tone: TONES[outcome.status],
    told: describe(outcome, ways),
    details: detailLines(outcome, ways, PLAIN),
    guards: guardsOf(outcome.key, plan.diagnostics),
    // What was not written must not be read as one with what was.
    apart: !wasWritten(outcome),
    ...changesOf(outcome, steps.get(outcome.key)),
  }));
  return {
    ...headOf(plan),
    command,
    createdAt: run.endedAt.toISOString(),
    tone: toneOf(outcomes, stop),
    summary: reportSummary(outcomes, ways, PLAIN),
    counts: Object.fromEntries(countStatuses(outcomes)),
    stop,
    // What was held or failed is on air nowhere.
    notes: notesOf(plan.diagnostics, told.filter(mayBeWritten)),
    ...sheetChanges(named),
    remarks: [...heard(run), ...phoneLine(outcomes.filter(wasWritten)), ...run.remarks],
    look: null,
  };
}

function mayBeWritten(outcome: Outcome): boolean {
  return wasWritten(outcome) || outcome.status === 'unknown';
}

/** A promote shows what its persona's update does not. */
function changesOf(
  { action, changes }: Outcome,
  step: PlannedPersona | undefined,
): { readonly changes: readonly Change[]; readonly shipped: readonly PromotePart[] } {
  if (action !== 'promote') return { changes: changes.filter(isOwn), shipped: [] };
  const shipped = changes.filter((change): change is PromoteChange => !isOwn(change));
  const draftUpdatedAt = step?.promote?.draft_updated_at ?? null;
  return {
    changes: [],
    shipped: shippedParts(step?.changes ?? [], { changes: shipped, draft_updated_at: draftUpdatedAt }),
  };
}

function isOwn(change: Change | PromoteChange): change is Change {
  return !('foreign' in change);
}

/** A run that wrote nothing: its plan, and why. */
export function unappliedSheet(command: CommandName, plan: Plan, stop: SheetStop): Sheet {
  return { ...planSheet(plan, []), look: null, command, counts: {}, stop, tone: 'bad' };
}

/** Undo tells in its own words what callers hear. */
function heard({ command, outcomes, ways }: ReportedRun): string[] {
  return command === 'undo' ? [] : outcomesOnAirLine(outcomes, ways);
}

const TONES: Readonly<Record<OutcomeStatus, Sheet['tone']>> = {
  applied: 'good',
  unchanged: 'good',
  held: 'warn',
  failed: 'bad',
  unverified: 'bad',
  unknown: 'bad',
  not_attempted: 'warn',
};

function toneOf(outcomes: readonly Outcome[], stop: SheetStop | null): Sheet['tone'] {
  const tones = new Set(outcomes.map(({ status }) => TONES[status]));
  if (stop !== null || tones.has('bad')) return 'bad';
  return tones.has('warn') ? 'warn' : 'good';
}
