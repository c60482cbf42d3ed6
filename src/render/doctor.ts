/** What doctor found, as text and as a document. */
import type { Check, CheckStatus } from '../model/checkup.ts';
import { commandFor } from '../model/command-line.ts';
import { FORMAT_VERSION } from '../model/plan.ts';
import type { Style } from './style.ts';
import { visible } from './visible.ts';
import { count } from './words.ts';

/** `options`: what every command needs that is advised, such as `--config FILE`. */
export function doctorText(checks: readonly Check[], options: readonly string[], style: Style): string {
  const lines = checks.flatMap(({ name, status, summary, hint }) => [
    `${paint(status, style)}${' '.repeat(9 - status.length)}${style.bold(name)}${' '.repeat(9 - name.length)}${visible(summary)}`,
    ...(hint === null
      ? []
      : hint.split('\n').map((line, at) => `${' '.repeat(18)}${at === 0 ? '→ ' : '  '}${visible(line)}`)),
  ]);
  return [...lines, '', verdict(checks, options)].join('\n');
}

function verdict(checks: readonly Check[], options: readonly string[]): string {
  const number = (status: CheckStatus): number => checks.filter((check) => check.status === status).length;
  const [failed, warnings] = [number('failed'), number('warning')];
  if (failed + warnings === 0) return `All is well. Next: ${commandFor('plan', [], options)}`;
  const parts = [
    ...(failed === 0 ? [] : [`${count(failed, 'thing')} to mend`]),
    ...(warnings === 0 ? [] : [`${count(warnings, 'thing')} to look at`]),
  ];
  return `${parts.join(', ')}.`;
}

function paint(status: CheckStatus, style: Style): string {
  if (status === 'ok') return style.green(status);
  if (status === 'failed') return style.red(status);
  return status === 'warning' ? style.yellow(status) : style.dim(status);
}

export function doctorDocument(checks: readonly Check[]): object {
  return { format_version: FORMAT_VERSION, command: 'doctor', checks, diagnostics: [] };
}
