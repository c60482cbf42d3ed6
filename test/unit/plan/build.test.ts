import { describe, expect, it } from '@jest/globals';
import type { LivePersona } from '../../../src/model/persona.ts';
import { buildPlan, digestOfPlan } from '../../../src/plan/build.ts';
import { changesBetween } from '../../../src/plan/changes.ts';
import type { ReadPersona } from '../../../src/plan/explain-read.ts';
import {
  desiredPersona,
  livePersona,
  NO_PERMITS,
  personaWithoutSettings,
  personaWithPlaceholders,
} from '../../support/live.ts';

function planOf(reads: readonly ReadPersona[], keyInUse: string | null = null) {
  const createdAt = new Date('2026-03-01T09:00:00Z');
  return buildPlan({
    reads,
    files: 7,
    baseUrl: 'https://x',
    environment: null,
    createdAt,
    commit: null,
    diagnostics: [],
    keyInUse,
    ...NO_PERMITS,
  });
}

function found(set: Parameters<typeof desiredPersona>[0], live: LivePersona): ReadPersona {
  return { desired: desiredPersona(set), read: { kind: 'found', live } };
}

describe('a file that says what is live plans clean', () => {
  it('with the placeholders, the null routing and the version numbers of the page "Get Persona"', () => {
    const set = {
      name: 'Museum desk',
      role: 'Desk',
      description: null,
      tags: ['Museum'],
      image_url: null,
      call_config: { max_duration: 30, voice: 'June', record: true, language: 'en-US', background: 'office' },
      orchestration_prompt: null,
      personality_prompt: 'You help callers of a small museum.\n',
      default_tools: [],
      kb_ids: null,
      pathway_conditions: null,
    };
    expect(changesBetween(desiredPersona(set), personaWithPlaceholders())).toEqual([]);
  });

  it('with the null call settings of the page "Update Persona"', () => {
    const set = { name: 'Manual', role: '', tags: null, call_config: { voice: null }, pathway_conditions: [] };
    expect(changesBetween(desiredPersona(set), personaWithoutSettings())).toEqual([]);
    expect(changesBetween(desiredPersona({ name: 'Manual', call_config: null }), personaWithoutSettings())).toEqual([]);
  });
});

describe('changes', () => {
  it('come one a field, in schema order, with plane and kind', () => {
    const live = livePersona(
      { tags: ['old'], role: 'Desk' },
      { personality_prompt: 'a', call_config: { voice: 'June' } },
    );
    const set = {
      personality_prompt: 'b',
      call_config: { record: true, voice: null },
      tags: ['new', 'old'],
      role: null,
    };
    const changes = changesBetween(desiredPersona(set), live);
    expect(changes.map(({ path, kind, plane, before, after }) => [path, kind, plane, before, after])).toEqual([
      ['/role', 'remove', 'immediate', 'Desk', null],
      ['/tags', 'replace', 'immediate', ['old'], ['new', 'old']],
      ['/call_config/voice', 'remove', 'draft', 'June', null],
      ['/call_config/record', 'add', 'draft', null, true],
      ['/personality_prompt', 'replace', 'draft', 'a', 'b'],
    ]);
  });

  it('do not concern what the file leaves out', () => {
    const live = livePersona({ role: 'Desk' }, { call_config: { voice: 'June', memory: true }, kb_ids: ['kb'] });
    expect(changesBetween(desiredPersona({ call_config: { voice: 'June' } }), live)).toEqual([]);
  });

  it('list every key that clearing call_config removes, unknown ones too', () => {
    const live = livePersona({}, { call_config: { voice: 'June', memory: { on: true }, background: null } });
    const changes = changesBetween(desiredPersona({ call_config: null }), live);
    expect(changes.map(({ path, kind, before }) => [path, kind, before])).toEqual([
      ['/call_config/voice', 'remove', 'June'],
      ['/call_config/memory', 'remove', { on: true }],
    ]);
  });

  it('see a difference that is only inside a list item', () => {
    const row = { name: 'A', prompt: 'p', pathway_id: 'w', pathway_version: '1', start_node_id: 's' };
    const live = livePersona({}, { pathway_conditions: [row, { ...row, name: 'B', start_node_id: 't' }] });
    const changes = changesBetween(desiredPersona({ pathway_conditions: [row, { ...row, name: 'B' }] }), live);
    expect(changes.map((change) => change.path)).toEqual(['/pathway_conditions']);
  });

  it('compare with production where there is no draft', () => {
    const live = { ...livePersona({}, {}, { personality_prompt: 'on air' }), draft: null };
    expect(changesBetween(desiredPersona({ personality_prompt: 'on air' }), live)).toEqual([]);
    expect(changesBetween(desiredPersona({ personality_prompt: 'new' }), live)[0]?.before).toBe('on air');
  });

  it('place an allowed field where the service shows it, and count it as immediate where it shows it nowhere', () => {
    const live = livePersona({ webhook: 'a' }, { summary_prompt: 'b' });
    const changes = changesBetween(desiredPersona({ webhook: 'x', summary_prompt: 'y', skills: ['z'] }), live);
    expect(changes.map(({ path, plane }) => [path, plane])).toEqual([
      ['/skills', 'immediate'],
      ['/summary_prompt', 'draft'],
      ['/webhook', 'immediate'],
    ]);
  });
});

