/** The ways out of what a report tells, and the reasons in words: for updates and promotes alike. */
import type { GuardName } from '../model/guard.ts';
import type { WritingCommandName } from '../model/journal.ts';
import type { Outcome, OutcomeReason } from '../model/outcome.ts';
import { describeFailure } from '../model/service.ts';
import { visible } from './visible.ts';

/** How a reader gets out of it, for lines that say held or failed: made by the command, which knows its own options. */
export interface WaysOut {
  readonly command: WritingCommandName;
  /** What every command needs that is advised, such as `--config FILE`. */
  readonly options: readonly string[];
  /** Whether the run promotes: then what is not on air is told with its promote. */
  readonly promotes: boolean;
  /** The command that puts on air what was written, where a plain promote would not do: it ships only what the files say. */
  readonly onAir?: string;
  /** The command that plans this persona again. */
  plan(key: string): string;
  /** The command that applies this persona again, with more options. */
  apply(key: string, ...more: readonly string[]): string;
  /** The command that brings what is live into the file, where it may be wanted. */
  adopt?(key: string): string;
  /** Where only reviewed changes are applied: the command that applies what there is now. */
  unreviewed?(key: string): string;
  /** Where the plan is a saved one: the command that plans anew. What is in its files, as the ids, only a new plan sees. */
  readonly planAnew?: string;
}

/** The command that applies this persona again, with guards allowed. Undo names no persona: its options may stand last. */
export function allowLine(ways: WaysOut, key: string, guards: readonly GuardName[]): string {
  const allow = ['--allow', guards.join(',')];
  return ways.command === 'undo' ? [ways.apply(key), ...allow].join(' ') : ways.apply(key, ...allow);
}

/** What to do where other changes were reviewed. */
export function reviewLine({ key }: Outcome, ways: WaysOut): string {
  const all = ways.unreviewed === undefined ? '' : `; to apply it as it is: ${ways.unreviewed(key)}`;
  return `see what differs now: ${ways.plan(key)}${all}`;
}

export function failureText({ failure }: Outcome): string {
  return failure === null ? 'no details' : visible(describeFailure(failure));
}

/** Why it was not done, without what is known and what to do. */
export function reasonText(outcome: Outcome): string {
  const failure = failureText(outcome);
  const texts: Readonly<Record<OutcomeReason, string>> = {
    missing: `the service has no persona ${outcome.id}`,
    deleted: `persona ${outcome.id} was deleted`,
    twin: `persona ${outcome.id} is a machine-made twin (tag v2-agent:…)`,
    archived: `persona ${outcome.id} has only archived versions`,
    other_id: `the service answered with another persona than ${outcome.id}`,
    namesake: 'a persona of its name is live, and is not known to be this one',
    missing_reference: 'its file refers to what the account does not have',
    unreadable: `could not be read: ${failure}`,
    stale: 'managed fields moved since the plan',
    not_reviewed: 'other changes of it were reviewed than there are now',
    guarded: `held by ${outcome.guards.join(', ')}`,
    overtaken: `another change came while the write was under way (${failure})`,
    rejected: `the service did not take it: ${failure}`,
    altered: 'the service stored something else',
    no_answer: `no answer: ${failure}`,
    other_account: 'the persona belongs to another account than the plan',
    stopped: 'the run was stopped',
    no_draft: 'the persona has no draft version',
    draft_differs: 'the draft is not as the file says',
    not_updated: 'it was not updated',
  };
  return outcome.reason === null ? 'no reason is known' : texts[outcome.reason];
}
