/** The promotes of a report: what callers hear now, or why they hear what they heard before, and the ways out. */
import { commandFor } from '../model/command-line.ts';
import { foreignWays } from '../model/foreign.ts';
import type { Outcome, OutcomeReason } from '../model/outcome.ts';
import type { Change, PromoteChange } from '../model/plan.ts';
import { changeLines } from './change.ts';
import { indent } from './indent.ts';
import type { Style } from './style.ts';
import { visible } from './visible.ts';
import { allowLine, failureText, reasonText, reviewLine, type WaysOut } from './ways.ts';
import { count } from './words.ts';

export function describePromote(outcome: Outcome, ways: WaysOut): string {
  const { status, key, changes } = outcome;
  switch (status) {
    case 'applied':
      return `promoted and verified: callers hear ${count(changes.length, 'change')}`;
    case 'unchanged':
      return 'in production already';
    case 'unverified':
      return `promoted, but ${whatIsOnAir(outcome)}; see where it stands: ${ways.plan(key)}`;
    case 'unknown':
      return `promote was sent, but no answer came (${failureText(outcome)}); see where it stands: ${ways.plan(key)}`;
    case 'not_attempted':
      return outcome.reason === 'not_updated'
        ? 'not promoted, because it was not updated'
        : `not promoted; again: ${ways.apply(key)}`;
    case 'held':
    case 'failed':
      return `not promoted: ${whyNot(outcome)}; callers hear what they heard before; ${wayOut(outcome, ways)}`;
    default:
      return status satisfies never;
  }
}

function whatIsOnAir(outcome: Outcome): string {
  return outcome.reason === 'overtaken'
    ? `the answer was lost (${failureText(outcome)}), and production is neither what it was nor the draft`
    : 'production is not the draft that was shown';
}

function whyNot(outcome: Outcome): string {
  const texts: Partial<Readonly<Record<OutcomeReason, string>>> = {
    stale: 'production or the draft moved since the plan',
    no_draft: 'it has no draft version',
    draft_differs: 'it is not as the file says',
  };
  return (outcome.reason === null ? undefined : texts[outcome.reason]) ?? reasonText(outcome);
}

function wayOut(outcome: Outcome, ways: WaysOut): string {
  const { key, reason, guards } = outcome;
  if (reason === 'draft_differs')
    return `to write the file and promote: ${commandFor('apply', [key], ['--promote', ...ways.options])}`;
  if (reason === 'not_reviewed') return reviewLine(outcome, ways);
  if (reason === 'guarded')
    return guards.includes('foreign') ? 'the ways out:' : `when it is meant: ${allowLine(ways, key, guards)}`;
  if (reason === 'no_draft' || outcome.status === 'held') return `review what is live now: ${ways.plan(key)}`;
  return `when mended: ${ways.apply(key)}`;
}

/** Below a promote that is held by `foreign`: whose fields stand in the way, and what may become of them. */
export function foreignDetails({ key, changes, guards }: Outcome, ways: WaysOut, style: Style): string[] {
  const foreign = changes.filter(isForeign);
  if (!guards.includes('foreign') || foreign.length === 0) return [];
  const allow = allowLine(ways, key, guards);
  const waysOut = foreignWays({ key, paths: foreign.map(({ path }) => path), allow, options: ways.options });
  return [
    ...waysOut.map((way, at) => `${at === 0 ? '→' : ' '} ${visible(way)}`),
    'foreign, from no file (production → draft):',
    ...indent(foreign.flatMap((change) => changeLines(change, style))),
  ];
}

function isForeign(change: Change | PromoteChange): boolean {
  return 'foreign' in change && change.foreign;
}

/** What moved between plan and promote, by version. */
export function movedVersionLines({ moved, reason, action }: Outcome, style: Style): string[] {
  if (action !== 'promote' || reason !== 'stale') return [];
  if (moved.length === 0) return ['both versions moved in the same fields since the plan'];
  return (['production', 'draft'] as const).flatMap((version) => {
    const own = moved.filter((change) => change.version === version);
    if (own.length === 0) return [];
    const title = version === 'draft' ? 'the draft' : version;
    return [`${title} moved (planned → live now):`, ...indent(own.flatMap((change) => changeLines(change, style)))];
  });
}
