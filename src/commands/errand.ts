/** What the commands that write have in common: a plan to write, and their own options and words for it. */
import type { Connection } from '../bland/connect.ts';
import type { Config } from '../config/load.ts';
import type { GuardName } from '../model/guard.ts';
import type { WritingCommandName } from '../model/journal.ts';
import type { Outcome } from '../model/outcome.ts';
import type { LivePersona } from '../model/persona.ts';
import type { Plan } from '../model/plan.ts';
import type { ReviewedPlan } from '../plan/reviewed.ts';
import type { WaysOut } from '../render/ways.ts';
import { showPlan } from './plan.ts';
import type { Printer } from './printer.ts';

/** A plan to write, made afresh or read from a file. */
export interface Work {
  readonly plan: Plan;
  readonly connection: Connection;
  readonly config: Config;
  readonly seen: ReadonlyMap<string, LivePersona>;
  /** Where only reviewed changes are applied; `plan` is the cut one. */
  readonly reviewed?: ReviewedPlan;
  /** Live personas that files are bound to. */
  readonly ids: ReadonlySet<string>;
  /** Prompt files that what is written comes from, as far as it is known; relative to the working directory. */
  readonly prompts?: readonly string[];
}

export interface Errand {
  readonly name: WritingCommandName;
  /** Nobody needs to be asked. */
  readonly approved: boolean;
  readonly allow: readonly GuardName[];
  /** Requests at once. */
  readonly concurrency: number;
  /** The run that is taken back, by id; null for apply. */
  readonly undoes: string | null;
  readonly ways: WaysOut;
  /** What to do where the plan is incomplete. */
  readonly whenIncomplete: string;
  /** The command as it was typed, with more words at its end. */
  again(...more: readonly string[]): string;
  /** The command that takes a run back. */
  undo(run: string): string;
  /** Where the command has more to tell than plan and outcomes. */
  readonly remarks: Remarks;
}

export interface Remarks {
  /** Something was left out on purpose: the run is done in part, whatever the outcomes are. */
  readonly partial: boolean;
  /** Shows the plan as text. */
  show(printer: Printer, plan: Plan): void;
  /** The command's own keys of the JSON document. */
  readonly inDocument: object;
  /** The last lines of the text. */
  lines(outcomes: readonly Outcome[]): readonly string[];
}

export const NO_REMARKS: Remarks = { partial: false, inDocument: {}, show: showPlan, lines: () => [] };
