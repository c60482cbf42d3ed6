import { describe, expect, it } from '@jest/globals';
import { type AcceptedRisk, DEFAULT_GUARD_LIMITS, type GuardFinding } from '../../../src/model/guard.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { LivePersona } from '../../../src/model/persona.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { buildPlan } from '../../../src/plan/build.ts';
import { acceptedLine, describeRisk } from '../../../src/plan/explain-guards.ts';
import { findRisks } from '../../../src/plan/guards.ts';
import { judgeRisks } from '../../../src/plan/permits.ts';
import { desiredPersona, livePersona, NO_PERMITS } from '../../support/live.ts';

interface Pair {
  readonly set: JsonObject;
  readonly live: LivePersona;
  /** The prompt files of `personality_prompt`. */
  readonly files?: readonly string[];
}

function planOf(pairs: readonly Pair[], files = pairs.length): Plan {
  const reads = pairs.map(({ set, live, files: prompts = [] }, at) => {
    const id = `p-${at}`;
    const place = (file: string) => ({ file, line: 1, column: 1 });
    const sources = new Map([['/personality_prompt', [place(`${id}.yaml`), ...prompts.map(place)]]]);
    const desired = desiredPersona(set, { id, key: `k-${at}`, sources });
    return { desired, read: { kind: 'found', live: { ...live, id } } as const };
  });
  const about = { baseUrl: 'https://x', environment: null, createdAt: new Date(0), commit: null, keyInUse: null };
  return buildPlan({ reads, files, ...about, diagnostics: [], ...NO_PERMITS });
}

const risksOf = (set: JsonObject, live: LivePersona): GuardFinding[] =>
  findRisks(planOf([{ set, live }]), DEFAULT_GUARD_LIMITS);

const long = (length: number): string => 'x'.repeat(length);
const prompt = (text: string | null): LivePersona => livePersona({}, { personality_prompt: text });

describe('shrink', () => {
  it.each([
    ['a prompt becomes empty, however short', 'Hi.', null, true],
    ['400 characters lose more than 60 %', long(400), long(159), true],
    ['400 characters lose exactly 60 %', long(400), long(160), false],
    ['399 characters lose most', long(399), 'x', false],
    ['a prompt grows', 'x', long(4000), false],
    ['a prompt is new', null, 'x', false],
  ])('%s', (_, before, after, expected) => {
    const guards = risksOf({ personality_prompt: after }, prompt(before)).map(({ guard, path }) => [guard, path]);
    expect(guards).toEqual(expected ? [['shrink', '/personality_prompt']] : []);
  });

  it('concerns prompts, not other text', () => {
    expect(risksOf({ description: null }, livePersona({ description: long(900) }))).toEqual([]);
  });
});

describe('emptied', () => {
  const row = { name: 'a', prompt: 'b', pathway_id: 'c', pathway_version: '1', start_node_id: 'd' };
  it.each([
    ['tags', { tags: [] }, livePersona({ tags: ['a', 'b'] })],
    ['knowledge bases', { kb_ids: null }, livePersona({}, { kb_ids: ['a'] })],
    ['tools', { default_tools: [] }, livePersona({}, { default_tools: [{ id: 1 }] })],
    ['routing', { pathway_conditions: [] }, livePersona({}, { pathway_conditions: [row] })],
    ['all call settings', { call_config: null }, livePersona({}, { call_config: { voice: 'June', memory: true } })],
  ])('%s', (_, set, live) => {
    expect(risksOf(set, live).map(({ guard }) => guard)).toEqual(['emptied']);
  });

  it('is silent while one entry stays, and where nothing was', () => {
    expect(risksOf({ tags: ['a'] }, livePersona({ tags: ['a', 'b'] }))).toEqual([]);
    expect(risksOf({ call_config: { voice: null } }, livePersona({}, { call_config: { voice: 'June' } }))).toEqual([]);
    expect(risksOf({ tags: ['a'] }, livePersona({ tags: [] }))).toEqual([]);
  });
});

