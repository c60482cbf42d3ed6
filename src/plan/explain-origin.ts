/** What git could not tell of who moved: each reason once, with what mends it. */
import { shellWord } from '../model/command-line.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { UnknownReason } from '../model/origin.ts';

/** Where origins are unknown. */
export interface UnknownOrigins {
  readonly reason: UnknownReason;
  /** The personas' files, relative to the working directory. */
  readonly files: readonly string[];
  /** What git said, for `git_failed`. */
  readonly message: string | null;
  /** The repository's folder, for `refused`. */
  readonly folder: string;
}

export function explainUnknownOrigins(unknown: UnknownOrigins): Diagnostic {
  const [file] = unknown.files;
  return {
    severity: 'warning',
    code: 'origin_unknown',
    summary: `Who changed ${whose(unknown)} is not known: ${why(unknown)}.`,
    file: unknown.reason === 'uncommitted' && unknown.files.length === 1 ? (file ?? null) : null,
    line: null,
    column: null,
    key: null,
    hint: wayOut(unknown),
    excerpt: null,
  };
}

/** A note that asks for nothing: whoever works without git, or from a snapshot, knows it. */
export function isPlainNote({ code, hint }: Pick<Diagnostic, 'code' | 'hint'>): boolean {
  return (code === 'origin_unknown' || code === 'from_snapshot') && hint === null;
}

function whose({ files }: UnknownOrigins): string {
  return files.length === 1 ? 'the persona that differs' : `${files.length} personas that differ`;
}

function why({ reason, message, files }: UnknownOrigins): string {
  const reasons: Readonly<Record<UnknownReason, string>> = {
    no_repository: 'the files are in no git repository',
    no_git: 'git is not installed here',
    refused: 'git does not trust the folder, which belongs to another user',
    git_failed: `git failed (${message ?? 'without a word'})`,
    uncommitted: `${files.length === 1 ? 'its file was' : 'their files were'} never committed`,
    shallow: 'this clone has only the newest commits, and none of them explains it',
    unavailable: 'this clone does not hold the old files',
  };
  return reasons[reason];
}

function wayOut({ reason, files, folder }: UnknownOrigins): string | null {
  const ways: Readonly<Record<UnknownReason, string | null>> = {
    no_repository: null,
    no_git: 'Install git, and let PATH lead to it.',
    refused: `If you do: git config --global --add safe.directory ${shellWord(folder)}`,
    git_failed: 'Run `git log` here, and mend what it says.',
    uncommitted: `Commit what is meant: git add ${files.slice(0, MOST_NAMED).map(shellWord).join(' ')}${files.length > MOST_NAMED ? ' …' : ''}`,
    shallow:
      'In GitHub Actions, put this under `uses: actions/checkout`:\n  with: { fetch-depth: 0 }\nElsewhere: git fetch --unshallow',
    unavailable:
      'Clone without --filter; of files in Git LFS only the pointers are compared, so that these stay unknown.',
  };
  return ways[reason];
}

const MOST_NAMED = 5;
