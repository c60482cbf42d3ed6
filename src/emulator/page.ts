import { createHash } from 'node:crypto';
import { compareText } from '../model/compare-text.ts';
import type { Variants } from './variants.ts';

export const DEFAULT_LIMIT = 20;
export const MAX_LIMIT = 100;

/** One page, counted from 1. A limit above the service's greatest is that greatest one. */
export function cutPage<T>(items: readonly T[], page: number, limit: number, variants: Variants): readonly T[] {
  const size = Math.min(Math.max(1, limit), MAX_LIMIT);
  const last = Math.max(1, Math.ceil(items.length / size));
  const shown = variants.pageRepeats ? Math.min(page, last) : page;
  const start = (Math.max(1, shown) - 1) * size;
  return items.slice(start, start + size);
}

/** The items in the order of the list; shuffled means another order that is the same each time. */
export function orderItems<T>(items: readonly T[], idOf: (item: T) => string, order: Variants['order']): readonly T[] {
  if (order === 'created') return items;
  const keyed = items.map((item) => ({ item, key: createHash('sha256').update(idOf(item)).digest('hex') }));
  return keyed.sort((one, other) => compareText(one.key, other.key)).map(({ item }) => item);
}
