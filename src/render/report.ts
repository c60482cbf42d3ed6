/** The report of apply as text: every planned persona that was to be changed, and where it stands now. */

import { commandFor } from '../model/command-line.ts';
import type { WritingCommandName } from '../model/journal.ts';
import type { JsonValue } from '../model/json.ts';
import type { Mismatch, Outcome, OutcomeReason, OutcomeStatus } from '../model/outcome.ts';
import type { ChangeKind } from '../model/plan.ts';
import { changeLines } from './change.ts';
import { indent } from './indent.ts';
import { outcomesOnAirLine, phoneLine } from './on-air.ts';
import { ONE_LINE } from './prose.ts';
import { describePromote, foreignDetails, movedVersionLines } from './report-promote.ts';
import { countStatuses } from './statuses.ts';
import type { Style } from './style.ts';
import { valueText } from './value.ts';
import { visible } from './visible.ts';
import { allowLine, failureText, reasonText, reviewLine, type WaysOut } from './ways.ts';
import { count, fieldLabel } from './words.ts';

/** What a run was to do, so that it is told also where it turned out to be done. */
const STEPS: readonly Outcome['action'][] = ['create', 'update', 'promote'];

export function reportText(outcomes: readonly Outcome[], ways: WaysOut, style: Style): string {
  const told = outcomes.filter(isTold);
  const width = Math.max(0, ...told.map((outcome) => outcome.key.length));
  return [
    ...told.flatMap((outcome) => outcomeLines(outcome, width, ways, style)),
    ...(told.length === 0 ? [] : ['']),
    reportSummary(outcomes, ways, style),
    // Undo tells in its own words what callers hear.
    ...(ways.command === 'undo' ? [] : outcomesOnAirLine(outcomes, ways)),
    ...phoneLine(outcomes.filter(wasWritten)),
  ].join('\n');
}

/** What was no step of the run is only counted. */
export function isTold({ status, action }: Outcome): boolean {
  return status !== 'unchanged' || STEPS.includes(action);
}

/** Whether anything of it is at the service now. */
export function wasWritten({ status }: Outcome): boolean {
  return status === 'applied' || status === 'unverified';
}

/** One outcome on one line, for progress. */
export function outcomeLine(outcome: Outcome, style: Style): string {
  const step = outcome.action === 'promote' ? ' (promote)' : '';
  return `${paintStatus(outcome.status, style)} ${visible(outcome.key)}${step}`;
}

const TITLES: Readonly<Record<WritingCommandName, string>> = {
  apply: 'Apply',
  promote: 'Promote',
  rollback: 'Rollback',
  undo: 'Undo',
};

export function reportSummary(outcomes: readonly Outcome[], { command }: WaysOut, style: Style): string {
  const counts = countStatuses(outcomes).filter(([, number]) => number > 0);
  return `${TITLES[command]}: ${counts.map(([status, number]) => `${number} ${paintStatus(status, style)}`).join(', ')}.`;
}

function outcomeLines(outcome: Outcome, width: number, ways: WaysOut, style: Style): string[] {
  const head = `${paintStatus(outcome.status, style)}${' '.repeat(14 - outcome.status.length)}`;
  const line = `${head}${style.bold(visible(outcome.key))}${' '.repeat(width - outcome.key.length)}  ${describe(outcome, ways)}`;
  return [line, ...indent(detailLines(outcome, ways, style), 4)];
}

export function describe(outcome: Outcome, ways: WaysOut): string {
  if (outcome.action === 'promote') return describePromote(outcome, ways);
  switch (outcome.status) {
    case 'applied':
      if (outcome.action === 'create') return `created as ${outcome.id} and verified; ${boundText(outcome, ways)}`;
      return `${count(outcome.changes.length, 'change')} written and verified`;
    case 'unchanged':
      if (outcome.action === 'create') return alreadyThere(outcome, ways);
      return ALREADY[ways.command];
    case 'unverified':
      if (outcome.action === 'create') return `created as ${outcome.id}, but not as sent; ${boundText(outcome, ways)}`;
      return `written, but not as sent; ${ways.command === 'apply' ? 'the next plan shows it again' : 'see where it stands'}: ${ways.plan(outcome.key)}`;
    case 'unknown':
      return `sent, but no answer came (${failureText(outcome)}); see where it stands: ${ways.plan(outcome.key)}`;
    case 'not_attempted':
      return `nothing was written; apply again: ${ways.apply(outcome.key)}`;
    case 'held':
    case 'failed':
      return `${reasonText(outcome)}; ${whatIsKnown(outcome)}; ${wayOut(outcome, ways)}`;
    default:
      return outcome.status satisfies never;
  }
}

