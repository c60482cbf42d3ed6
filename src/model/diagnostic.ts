/** A problem as a value: a stable code, a place and what to do. Rendering makes text of it. */

/** The closed list of codes. A code never changes its meaning; README's troubleshooting names the common ones. */
export type DiagnosticCode =
  // reading files
  | 'file_unreadable'
  | 'file_too_large'
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
  // resolving
  | 'prompt_file_missing'
  | 'prompt_file_outside'
  | 'prompt_file_unreadable'
  | 'unknown_value'
  // rules
  | 'no_id'
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
  | 'persona_other_id'
  | 'persona_unreadable'
  | 'wrong_account';

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
