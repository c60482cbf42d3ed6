/** What `validate` found, as text. */
import { commandLine } from '../model/command-line.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { ShardShare } from '../model/shard.ts';
import { diagnosticText } from './diagnostics.ts';
import { shareText } from './share.ts';
import type { Style } from './style.ts';
import { touchedLines } from './touched.ts';
import { count } from './words.ts';

export interface Validated {
  readonly files: number;
  readonly selected: readonly string[];
  readonly shard: ShardShare | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly touched: { readonly ref: string } | null;
}

/**
 * `narrowed`: selectors were given, so diagnostics of other files are counted instead of shown. `options`: those that advice
 * needs.
 */
export function validateText(
  validated: Validated,
  { narrowed, options }: { readonly narrowed: boolean; readonly options: readonly string[] },
  style: Style,
): string {
  const shown = shownProblems(validated, narrowed);
  const others = validated.diagnostics.length - shown.length;
  return [
    ...shown.map((diagnostic) => `${diagnosticText(diagnostic, style)}\n`),
    ...(others === 0
      ? []
      : [
          `${count(others, 'problem')} in files that were not selected; to see: ${commandLine(['validate', ...options])}`,
        ]),
    validateSummary(validated, style),
    ...(validated.shard === null ? [] : [capital(`${shareText(validated.shard, validated.files)}.`)]),
    ...(validated.touched === null
      ? []
      : touchedLines({ ...validated.touched, keys: validated.selected, files: validated.files })),
  ].join('\n');
}

/** With selectors, those of the selected files and of no persona in particular. */
export function shownProblems({ diagnostics, selected }: Validated, narrowed: boolean): Diagnostic[] {
  const wanted = new Set(selected);
  return diagnostics.filter((one) => !narrowed || one.key === null || wanted.has(one.key));
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

export function validateSummary({ files, diagnostics }: Validated, style: Style): string {
  const number = (severity: Diagnostic['severity']): number =>
    diagnostics.filter((one) => one.severity === severity).length;
  const [errors, warnings] = [number('error'), number('warning')];
  const warned = warnings === 0 ? '' : `, ${style.yellow(count(warnings, 'warning'))}`;
  if (errors > 0) return `${style.red(count(errors, 'error'))}${warned} in ${count(files, 'persona file')}.`;
  return `${style.green('Valid')}: ${count(files, 'persona file')}${warned}.`;
}