describe('a plan', () => {
  it('has a digest over the document as printed', () => {
    const plan = planOf([found({ role: 'x' }, livePersona({ role: 'y' }))]);
    const { digest, ...content } = JSON.parse(JSON.stringify(plan));
    expect(digestOfPlan(content)).toBe(digest);
    expect(digestOfPlan({ ...content, commit: 'other' })).not.toBe(digest);
  });

  it('gives the same change the same digest, whatever else is live', () => {
    const digest = (live: LivePersona) => planOf([found({ role: 'x' }, live)]).personas[0]?.digest;
    const one = digest(livePersona({ role: 'y' }));
    expect(digest(livePersona({ role: 'y', tags: ['t'], updated_at: '2026-01-01T00:00:00Z' }))).toBe(one);
    expect(digest(livePersona({ role: 'z' }))).not.toBe(one);
  });

  it('has a fingerprint of managed fields only', () => {
    const print = (live: LivePersona) => planOf([found({ role: 'x' }, live)]).personas[0]?.fingerprint;
    const one = print(livePersona({ role: 'y' }));
    expect(print(livePersona({ role: 'y', description: 'moved', updated_at: '2026-02-02T00:00:00Z' }))).toBe(one);
    expect(print(livePersona({ role: 'moved' }))).not.toBe(one);
  });

  it('redacts a key in what is live, after the hashes are made', () => {
    const key = 'sk-abcdefghijklmnopqrstuvwx';
    const plan = planOf([found({ role: 'x' }, livePersona({ role: `call ${key}` }))]);
    expect(JSON.stringify(plan)).not.toContain(key);
    expect(plan.personas[0]?.changes[0]?.before).toBe('call [redacted]');
    const other = planOf([found({ role: 'x' }, livePersona({ role: 'call [redacted]' }))]);
    expect(other.personas[0]?.digest).not.toBe(plan.personas[0]?.digest);
  });

  it('names the account that all personas share, and none where they differ or it is unknown', () => {
    const account = (...users: (string | null)[]) =>
      planOf(users.map((user) => found({}, livePersona({ user_id: user })))).target.account;
    expect(account('u1', 'u1')).toBe('u1');
    expect(account('u1', 'u2')).toBeNull();
    expect(account('u1', null)).toBeNull();
  });

  it('is incomplete only after a read without a definite answer', () => {
    const failure = { kind: 'server', status: 500, code: null, message: 'HTTP 500' } as const;
    const desired = desiredPersona({});
    expect(planOf([{ desired, read: { kind: 'missing' } }]).complete).toBe(true);
    expect(planOf([{ desired, read: { kind: 'deleted', at: '2026' } }]).complete).toBe(true);
    expect(planOf([{ desired, read: { kind: 'unreadable', failure } }]).complete).toBe(false);
  });

  it('takes the later of the root’s and the draft’s time of update', () => {
    const live = livePersona({ updated_at: '2026-01-02T00:00:00Z' }, { updated_at: '2026-01-03T00:00:00Z' });
    expect(planOf([found({}, live)]).personas[0]?.updated_at).toBe('2026-01-03T00:00:00Z');
  });
});
