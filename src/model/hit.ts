import type { Place } from './diagnostic.ts';

/** Where a text was found. `immediate`: a root field, on air at once and part of no version. */
export type HitPlane = 'production' | 'draft' | 'immediate' | 'files';

/** A text found within a field. Lines and columns count from 1, columns in UTF-16 units. */
export interface TextHit {
  readonly line: number;
  readonly column: number;
  /** The lines that it stands on, whole. */
  readonly lines: readonly string[];
  /** Where it ends in the last of these lines: the column behind its last character. */
  readonly end: number;
}

export interface Hit extends TextHit {
  /** Null for a live persona that no file manages. */
  readonly key: string | null;
  readonly id: string;
  readonly name: string;
  readonly plane: HitPlane;
  /** JSON Pointer: `/personality_prompt`, `/pathway_conditions/0/prompt`. */
  readonly path: string;
  /** In the files: where it stands in the persona file or in a prompt file. */
  readonly place: Place | null;
}
