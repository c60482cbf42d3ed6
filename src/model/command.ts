/** What a command line can ask for: the commands and their options, as values. */
import type { DriftPlane } from './drift.ts';
import type { GuardName } from './guard.ts';
import type {
  CommonOptions,
  Format,
  HistoryOptions,
  ReportedOptions,
  ReportWishes,
  ServiceOptions,
  ShardOptions,
  SinceOptions,
} from './options.ts';
import type { PullPlane } from './pull.ts';
import type { CheckOptions } from './reference.ts';

export const COMMAND_NAMES = [
  'init',
  'validate',
  'plan',
  'apply',
  'promote',
  'drift',
  'pull',
  'explain',
  'status',
  'show',
  'history',
  'rollback',
  'bind',
  'undo',
  'runs',
  'doctor',
  'merge',
  'snapshot',
  'emulator',
] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

export const RECIPES = ['github', 'gitlab', 'none'] as const;
export type Recipes = (typeof RECIPES)[number];

/** Begins a project in the working directory. What is null is asked for on a terminal. */
export interface InitCommand {
  readonly name: 'init';
  /** The personas folder. */
  readonly personas: string | null;
  readonly environments: readonly string[] | null;
  /** The CI whose recipes are wanted. */
  readonly ci: Recipes | null;
  readonly format: Format;
  readonly color: boolean;
  readonly quiet: boolean;
}

export interface ValidateCommand extends CommonOptions, ReportWishes, SinceOptions, ShardOptions {
  readonly name: 'validate';
}

export interface PlanCommand extends ReportedOptions, HistoryOptions, SinceOptions, ShardOptions, CheckOptions {
  readonly name: 'plan';
  /** Risks that are meant. */
  readonly allow: readonly GuardName[];
  readonly out: string | null;
  /** A snapshot to plan from, instead of the service. */
  readonly live: string | null;
  /** How old that may be, in hours. */
  readonly maxAge: number;
  /** Whether promote comes after the update; null: as the environment has it. */
  readonly promote: boolean | null;
  readonly detailedExitcode: boolean;
}

/** Saves the live side. */
export interface SnapshotCommand extends Omit<ServiceOptions, 'selectors'> {
  readonly name: 'snapshot';
  readonly out: string;
  /** Every persona of the account, with a file or without. */
  readonly all: boolean;
}

export interface ApplyCommand extends ReportedOptions, HistoryOptions, SinceOptions, ShardOptions, CheckOptions {
  readonly name: 'apply';
  /** Risks that are meant. */
  readonly allow: readonly GuardName[];
  readonly plan: string | null;
  /** A reviewed plan: only its changes are applied, from a fresh plan. */
  readonly reviewed: string | null;
  /** Whether promote comes after the update; null: as the environment has it, or the saved plan. */
  readonly promote: boolean | null;
  readonly autoApprove: boolean;
}

/** Ships drafts that are as the files say. */
export interface PromoteCommand extends ReportedOptions {
  readonly name: 'promote';
  /** Risks that are meant. */
  readonly allow: readonly GuardName[];
  readonly autoApprove: boolean;
}

export interface DriftCommand extends ReportedOptions, HistoryOptions, SinceOptions, ShardOptions {
  readonly name: 'drift';
  /** Which side must be as the files say; null: the draft, or both where the environment promotes. */
  readonly plane: DriftPlane | null;
  /** Also live personas that no file manages. */
  readonly unmanaged: boolean;
}

/** Where the values of a persona come from. */
export interface ExplainCommand extends Omit<CommonOptions, 'selectors'> {
  readonly name: 'explain';
  /** A selector that names one. */
  readonly persona: string;
  readonly field: string | null;
}

/** Where each persona stands: files, draft, production. */
export interface StatusCommand extends ServiceOptions {
  readonly name: 'status';
}

