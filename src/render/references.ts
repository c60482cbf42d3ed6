/** What came of asking for what the files refer to, in a line. */
import type { Plan } from '../model/plan.ts';
import type { ReferenceStatus } from '../model/reference.ts';

const TEXTS: Readonly<Record<ReferenceStatus, string>> = {
  found: 'found',
  missing: 'missing',
  unknown: 'could not be checked',
};

/** Nothing where nobody asked. */
export function referenceLines({ references }: Pick<Plan, 'references'>): string[] {
  if (references === undefined) return [];
  if (references.length === 0) return ['References: the files name none.'];
  const statuses: readonly ReferenceStatus[] = ['found', 'missing', 'unknown'];
  const counts = statuses.map((wanted) => ({
    wanted,
    of: references.filter(({ status }) => status === wanted).length,
  }));
  const told = counts.filter(({ of }) => of > 0).map(({ wanted, of }) => `${of} ${TEXTS[wanted]}`);
  return [`References: ${told.join(', ')}.`];
}
