/** The runs that wrote from a checkout, as text. */
import type { CiRun, WritingCommandName } from '../model/journal.ts';
import type { OutcomeStatus } from '../model/outcome.ts';
import { STATUS_ORDER } from './statuses.ts';
import type { Style } from './style.ts';
import { visible } from './visible.ts';
import { count } from './words.ts';

interface ListedRun {
  readonly run: string;
  readonly command: WritingCommandName;
  readonly undoes: string | null;
  readonly started_at: string;
  readonly target: { readonly base_url: string; readonly environment: string | null };
  readonly commit: string | null;
  readonly ci: CiRun | null;
  readonly counts: Readonly<Partial<Record<OutcomeStatus, number>>>;
  readonly unsettled: number;
  readonly interrupted: boolean;
  readonly cut_short: boolean;
}

/** One line a run; what is special about it on lines below. */
/** `env`: the environment whose runs are wanted, or null for all. */
export function runsText(runs: readonly ListedRun[], env: string | null, style: Style): string {
  const where = env === null ? '' : ` to ${visible(env)}`;
  if (runs.length === 0) return `No runs: nothing was written${where} from this checkout.`;
  return runs.flatMap((run) => [runLine(run, style), ...noteLines(run, style)]).join('\n');
}

function runLine(
  { run, command, undoes, started_at: startedAt, target, commit, counts, unsettled }: ListedRun,
  style: Style,
): string {
  const parts = [
    style.bold(visible(run)),
    visible(startedAt.replace(/\.\d+Z$/, 'Z')),
    undoes === null ? command : `${command} of ${visible(undoes)}`,
    countsText(counts, unsettled),
    ...(target.environment === null ? [] : [visible(target.environment)]),
    visible(target.base_url),
    ...(commit === null ? [] : [`commit ${visible(commit.slice(0, 12))}`]),
  ];
  return parts.join('  ');
}

/** A persona without an outcome may have been written. */
function countsText(counts: ListedRun['counts'], unsettled: number): string {
  const known = STATUS_ORDER.filter((status) => counts[status] !== undefined);
  const parts = known.map((status) => `${counts[status]} ${status.replace('_', ' ')}`);
  if (unsettled > 0) parts.push(`${count(unsettled, 'persona')} with an unknown outcome`);
  return parts.length === 0 ? 'nothing written' : parts.join(', ');
}

function noteLines({ ci, cut_short: cutShort, interrupted }: ListedRun, style: Style): string[] {
  const by = [ci?.url, ci?.actor === undefined || ci.actor === null ? null : `by ${ci.actor}`];
  const origin = by.flatMap((part) => (part === null || part === undefined ? [] : [visible(part)])).join(' ');
  return [
    ...(cutShort ? [style.yellow('        cut short, or still under way')] : []),
    ...(interrupted ? [style.yellow('        interrupted')] : []),
    ...(origin === '' ? [] : [style.dim(`        ${origin}`)]),
  ];
}
