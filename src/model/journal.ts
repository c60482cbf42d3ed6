/**
 * The journal of one run that writes: what is about to be sent, with the values before, and then what became of it. One
 * JSON object a line, each with its `type`; readers skip types that they do not know. Keys are redacted in all of it.
 */
import type { JsonObject, JsonValue } from './json.ts';
import type { Outcome, OutcomeReason, OutcomeStatus } from './outcome.ts';
import type { FORMAT_VERSION, Target } from './plan.ts';

/** The commands that write, and so are journalled. */
export type WritingCommandName = 'apply' | 'promote' | 'rollback' | 'undo';

/** The first line: which run this is. */
export interface RunLine {
  readonly type: 'run';
  readonly format_version: typeof FORMAT_VERSION;
  /** The run's id: six hexadecimal digits, unique in its folder. */
  readonly run: string;
  readonly command: WritingCommandName;
  /** The id of the run that is taken back; null for apply. */
  readonly undoes: string | null;
  /** ISO 8601. */
  readonly started_at: string;
  readonly target: Target;
  readonly commit: string | null;
  /** How many persona files there were in all: what guards of an undo count against. */
  readonly files: number;
  readonly version: string;
  readonly pid: number;
  readonly host: string;
  /** The CI's run, where its variables name one. */
  readonly ci: CiRun | null;
}

export interface CiRun {
  readonly url: string | null;
  readonly actor: string | null;
}

/** On disk before the request that it announces is sent. */
export interface WriteLine {
  readonly type: 'write';
  /** ISO 8601. */
  readonly at: string;
  readonly key: string;
  readonly id: string;
  readonly name: string;
  /** From 1; a write that was proven not to have happened is sent again. */
  readonly attempt: number;
  readonly fields: readonly JournalField[];
}

/** One changed field of a write. */
export interface JournalField {
  /** JSON Pointer, as in the plan: `/role`, `/call_config/voice`. */
  readonly path: string;
  /** The live value as the service had it, not its canonical form, so that it can be put back exactly. Absent where there was none. */
  readonly before?: JsonValue;
  readonly sent: JsonValue;
  /** True where a key was taken out of either value: such a field cannot be put back. */
  readonly redacted: boolean;
}

/** On disk before the request that it announces is sent. A promote is taken back by promoting what production was. */
export interface PromoteLine {
  readonly type: 'promote';
  /** ISO 8601. */
  readonly at: string;
  readonly key: string;
  readonly id: string;
  readonly name: string;
  /** From 1. */
  readonly attempt: number;
  readonly draft: VersionMark;
  /** What callers heard before; null where nothing was promoted yet. */
  readonly production: (VersionMark & { readonly content: JsonObject }) | null;
  /** True where a key was taken out of the content. */
  readonly redacted: boolean;
}

export interface VersionMark {
  readonly version_id: string | null;
  readonly version_number: number | null;
}

/** A POST that is about to be sent; on disk before it is. The outcome has the new id. */
export interface CreateLine {
  readonly type: 'create';
  /** ISO 8601. */
  readonly at: string;
  readonly key: string;
  readonly name: string;
  /** From 1. */
  readonly attempt: number;
  readonly fields: readonly JournalField[];
}

export interface OutcomeLine {
  readonly type: 'outcome';
  /** ISO 8601. */
  readonly at: string;
  readonly key: string;
  /** Null where the persona was to be created and nobody knows one. */
  readonly id: string | null;
  /** Absent in journals from before there were promotes: an update. */
  readonly action?: Outcome['action'];
  readonly status: OutcomeStatus;
  readonly reason: OutcomeReason | null;
  /** For `unverified`: what the service stored in place of what was sent, in canonical form. */
  readonly stored: readonly { readonly path: string; readonly value: JsonValue }[];
}

/** The last line; a journal without it was cut short. */
export interface EndLine {
  readonly type: 'end';
  /** ISO 8601. */
  readonly at: string;
  readonly interrupted: boolean;
  readonly counts: Readonly<Record<string, number>>;
}

export type JournalLine = RunLine | WriteLine | PromoteLine | CreateLine | OutcomeLine | EndLine;

/** A journal as read back. */
export interface RunRecord extends Omit<RunLine, 'type'> {
  /** Absolute path. */
  readonly path: string;
  readonly writes: readonly RecordedWrite[];
  readonly promotes: readonly PromoteLine[];
  readonly creates: readonly CreateLine[];
  readonly outcomes: readonly OutcomeLine[];
  /** Null where the journal was cut short. */
  readonly end: EndLine | null;
}

export interface RecordedWrite extends WriteLine {
  /** The line of the journal, from 1. */
  readonly line: number;
}
