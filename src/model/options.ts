/** Options that several commands share, as values. */
import type { Shard } from './shard.ts';

/** How a result is printed. Every command prints text and JSON; those that report on personas print all of them. */
export const FORMATS = ['text', 'json', 'markdown', 'html', 'github'] as const;
export type Format = (typeof FORMATS)[number];

/** The formats of commands that do not report on personas. */
export const PLAIN_FORMATS = ['text', 'json'] as const satisfies readonly Format[];

/** A report that is written to a file, beside what is printed. */
export interface ReportWish {
  readonly format: Format;
  /** As typed. */
  readonly file: string;
}

/** What is written beside the result on stdout. */
export interface ReportWishes {
  readonly reports: readonly ReportWish[];
  /** Also append the Markdown to the job summary of a GitHub workflow. */
  readonly summary: boolean;
}

/** The options of every command but the emulator. */
export interface CommonOptions {
  readonly selectors: readonly string[];
  readonly config: string | null;
  /** The environment's name, where one is named. */
  readonly env: string | null;
  readonly format: Format;
  readonly color: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** How many commits are looked at for who moved, unless told otherwise. */
export const DEFAULT_HISTORY = 200;

export interface HistoryOptions {
  /** How many commits are looked at for who moved. */
  readonly history: number;
}

/** The options of commands that a CI may divide among jobs. */
export interface ShardOptions {
  /** The share of the personas that is meant; null: all. */
  readonly shard: Shard | null;
}

export interface SinceOptions {
  /** A commit: only personas that are not as they were where HEAD left it; null for all. */
  readonly changedSince: string | null;
}

/** The options of commands that talk to the service. */
export interface ServiceOptions extends CommonOptions {
  /** Requests at once. */
  readonly concurrency: number;
  /** One try of one request, in milliseconds. */
  readonly timeout: number;
}

/** The options of commands that report on personas, in any format. */
export interface ReportedOptions extends ServiceOptions, ReportWishes {}
