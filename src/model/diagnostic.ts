import { compareText } from './compare-text.ts';
import type { Spot } from './places.ts';
import { redact } from './secrets.ts';

/** A problem as a value: a stable code, a place and what to do. Rendering makes text of it. */

/** The closed list of codes. A code never changes its meaning; README's troubleshooting names the common ones. */
export type DiagnosticCode =
  // reading files
  | 'file_unreadable'
  | 'file_too_large'
  | 'file_empty'
  | 'file_outside'
  | 'not_utf8'
  | 'symlink_folder'
  | 'key_invalid'
  | 'key_duplicate'
  | 'nothing_found'
  // YAML
  | 'yaml_syntax'
  | 'yaml_duplicate_key'
  | 'yaml_tab'
  | 'yaml_merge_key'
  | 'yaml_alias'
  | 'yaml_documents'
  | 'yaml_key'
  | 'yaml_tag'
  | 'yaml_number'
  | 'yaml_version'
  | 'yaml_depth'
  | 'merge_conflict'
  // schema
  | 'unknown_key'
  | 'missing_key'
  | 'wrong_type'
  | 'wrong_value'
  | 'unwritten_null'
  // resolving
  | 'prompt_file_missing'
  | 'prompt_file_outside'
  | 'prompt_file_unreadable'
  | 'unknown_value'
  | 'unused_value'
  | 'binding_without_file'
  // rules
  | 'id_place'
  | 'id_duplicate'
  | 'name_duplicate'
  | 'key_shape'
  | 'twin_tag'
  | 'call_config_empty'
  | 'unusual_value'
  | 'hidden_characters'
  // reading the service
  | 'persona_missing'
  | 'persona_deleted'
  | 'persona_twin'
  | 'persona_archived'
  | 'persona_other_id'
  | 'persona_unreadable'
  | 'unbound'
  | 'namesake'
  | 'renamed'
  | 'wrong_account'
  // what personas refer to
  | 'reference_missing'
  | 'reference_unchecked'
  // promoting
  | 'promote_no_draft'
  | 'promote_draft_differs'
  // git
  | 'file_deleted'
  | 'from_snapshot'
  | 'snapshot_unknown'
  | 'snapshot_name_unknown'
  | 'origin_unknown'
  // journals
  | 'journal_unreadable'
  // guards
  | 'guard_mass_change'
  | 'guard_shrink'
  | 'guard_emptied'
  | 'guard_identity'
  | 'guard_overwrite'
  | 'guard_protected'
  | 'guard_recording'
  | 'guard_foreign';

export type Severity = 'error' | 'warning';

/** A position in a file: `line` and `column` count from 1, the column in UTF-16 units; `file` is relative to the working directory, with `/`. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The source line a diagnostic is about; `column` (from 1) and `length` say where the caret stands below it. */
export interface Excerpt {
  readonly text: string;
  readonly column: number;
  readonly length: number;
}

export interface Diagnostic {
  readonly severity: Severity;
  readonly code: DiagnosticCode;
  /** What happened, in one sentence without the place. */
  readonly summary: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  /** The persona key, where the problem belongs to one persona. */
  readonly key: string | null;
  /** What to do. */
  readonly hint: string | null;
  /** Shown under the place in text output; not part of JSON documents. */
  readonly excerpt: Excerpt | null;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

/** What a diagnostic says, without its place. An error unless told otherwise; `key` is null where no persona is meant. */
export interface Problem {
  readonly severity?: Severity;
  readonly code: DiagnosticCode;
  readonly summary: string;
  readonly hint: string | null;
  readonly key: string | null;
}

export function diagnosticAt(spot: Spot, problem: Problem): Diagnostic {
  const { severity = 'error', code, summary, hint, key } = problem;
  return {
    severity,
    code,
    summary,
    file: spot.file,
    line: spot.line,
    column: spot.column,
    key,
    hint,
    excerpt: spot.excerpt,
  };
}

/** A diagnostic about a file or folder as a whole. */
export function diagnosticOf(file: string, problem: Problem): Diagnostic {
  const { severity = 'error', code, summary, hint, key } = problem;
  return { severity, code, summary, file, line: null, column: null, key, hint, excerpt: null };
}

/**
 * Sorted by file, line and column, each problem of a place once: a prompt file that ten personas share
 * has its problem once, not ten times.
 */
export function orderDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  const unique = diagnostics.filter((diagnostic) => {
    if (diagnostic.line === null) return true;
    const { code, file, line, column, summary } = diagnostic;
    const place = JSON.stringify([code, file, line, column, summary]);
    return !seen.has(place) && seen.add(place);
  });
  return unique.sort(
    (a, b) =>
      compareText(a.file ?? '', b.file ?? '') || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
}

const LONGEST_QUOTE = 60;

/** All but the warnings of other personas than these: those are for `validate`, and for runs that look at them. */
export function diagnosticsOf(keys: readonly string[], diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const meant = new Set(keys);
  return diagnostics.filter(({ severity, key }) => severity === 'error' || key === null || meant.has(key));
}

/** Text from a file, fit for a sentence: in backticks, on one line, without keys, at most 60 characters. */
export function quoted(text: string): string {
  const escaped = redact(text.slice(0, 20 * LONGEST_QUOTE), null).replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
  return `\`${escaped.length > LONGEST_QUOTE ? `${escaped.slice(0, LONGEST_QUOTE)}…` : escaped}\``;
}
