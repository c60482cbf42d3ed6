/** Values of options: text → number or names, or why it is none. */

import { GUARD_NAMES, type GuardName } from '../model/guard.ts';
import { nearestName } from '../model/nearest.ts';
import { FORMATS, type ReportWish } from '../model/options.ts';
import type { Shard } from '../model/shard.ts';
import { InvalidArgumentError } from './commander.ts';

export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

/** Seconds, also with a decimal point → milliseconds. */
export function seconds(text: string): number {
  const number = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && number > 0 && number <= 3600) return number * 1000;
  throw new InvalidArgumentError('It must be a number of seconds, more than 0 and at most 3600.');
}

/** Names of guards, divided by commas; `before` are those of the same option further left. */
export function guardNames(text: string, before: readonly GuardName[] = []): GuardName[] {
  const names = text.split(',').map((word) => {
    const name = GUARD_NAMES.find((known) => known === word.trim());
    if (name !== undefined) return name;
    const nearest = nearestName(word.trim(), GUARD_NAMES);
    const advice = nearest === null ? `Known are ${GUARD_NAMES.join(', ')}.` : `Did you mean ${nearest}?`;
    throw new InvalidArgumentError(advice);
  });
  return [...before, ...names];
}

/** `FORMAT=FILE`; `before` are those of the same option further left. */
export function reportWishes(text: string, before: readonly ReportWish[] = []): ReportWish[] {
  const wish = reportWish(text);
  if (wish !== null) return [...before, wish];
  const [name = ''] = text.split('=');
  const nearest = nearestName(name, FORMATS);
  const known = `It must be FORMAT=FILE, such as markdown=plan.md; formats are ${FORMATS.join(', ')}.`;
  throw new InvalidArgumentError(nearest === null || nearest === name ? known : `Did you mean ${nearest}=FILE?`);
}

/** Null where the text is no `FORMAT=FILE`. */
export function reportWish(text: string): ReportWish | null {
  const at = text.indexOf('=');
  const format = FORMATS.find((known) => known === text.slice(0, at));
  const file = text.slice(at + 1);
  return format === undefined || file === '' ? null : { format, file };
}

/** More jobs than that no CI runs side by side. */
const MOST_SHARDS = 1000;

/** `2/8` */
export function shard(text: string): Shard {
  const [, index, count] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (index !== undefined && count !== undefined && index >= 1 && index <= count && count <= MOST_SHARDS)
    return { index, count };
  throw new InvalidArgumentError(`It must be like 2/8: the second of eight shares, at most ${MOST_SHARDS}.`);
}
