import { describe, expect, it } from '@jest/globals';
import type { Plan, PlannedPersona } from '../../../src/model/plan.ts';
import { buildPlan } from '../../../src/plan/build.ts';
import { findContradiction } from '../../../src/plan/consistency.ts';
import { desiredPersona, livePersona, NO_PERMITS } from '../../support/live.ts';

function planOf(before = 'old'): Plan {
  const set = { role: 'new', tags: ['b', 'a'], call_config: { voice: 'Karl', record: null }, description: null };
  const live = livePersona(
    { role: before, description: 'text', tags: ['a', 'b'] },
    { call_config: { voice: 'June', record: true, memory: true } },
  );
  const reads = [
    { desired: desiredPersona(set), read: { kind: 'found', live } },
    { desired: desiredPersona({}, { id: 'p-2', key: 'bea' }), read: { kind: 'missing' } },
    {
      desired: desiredPersona({ call_config: null }, { id: 'p-1b', key: 'c' }),
      read: { kind: 'found', live: { ...live, id: 'p-1b' } },
    },
  ] as const;
  const about = {
    files: 3,
    baseUrl: 'https://x',
    environment: null,
    createdAt: new Date(0),
    commit: null,
    keyInUse: null,
  };
  return buildPlan({ reads, ...about, diagnostics: [], ...NO_PERMITS });
}

function altered(edit: (persona: PlannedPersona) => Partial<PlannedPersona>): string | null {
  const plan = planOf();
  return findContradiction({
    ...plan,
    personas: plan.personas.map((one, at) => (at === 0 ? { ...one, ...edit(one) } : one)),
  });
}

describe('a plan that was made here', () => {
  it('agrees with itself, also where a key was redacted', () => {
    expect(findContradiction(planOf())).toBeNull();
    expect(findContradiction(planOf('sk-abcdefghijklmnopqrstuvwx'))).toBeNull();
  });
});

describe('a plan that was edited and sealed again is refused', () => {
  it.each<[string, (persona: PlannedPersona) => Partial<PlannedPersona>]>([
    ['it sets another text than it shows', ({ set }) => ({ set: { ...set, role: 'other' } })],
    [
      'it sets another setting than it shows',
      ({ set }) => ({ set: { ...set, call_config: { voice: 'Karl', record: false } } }),
    ],
    [
      'it sets a setting that it does not show',
      ({ set }) => ({ set: { ...set, call_config: { voice: 'Karl', record: null, language: 'en' } } }),
    ],
    [
      'it shows another text than it sets',
      ({ changes }) => ({ changes: changes.map((one) => ({ ...one, after: 'shown' })) }),
    ],
    [
      'it shows another text that was live',
      ({ changes }) => ({ changes: changes.map((one) => ({ ...one, before: 'shown' })) }),
    ],
    [
      'it changes a field that it does not set',
      ({ changes }) => ({ changes: changes.map((one) => ({ ...one, path: '/kb_ids' })) }),
    ],
    ['it leaves a change out', ({ changes }) => ({ changes: changes.slice(1) })],
    ['it says none beside changes', () => ({ action: 'none' })],
    ['it says update without changes', () => ({ changes: [] })],
    ['two personas have one id', () => ({ id: 'p-2' })],
    ['two personas have one key', () => ({ key: 'bea' })],
    ['its fingerprint is another', () => ({ fingerprint: '0'.repeat(64) })],
  ])('%s', (_, edit) => {
    expect(altered(edit)).not.toBeNull();
  });

  it('its summary counts otherwise', () => {
    const plan = planOf();
    expect(findContradiction({ ...plan, summary: { ...plan.summary, update: 0, none: 2 } })).toContain('summary');
    expect(findContradiction({ ...plan, summary: { ...plan.summary, files: 1 } })).toContain('files');
  });
});
