/**
 * What a run has to tell, in words and figures, before any format. Markdown, HTML and annotations are made of the same
 * sheet, so that they say the same. Nothing in it is escaped: that is each format's own job.
 */
import type { CommandName } from '../../model/command.ts';
import type { Plane } from '../../model/fields.ts';
import type { ShownChange } from '../change.ts';

/** `good`: nothing to do. `calm`: for information. `warn`: to be looked at. `bad`: failed. */
export type Tone = 'good' | 'calm' | 'warn' | 'bad';

export interface Sheet {
  /** Null where the command line could not be read. */
  readonly command: CommandName | null;
  readonly environment: string | null;
  /** The service's address. */
  readonly address: string | null;
  readonly account: string | null;
  readonly commit: string | null;
  /** ISO 8601. */
  readonly createdAt: string | null;
  readonly digest: string | null;
  readonly tone: Tone;
  /** The result in one line. */
  readonly summary: string;
  readonly counts: Readonly<Record<string, number>>;
  /** Why the run ended early, or null. */
  readonly stop: SheetStop | null;
  /** What to look at first: failures, guards, what is on air at once, recording; warnings last. */
  readonly notes: readonly Note[];
  readonly shared: readonly SharedChanges[];
  readonly personas: readonly SheetPersona[];
  /** What is to be known or done at the end, one line each. */
  readonly remarks: readonly string[];
  /** The command that shows a persona in full, to which its key is added; null where none does. */
  readonly look: { readonly name: 'plan' | 'drift'; readonly options: readonly string[] } | null;
}

export interface SheetStop {
  readonly code: string;
  readonly message: string;
  /** May have several lines. */
  readonly hint: string | null;
}

/** A position in a file; a file as a whole has no line. */
export interface SheetPlace {
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
}

export interface Note {
  readonly tone: Tone;
  /** The guard's name, a diagnostic's code, or a word of our own. */
  readonly label: string;
  readonly text: string;
  readonly place: SheetPlace | null;
  /** May have several lines. */
  readonly hint: string | null;
}

/** Equal changes, with the personas they reach. */
export interface SharedChanges {
  readonly keys: readonly string[];
  /** The prompt files that they come from. */
  readonly files: readonly string[];
  readonly changes: readonly SheetChange[];
}

export interface SheetChange extends ShownChange {
  readonly plane: Plane;
  /** What it stands under: when callers hear it, or what ships it. */
  readonly heading: string;
  /** From no file. */
  readonly foreign: boolean;
  /** Where the files say it. */
  readonly place: SheetPlace | null;
}

export interface SheetPersona {
  readonly key: string;
  readonly name: string;
  readonly file: string;
  readonly id: string | null;
  /** What is to become of it, or became: `to update`, `held`, `differs`. */
  readonly status: string;
  readonly tone: Tone;
  /** The sentence behind the status, with the way out; null where the status says it all. */
  readonly told: string | null;
  /** Lines of text below it, such as what moved since the plan. */
  readonly details: readonly string[];
  readonly planes: readonly Plane[];
  /** Every field that changes. */
  readonly fields: readonly string[];
  /** Names of the guards that found something. */
  readonly guards: readonly string[];
  /** The changes that it has alone, and the fields whose change it shares with others. */
  readonly changes: readonly SheetChange[];
  readonly also: readonly string[];
}