describe('identity and recording', () => {
  it('hold a new name, and any change of recording, also by clearing all settings', () => {
    expect(risksOf({ name: 'Bea' }, livePersona({})).map((risk) => describeRisk(risk, 'apply'))).toEqual([
      '`k-0`: the name changes from "Ann" to "Bea"; apply holds this persona.',
    ]);
    const recorded = livePersona({}, { call_config: { record: true } });
    const guards = (set: JsonObject) => risksOf(set, recorded).map(({ guard }) => guard);
    expect(guards({ call_config: { record: false } })).toEqual(['recording']);
    expect(guards({ call_config: { record: null } })).toEqual(['recording']);
    expect(guards({ call_config: null })).toEqual(['recording', 'emptied']);
    expect(guards({ call_config: { record: true } })).toEqual([]);
  });
});

describe('mass-change', () => {
  const change = (role: string): Pair => ({ set: { role }, live: livePersona({ role: 'old' }) });
  const many = (number: number): Pair[] => Array.from({ length: number }, (_, at) => change(`new ${at}`));
  const isMass = (pairs: readonly Pair[], files?: number): boolean =>
    findRisks(planOf(pairs, files), DEFAULT_GUARD_LIMITS).some(({ guard }) => guard === 'mass-change');

  it('needs ten updates and more than 30 % of all files, also in a narrowed run', () => {
    expect(isMass(many(9))).toBe(false);
    expect(isMass(many(10))).toBe(true);
    expect(isMass(many(30), 100)).toBe(false);
    expect(isMass(many(31), 100)).toBe(true);
  });

  const shared = (own: string, greeting: string): Pair => ({
    set: { personality_prompt: `${greeting}\n\n${own}` },
    live: prompt(`Hello.\n\n${own}`),
    files: ['prompts/common.md', `prompts/${own}.md`],
  });

  it('counts the same edit of a shared prompt file once, and names it', () => {
    const pairs = Array.from({ length: 20 }, (_, at) => shared(`own ${at}`, 'Good day.'));
    expect(isMass(pairs)).toBe(false);
    const [risk] = findRisks(planOf([...pairs, ...many(9)]), DEFAULT_GUARD_LIMITS);
    expect(risk?.figures).toMatchObject({ personas: 29, counted: 10, files: 29, shared: [{ personas: 20 }] });
    expect(risk === undefined ? '' : describeRisk(risk, 'apply')).toContain('counts once');
  });

  it('counts other edits of the same file, and personas with a change of their own, each', () => {
    expect(isMass(Array.from({ length: 12 }, (_, at) => shared(`own ${at}`, `Good day ${at}.`)))).toBe(true);
    const withOwn = Array.from({ length: 12 }, (_, at) => {
      const pair = shared(`own ${at}`, 'Good day.');
      return { ...pair, set: { ...pair.set, role: `r ${at}` } };
    });
    expect(isMass(withOwn)).toBe(true);
  });
});

describe('permission', () => {
  const plan = planOf([{ set: { name: 'Bea', personality_prompt: null }, live: prompt('Hello.') }]);
  const rules = { limits: DEFAULT_GUARD_LIMITS, accepted: [], requireOrigin: false };
  const guarded = (accepted: readonly AcceptedRisk[], allow: readonly ('identity' | 'shrink')[] = []) =>
    judgeRisks(plan, { ...rules, accepted }, allow).guarded.update.get('k-0') ?? [];

  it('is given by name on the command line', () => {
    expect(guarded([])).toEqual(['identity', 'shrink']);
    expect(guarded([], ['shrink'])).toEqual(['identity']);
    expect(guarded([], ['shrink', 'identity'])).toEqual([]);
  });

  it('is given in the config for this very change, and lapses with another', () => {
    const digest = plan.personas[0]?.digest ?? '';
    expect(guarded([{ guard: 'shrink', persona: 'k-0', digest }])).toEqual(['identity']);
    expect(guarded([{ guard: 'shrink', persona: 'k-1', digest }])).toEqual(['identity', 'shrink']);
    expect(guarded([{ guard: 'shrink', persona: 'k-0', digest: digest.replace(/^./, '-') }])).toHaveLength(2);
    expect(guarded([{ guard: 'shrink', persona: null, digest }])).toHaveLength(2);
  });

  it('warns of what is not permitted, with the line to commit', () => {
    expect(plan.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['guard_identity', 'warning'],
      ['guard_shrink', 'warning'],
    ]);
    const [risk] = findRisks(plan, DEFAULT_GUARD_LIMITS);
    const line = `- { guard: identity, persona: "k-0", digest: "${plan.personas[0]?.digest}" }`;
    expect(risk === undefined ? '' : acceptedLine(risk)).toBe(line);
    expect(plan.diagnostics[0]?.hint).toContain(line);
  });
});
