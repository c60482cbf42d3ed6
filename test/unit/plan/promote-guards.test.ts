import { describe, expect, it } from '@jest/globals';
import { DEFAULT_GUARD_LIMITS } from '../../../src/model/guard.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { LivePersona } from '../../../src/model/persona.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { buildPlan } from '../../../src/plan/build.ts';
import { describeRisk } from '../../../src/plan/explain-guards.ts';
import { findRisks } from '../../../src/plan/guards.ts';
import { judgeRisks } from '../../../src/plan/permits.ts';
import { desiredPersona, livePersona, NO_PERMITS } from '../../support/live.ts';

function planOf(
  pairs: readonly { readonly set: JsonObject; readonly live: LivePersona }[],
  files = pairs.length,
): Plan {
  const reads = pairs.map(({ set, live }, at) => {
    const desired = desiredPersona(set, { id: `p-${at}`, key: `k-${at}` });
    return { desired, read: { kind: 'found', live: { ...live, id: `p-${at}` } } as const };
  });
  const about = { baseUrl: 'https://x', environment: null, createdAt: new Date(0), commit: null, keyInUse: null };
  return buildPlan({ reads, files, ...about, diagnostics: [], promote: 'after_update', ...NO_PERMITS });
}

const risksOf = (plan: Plan) =>
  findRisks(plan, DEFAULT_GUARD_LIMITS).map(({ guard, step, path }) => [guard, step, path]);
const prompt = (draft: string, production: string): LivePersona =>
  livePersona({}, { personality_prompt: draft }, { personality_prompt: production });
const LONG = 'x'.repeat(500);

describe('a promote is guarded against what callers hear', () => {
  it('a draft that waits, and would shrink a prompt for callers', () => {
    const plan = planOf([{ set: { personality_prompt: 'short' }, live: prompt('short', LONG) }]);
    expect(risksOf(plan)).toEqual([['shrink', 'promote', '/personality_prompt']]);
    const [risk] = findRisks(plan, DEFAULT_GUARD_LIMITS);
    expect([risk?.digest, risk === undefined ? '' : describeRisk(risk, 'apply')]).toEqual([
      plan.personas[0]?.promote?.digest,
      '`k-0`: `personality_prompt` shrinks for callers from 500 to 5 characters (by 99 %); its promote is held.',
    ]);
  });

  it('what the update is asked for already is not asked again', () => {
    expect(risksOf(planOf([{ set: { personality_prompt: 'short' }, live: prompt(LONG, LONG) }]))).toEqual([
      ['shrink', 'update', '/personality_prompt'],
    ]);
  });

  it('recording, also where nobody wrote it into a file: then it is foreign too', () => {
    const live = livePersona({}, { call_config: { record: true } }, { call_config: { record: false } });
    expect(risksOf(planOf([{ set: {}, live }]))).toEqual([
      ['foreign', 'promote', null],
      ['recording', 'promote', '/call_config/record'],
    ]);
  });

  it('names all foreign fields, and when the draft was last updated', () => {
    const live = livePersona(
      {},
      { updated_at: '2026-02-01T00:00:00Z', webhook: 'b', kb_ids: ['x'] },
      { webhook: 'a', kb_ids: [] },
    );
    const [risk] = findRisks(planOf([{ set: {}, live }]), DEFAULT_GUARD_LIMITS);
    expect(risk === undefined ? '' : describeRisk(risk, 'apply')).toBe(
      '`k-0`: promote would ship what no file says: `kb_ids`, `webhook` (draft last updated 2026-02-01T00:00:00Z); its promote is held.',
    );
  });
});

describe('a mass change', () => {
  const waiting = { set: { personality_prompt: 'new' }, live: prompt('new', 'old') };

  it('counts personas that are promoted alone', () => {
    const plan = planOf(Array.from({ length: 10 }, () => waiting));
    expect(risksOf(plan)).toEqual([['mass-change', 'update', null]]);
    const [risk] = findRisks(plan, DEFAULT_GUARD_LIMITS);
    expect(risk === undefined ? '' : describeRisk(risk, 'apply')).toContain(
      '10 of 10 personas would change or be promoted',
    );
  });

  it('counts a persona that is updated and promoted once', () => {
    const both = { set: { personality_prompt: 'new' }, live: prompt('old', 'old') };
    expect(risksOf(planOf(Array.from({ length: 9 }, () => both)))).toEqual([]);
  });
});

describe('what is allowed', () => {
  const live = livePersona({}, { webhook: 'b', personality_prompt: LONG }, { webhook: 'a', personality_prompt: LONG });
  const plan = planOf([{ set: { personality_prompt: 'short' }, live }]);

  it('holds each step by its own guards', () => {
    expect(judgeRisks(plan, NO_PERMITS.rules, []).guarded).toEqual({
      update: new Map([['k-0', ['shrink']]]),
      promote: new Map([['k-0', ['foreign']]]),
    });
  });

  it('an accepted update is no accepted promote', () => {
    const [persona] = planOf([{ set: { personality_prompt: 'short' }, live: prompt('short', LONG) }]).personas;
    const digests = [plan.personas[0]?.digest ?? '', persona?.promote?.digest ?? ''];
    const accepted = [{ guard: 'shrink', persona: 'k-0', digest: digests[0] ?? '' }] as const;
    expect(new Set(digests).size).toBe(2);
    expect(judgeRisks(plan, { ...NO_PERMITS.rules, accepted }, ['foreign']).risks).toEqual([]);
    expect(judgeRisks(plan, { ...NO_PERMITS.rules, accepted }, []).guarded.promote.get('k-0')).toEqual(['foreign']);
  });
});
