/** Guards: changes that are sometimes meant and often a slip. They warn in plan, and hold in apply until allowed by name. */

export const GUARD_NAMES = [
  'mass-change',
  'shrink',
  'emptied',
  'identity',
  'recording',
  'foreign',
  'overwrite',
  'protected',
] as const;

/**
 * - `mass-change`: many personas at once; refuses the whole run. - `shrink`: a prompt loses most of its text.
 * - `emptied`: tags, tools, knowledge bases, routing or all call settings lose every entry.
 * - `identity`: the name changes. - `recording`: `call_config.record` changes, which is a legal matter.
 * - `overwrite`: the live value was edited elsewhere, or, where the config asks for it, git cannot tell.
 * - `foreign`: promote would ship what no file says, such as somebody's half-finished edit in the dashboard.
 */
export type GuardName = (typeof GUARD_NAMES)[number];

/** One reason to stop and look. */
export interface GuardFinding {
  readonly guard: GuardName;
  /** The persona it holds, or null where it refuses the run. */
  readonly key: string | null;
  /** Which of the persona's two steps it holds. */
  readonly step: 'update' | 'promote';
  /** JSON Pointer of the field, or null where it is not about one. */
  readonly path: string | null;
  /** What `accepted:` in the config must name to allow exactly this change: the digest of the step, or that of all steps. */
  readonly digest: string;
  readonly figures: GuardFigures;
}

/** The numbers behind a finding, for its wording. */
export type GuardFigures =
  | {
      readonly kind: 'share';
      readonly personas: number;
      readonly counted: number;
      readonly files: number;
      readonly shared: readonly SharedEdit[];
      /** How many personas would be promoted. */
      readonly promoted: number;
    }
  | { readonly kind: 'length'; readonly before: number; readonly after: number }
  | { readonly kind: 'entries'; readonly before: number }
  | { readonly kind: 'values'; readonly before: string; readonly after: string }
  /** JSON Pointers, and when the draft was last updated, ISO 8601. */
  | { readonly kind: 'fields'; readonly paths: readonly string[]; readonly updatedAt: string | null }
  /** JSON Pointers by origin, and when the live persona was last updated, ISO 8601. */
  | {
      readonly kind: 'origins';
      readonly edited: readonly string[];
      readonly unknown: readonly string[];
      readonly updatedAt: string | null;
    };

/** One edit of a prompt file that several personas share; counted once. */
export interface SharedEdit {
  readonly file: string;
  readonly personas: number;
}

/** Limits of the guards, in per cent. */
export interface GuardLimits {
  readonly massChangePercent: number;
  readonly shrinkPercent: number;
}

export const DEFAULT_GUARD_LIMITS: GuardLimits = { massChangePercent: 30, shrinkPercent: 60 };

/** A risk that was accepted in review. It lapses by itself: another change has another digest. */
export interface AcceptedRisk {
  readonly guard: GuardName;
  /** Null for `mass-change`. */
  readonly persona: string | null;
  readonly digest: string;
}
