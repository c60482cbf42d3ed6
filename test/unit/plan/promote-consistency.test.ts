import { describe, expect, it } from '@jest/globals';
import type { Plan, PlannedPersona, PlannedPromote } from '../../../src/model/plan.ts';
import { buildPlan } from '../../../src/plan/build.ts';
import { findContradiction } from '../../../src/plan/consistency.ts';
import { digestOfPromote } from '../../../src/plan/promote.ts';
import { desiredPersona, livePersona, NO_PERMITS } from '../../support/live.ts';

/** A managed and a foreign difference; `webhook` in production as told. */
function planOf(webhook = 'a'): Plan {
  const live = livePersona({}, { kb_ids: ['x'], webhook: 'b' }, { kb_ids: ['y'], webhook });
  const reads = [{ desired: desiredPersona({ kb_ids: ['x'] }), read: { kind: 'found', live } }] as const;
  const about = { files: 1, baseUrl: 'https://x', environment: null, createdAt: new Date(0), commit: null };
  return buildPlan({ reads, ...about, diagnostics: [], keyInUse: null, promote: 'after_update', ...NO_PERMITS });
}

function altered(edit: (promote: PlannedPromote) => Partial<PlannedPromote>): string | null {
  const plan = planOf();
  const personas = plan.personas.map((persona): PlannedPersona => {
    const { promote } = persona;
    return promote === null ? persona : { ...persona, promote: { ...promote, ...edit(promote) } };
  });
  return findContradiction({ ...plan, personas });
}

describe('a saved plan that promotes', () => {
  it('agrees with itself, also where a key was redacted', () => {
    expect(findContradiction(planOf())).toBeNull();
    expect(findContradiction(planOf('sk-abcdefghijklmnopqrstuvwx'))).toBeNull();
  });

  it.each<[string, (promote: PlannedPromote) => Partial<PlannedPromote>]>([
    [
      'it calls foreign changes the files’ own',
      ({ changes }) => ({ changes: changes.map((one) => ({ ...one, foreign: false })) }),
    ],
    [
      'it ships another value than it sets',
      ({ changes }) => {
        const other = changes.map((one) => (one.foreign ? one : { ...one, after: ['z'] }));
        return { changes: other, digest: digestOfPromote('p-1', other) };
      },
    ],
    [
      'it shows another value that is in production',
      ({ changes }) => ({ changes: changes.map((one) => ({ ...one, before: 'shown' })) }),
    ],
    ['it says none beside changes', () => ({ action: 'none' })],
    ['it says promote without a fingerprint', () => ({ fingerprint: null })],
    ['it gives a reason and promotes', () => ({ reason: 'no_draft' })],
  ])('is refused where %s', (_, edit) => {
    expect(altered(edit)).not.toBeNull();
  });
});
