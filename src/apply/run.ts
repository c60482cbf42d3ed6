/** What the steps of one apply share: the two ends of the service, and why nothing new may be begun. */

import type { Outcome, OutcomeStatus } from '../model/outcome.ts';
import type { LivePersona } from '../model/persona.ts';
import type { Plan, PlannedPersona } from '../model/plan.ts';
import type { KeysInUse } from '../model/secrets.ts';
import type { PersonaReader, PersonaWriter, ServiceFailure } from '../model/service.ts';
import type { Guarded } from '../plan/permits.ts';
import type { NotReviewed } from '../plan/reviewed.ts';
import type { RunJournal } from './journal.ts';
import type { Findings } from './outcomes.ts';

export interface ExecuteOptions {
  readonly plan: Plan;
  readonly reader: PersonaReader;
  readonly writer: PersonaWriter;
  /** Told of each write before it is sent; null where none is kept. */
  readonly journal: RunJournal | null;
  /** How many personas are worked on at once. */
  readonly concurrency: number;
  /** Fires to begin no further write. */
  readonly interrupted: AbortSignal;
  readonly keyInUse: KeysInUse;
  /** The steps that guards hold, with the guards that were not allowed. */
  readonly guarded: Guarded;
  /** The steps that are not those that were reviewed: they are held. */
  readonly notReviewed?: NotReviewed;
  /** Nothing was to be updated: the run's steps are the promotes alone. */
  readonly promoteOnly?: boolean;
  /** The personas that the plan was made from, by key, where this run read them: for what is not on air yet. */
  readonly seen: ReadonlyMap<string, LivePersona>;
  /** Live personas that other files are bound to: their names are no matter to a new one. */
  readonly taken: ReadonlySet<string>;
  /** Writes down the id of a created persona. The file that has it now, or null where it could not be written. */
  recordId(step: PlannedPersona, id: string): Promise<string | null>;
  /** The file that has the persona's id already, as where this plan was applied before, else null. */
  findId(step: PlannedPersona, id: string): Promise<string | null>;
  /** Milliseconds. */
  sleep(milliseconds: number): Promise<void>;
  random(): number;
  onOutcome?(outcome: Outcome): void;
  /** Told of each persona when its turn has come. */
  onBegin?(step: PlannedPersona): void;
}

export interface Run extends ExecuteOptions {
  /** 401 or 403: no other request can do better. */
  unauthorized: ServiceFailure | null;
  /** The account that the first GET showed, where it is not the plan's. */
  otherAccount: string | null;
  /** Why the journal could not be written any more: then nothing more is sent. */
  unjournalled: string | null;
  /** Whether any write was sent. */
  wrote: boolean;
}

/** How a step ended. */
export type Ending = readonly [OutcomeStatus, Findings];

export function isHalted(run: Run): boolean {
  const { interrupted, unauthorized, otherAccount, unjournalled } = run;
  return interrupted.aborted || unauthorized !== null || otherAccount !== null || unjournalled !== null;
}

/** Remembers a refused key, which stops the run. */
export function noteFailure(run: Run, failure: ServiceFailure): void {
  if (failure.kind === 'unauthorized') run.unauthorized = failure;
}
