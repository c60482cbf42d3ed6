import type { Outcome, OutcomeStatus } from '../model/outcome.ts';

export const STATUS_ORDER: readonly OutcomeStatus[] = [
  'applied',
  'unchanged',
  'held',
  'failed',
  'unverified',
  'unknown',
  'not_attempted',
];

/** How many outcomes of each status there are, in the order of the report. */
export function countStatuses(outcomes: readonly Outcome[]): [OutcomeStatus, number][] {
  return STATUS_ORDER.map((status) => [status, outcomes.filter((outcome) => outcome.status === status).length]);
}
