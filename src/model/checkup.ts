/** What doctor looks at, and what it found. */
export const CHECK_NAMES = ['config', 'files', 'schema', 'git', 'key', 'account', 'personas', 'clock'] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** `skipped`: it could not be looked at, for what failed before. */
export type CheckStatus = 'ok' | 'warning' | 'failed' | 'skipped';

export interface Check {
  readonly name: CheckName;
  readonly status: CheckStatus;
  /** One sentence. */
  readonly summary: string;
  /** What mends it, or null. */
  readonly hint: string | null;
}