const ALREADY: Readonly<Record<WritingCommandName, string>> = {
  apply: 'already as the files say',
  promote: 'already as the files say',
  rollback: 'already as that version',
  undo: 'already as before that run',
};

/** Made by an earlier run of this plan, whose id is written down; or by somebody else. */
function alreadyThere(outcome: Outcome, ways: WaysOut): string {
  if (outcome.bound !== null) return `already there, as the files say; ${boundText(outcome, ways)}`;
  return `already there, as the files say, but bound by none; ${boundText(outcome, ways)}`;
}

/** An id that is in no file is lost for the next run, but for its name. */
function boundText({ key, id, bound }: Outcome, ways: WaysOut): string {
  return bound === null
    ? `to bind it: ${commandFor('bind', [key, id ?? 'ID'], ways.options)}`
    : `its id is in ${visible(bound)}: commit it`;
}

/** Another change may have replaced a write whose answer was lost, so that nobody can say. */
function whatIsKnown({ reason }: Outcome): string {
  return reason === 'overtaken' ? 'it is not known whether this run’s write was stored before' : 'nothing was written';
}

/** What is mended in a persona file, not at the service. */
const IN_THE_FILES: readonly OutcomeReason[] = [
  'missing',
  'deleted',
  'twin',
  'archived',
  'namesake',
  'other_id',
  'missing_reference',
];

function wayOut(outcome: Outcome, ways: WaysOut): string {
  if (outcome.reason === 'not_reviewed') return reviewLine(outcome, ways);
  if (outcome.reason === 'guarded')
    return `${keepLine(outcome, ways)}when it is meant: ${allowLine(ways, outcome.key, outcome.guards)}`;
  if (ways.planAnew !== undefined && outcome.reason !== null && IN_THE_FILES.includes(outcome.reason))
    return `when mended, plan again: ${ways.planAnew}`;
  return outcome.status === 'held'
    ? `review what is live now: ${ways.plan(outcome.key)}`
    : `when mended: ${ways.apply(outcome.key)}`;
}

/** An edit that was made elsewhere need not be lost. */
function keepLine({ key, guards }: Outcome, ways: WaysOut): string {
  return guards.includes('overwrite') && ways.adopt !== undefined ? `to keep what is live: ${ways.adopt(key)}; ` : '';
}

export function detailLines(outcome: Outcome, ways: WaysOut, style: Style): string[] {
  const moved = outcome.action === 'promote' ? [] : outcome.moved;
  return [
    ...(moved.length === 0 ? [] : ['moved since the plan (planned → live now):']),
    ...moved.flatMap((change) => indent(changeLines(change, style))),
    ...movedVersionLines(outcome, style),
    ...foreignDetails(outcome, ways, style),
    ...outcome.mismatches.flatMap((mismatch) => mismatchLines(mismatch, style)),
    ...outcome.added_by_service.map((path) => `note: the service added ${fieldLabel(path)} by itself`),
  ];
}

/** What fits is told on a line; prompts, long texts and lists as the plan shows them. */
function mismatchLines(mismatch: Mismatch, style: Style): string[] {
  const { path, field, sent, came_back: cameBack } = mismatch;
  if ([sent, cameBack].every(fitsLine)) return [mismatchLine(mismatch)];
  const lines = changeLines({ path, kind: kindOf(mismatch), before: sent, after: cameBack }, style);
  if (lines.length === 1) return [mismatchLine(mismatch)];
  return [
    field === 'managed' ? 'not as sent (sent → came back):' : 'managed by no file (was → is now):',
    ...indent(lines),
  ];
}

function fitsLine(value: JsonValue): boolean {
  return !Array.isArray(value) && JSON.stringify(value).length <= ONE_LINE;
}

function kindOf({ sent, came_back: cameBack }: Mismatch): ChangeKind {
  if (sent === null) return 'add';
  return cameBack === null ? 'remove' : 'replace';
}

function mismatchLine({ path, field, sent, came_back: cameBack }: Mismatch): string {
  const label = fieldLabel(path);
  return field === 'managed'
    ? `${label}: sent ${visible(JSON.stringify(sent))}, came back ${visible(JSON.stringify(cameBack))}`
    : `${label}, which no file manages: was ${valueText(sent)}, is now ${valueText(cameBack)}`;
}

function paintStatus(status: OutcomeStatus, style: Style): string {
  const text = status.replace('_', ' ');
  if (status === 'applied') return style.green(text);
  return status === 'unchanged' ? text : style.yellow(text);
}
