import { describe, expect, it } from '@jest/globals';
import type { Plan, PlannedPersona, PlannedPromote } from '../../../src/model/plan.ts';
import { cutToReviewed } from '../../../src/plan/reviewed.ts';

const EMPTY = { file: 'p.yaml', name: 'P', reason: null, updated_at: null, fingerprint: 'f', changes: [], set: {} };

function persona(key: string, digest: string | null, promote: PlannedPromote | null = null): PlannedPersona {
  return { ...EMPTY, key, id: `id-${key}`, action: digest === null ? 'none' : 'update', digest, promote };
}

function promoting(digest: string | null): PlannedPromote {
  const action = digest === null ? 'none' : 'promote';
  return { action, reason: null, fingerprint: 'f', digest, draft_updated_at: null, changes: [] };
}

function plan(...personas: readonly PlannedPersona[]): Plan {
  return {
    format_version: '1',
    command: 'plan',
    target: { base_url: 'https://x', environment: null, account: null },
    created_at: '',
    commit: null,
    complete: true,
    summary: { files: 9, create: 0, update: 0, none: 0, failed: 0, promote: 0 },
    personas,
    diagnostics: [],
    digest: '',
  };
}

/** `a b*` where `*` marks a promote that is left, and what is held and left out. */
function cut(fresh: PlannedPersona, ...reviewed: readonly PlannedPersona[]) {
  const { plan: left, held, elsewhere } = cutToReviewed(plan(fresh), plan(...reviewed));
  return {
    left: left.personas.map(({ key, promote }) => `${key}${promote?.action === 'promote' ? '*' : ''}`).join(' '),
    held: [...[...held.update].map(() => 'update'), ...[...held.promote].map(() => 'promote')],
    elsewhere: elsewhere.map(({ step }) => step),
  };
}

describe('a plan cut to what was reviewed', () => {
  it.each([
    ['the same update', persona('a', 'u'), [persona('a', 'u')], { left: 'a', held: [], elsewhere: [] }],
    ['another update', persona('a', 'u'), [persona('a', 'x')], { left: 'a', held: ['update'], elsewhere: [] }],
    ['no update reviewed', persona('a', 'u'), [persona('a', null)], { left: '', held: [], elsewhere: ['update'] }],
    ['not in it at all', persona('a', 'u'), [], { left: '', held: [], elsewhere: ['update'] }],
    ['nothing to do', persona('a', null), [persona('a', 'u')], { left: 'a', held: [], elsewhere: [] }],
    [
      'the same update and promote',
      persona('a', 'u', promoting('p')),
      [persona('a', 'u', promoting('p'))],
      { left: 'a*', held: [], elsewhere: [] },
    ],
    [
      'a promote that was not planned then',
      persona('a', 'u', promoting('p')),
      [persona('a', 'u')],
      { left: 'a', held: [], elsewhere: ['promote'] },
    ],
    [
      'another promote',
      persona('a', 'u', promoting('p')),
      [persona('a', 'u', promoting('x'))],
      { left: 'a*', held: ['promote'], elsewhere: [] },
    ],
    [
      'an update that nobody reviewed before a promote that was',
      persona('a', 'u', promoting('p')),
      [persona('a', null, promoting('x'))],
      { left: 'a*', held: ['update', 'promote'], elsewhere: [] },
    ],
    [
      'a persona that nobody reviewed',
      persona('a', 'u', promoting('p')),
      [persona('a', null, promoting(null))],
      { left: '', held: [], elsewhere: ['update', 'promote'] },
    ],
  ])('%s', (_, fresh, reviewed, expected) => {
    expect(cut(fresh, ...reviewed)).toEqual(expected);
  });

  it('counts what is left, and tells what is gone', () => {
    const { plan: left, gone } = cutToReviewed(
      plan(persona('a', 'u', promoting('p')), persona('b', null), persona('c', 'v')),
      plan(persona('a', 'u', promoting('p')), persona('z', 'w'), persona('y', null)),
    );
    expect(left.summary).toEqual({ files: 9, create: 0, update: 1, none: 1, failed: 0, promote: 1 });
    expect(gone).toEqual(['z']);
  });
});