export const SHOWN_PLANES = ['production', 'draft', 'files'] as const;
/** `production`: what callers hear. `draft`: what the next promote ships. `files`: what this checkout says. */
export type ShownPlane = (typeof SHOWN_PLANES)[number];

/** One persona as its file would read; with `grep`, where a sentence stands. */
export interface ShowCommand extends ServiceOptions {
  readonly name: 'show';
  /** Null: production; with `grep`, all three. */
  readonly plane: ShownPlane | null;
  /** A field as people write it: `personality_prompt`, `call_config.voice`. */
  readonly field: string | null;
  /** A text to look for. */
  readonly grep: string | null;
}

/** The versions of one persona. */
export interface HistoryCommand extends ServiceOptions {
  readonly name: 'history';
  /** Also what changed in each. */
  readonly patch: boolean;
}

/** Brings a version's content back onto the draft. */
export interface RollbackCommand extends ReportedOptions {
  readonly name: 'rollback';
  /** A version's number or id, or `production`. */
  readonly to: string;
  /** Whether callers are to hear it at once. */
  readonly promote: boolean;
  /** Risks that are meant. */
  readonly allow: readonly GuardName[];
  readonly autoApprove: boolean;
}

/** Brings what is live into the files. */
export interface PullCommand extends ServiceOptions {
  readonly name: 'pull';
  /** Also live personas that no file manages. */
  readonly all: boolean;
  /** Null where none was chosen: then the draft. */
  readonly from: PullPlane | null;
  /** Fields to manage from now on: `role`, `call_config.voice`. */
  readonly fields: readonly string[];
  /** Long prompts stay in persona files. */
  readonly inline: boolean;
  /** Nothing is written. */
  readonly check: boolean;
  readonly autoApprove: boolean;
}

/** Takes a run back: the one that `run` or `journal` names, else the newest that wrote and is no undo. */
export interface UndoCommand extends Omit<ReportedOptions, 'selectors'> {
  readonly name: 'undo';
  /** The run's id, or the beginning of it. */
  readonly run: string | null;
  /** A journal file from elsewhere. */
  readonly journal: string | null;
  /** Risks that are meant. */
  readonly allow: readonly GuardName[];
  readonly autoApprove: boolean;
}

/** Says which live persona a file manages: the one that is named, or all by their names. */
export interface BindCommand extends Omit<ServiceOptions, 'selectors'> {
  readonly name: 'bind';
  readonly key: string | null;
  readonly id: string | null;
  readonly byName: boolean;
}

export interface RunsCommand extends Omit<CommonOptions, 'selectors'> {
  readonly name: 'runs';
}

/** Joins the documents of several jobs into one. */
export interface MergeCommand extends Omit<CommonOptions, 'selectors'>, ReportWishes {
  readonly name: 'merge';
  readonly files: readonly string[];
  /** Where the joined plan is saved. */
  readonly out: string | null;
  readonly detailedExitcode: boolean;
}

/** Looks at all that a run needs. */
export interface DoctorCommand extends Omit<CommonOptions, 'selectors'> {
  readonly name: 'doctor';
  /** One try of one request, in milliseconds. */
  readonly timeout: number;
}

export interface EmulatorCommand {
  readonly name: 'emulator';
  readonly config: string | null;
  readonly env: string | null;
  readonly port: number;
  /** Persona files (a folder) or a JSON file. */
  readonly seed: string | null;
  /** Requests a second before 429, or null for no limit. */
  readonly rateLimit: number | null;
  readonly quiet: boolean;
}

export type RunCommand =
  | InitCommand
  | ValidateCommand
  | PlanCommand
  | ApplyCommand
  | PromoteCommand
  | DriftCommand
  | PullCommand
  | ExplainCommand
  | StatusCommand
  | ShowCommand
  | HistoryCommand
  | RollbackCommand
  | UndoCommand
  | BindCommand
  | RunsCommand
  | DoctorCommand
  | MergeCommand
  | SnapshotCommand
  | EmulatorCommand;
