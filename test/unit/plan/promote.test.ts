import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../src/model/json.ts';
import type { LivePersona } from '../../../src/model/persona.ts';
import type { PlannedPromote } from '../../../src/model/plan.ts';
import { changesBetween } from '../../../src/plan/changes.ts';
import { type PromoteMode, planPromote } from '../../../src/plan/promote.ts';
import { desiredPersona, livePersona } from '../../support/live.ts';

function promoteOf(set: JsonObject, live: LivePersona, mode: PromoteMode = 'after_update'): PlannedPromote {
  const desired = desiredPersona(set, { sources: new Map([['/kb_ids', [{ file: 'ann.yaml', line: 3, column: 1 }]]]) });
  const planned = planPromote(desired, live, changesBetween(desired, live), mode);
  if (planned === null) throw new Error('nothing was planned');
  return planned;
}

/** Path, production, draft, foreign. */
const shipped = ({ changes }: PlannedPromote) =>
  changes.map(({ path, before, after, foreign }) => [path, before, after, foreign]);

describe('what promote would ship', () => {
  it('is the draft as the update leaves it, against production', () => {
    const live = livePersona(
      {},
      { personality_prompt: 'draft', kb_ids: ['a'], call_config: { voice: 'June', speed: 1 } },
      { personality_prompt: 'on air', kb_ids: [], call_config: { voice: 'Karl', speed: 1 } },
    );
    const set = { personality_prompt: 'new', kb_ids: ['a'], call_config: { voice: 'June' } };
    expect(shipped(promoteOf(set, live))).toEqual([
      ['/call_config/voice', 'Karl', 'June', false],
      ['/personality_prompt', 'on air', 'new', false],
      ['/kb_ids', null, ['a'], false],
    ]);
  });

  it('is marked foreign where no file names it: fields, call settings, undocumented fields', () => {
    const live = livePersona(
      {},
      { orchestration_prompt: 'TODO', call_config: { voice: 'June', speed: 2 }, webhook_id: 'w-2', kb_ids: ['a'] },
      { orchestration_prompt: null, call_config: { voice: 'June', speed: 1 }, webhook_id: 'w-1', kb_ids: null },
    );
    const planned = promoteOf({ call_config: { voice: 'June' }, kb_ids: ['a'] }, live);
    expect(shipped(planned)).toEqual([
      ['/call_config/speed', 1, 2, true],
      ['/orchestration_prompt', null, 'TODO', true],
      ['/kb_ids', null, ['a'], false],
      ['/webhook_id', 'w-1', 'w-2', true],
    ]);
    expect(planned.changes.map(({ sources }) => sources.length)).toEqual([0, 0, 1, 0]);
  });

  it('is foreign where only keys of a routing row differ that no file can set', () => {
    const row = { name: 'A', prompt: 'p', pathway_id: 'w', pathway_version: '1', start_node_id: 's' };
    const live = livePersona(
      {},
      { pathway_conditions: [{ ...row, color: 'red' }] },
      { pathway_conditions: [{ ...row, pathway_version: 1, color: 'blue' }] },
    );
    expect(promoteOf({ pathway_conditions: [row] }, live).changes.map(({ foreign }) => foreign)).toEqual([true]);
  });

  it('is foreign where a version has what the pages list for the root alone, also where the file manages that', () => {
    const live = livePersona({ description: 'Desk' }, { description: 'Seen by nobody' }, {});
    expect(shipped(promoteOf({ description: 'Desk' }, live))).toEqual([['/description', null, 'Seen by nobody', true]]);
  });

  it('is not what a field of the root differs in, nor bookkeeping of versions', () => {
    const live = livePersona(
      { role: 'old' },
      { id: 'v-2', version_number: 2, updated_at: '2026-01-02', promoted_from_version_id: 'v-1' },
      { id: 'v-1', version_number: 1, updated_at: '2026-01-01', promoted_at: '2026-01-01' },
    );
    expect(promoteOf({ role: 'new' }, live)).toMatchObject({ action: 'none', reason: null, changes: [] });
  });

  it('is the whole draft where there is no production yet', () => {
    const planned = promoteOf({ kb_ids: ['a'] }, livePersona({}, { kb_ids: ['a'], webhook: 'x' }, null));
    expect(shipped(planned)).toEqual([
      ['/kb_ids', null, ['a'], false],
      ['/webhook', null, 'x', true],
    ]);
  });

  it('clears what the file clears, unknown settings too, and that is not foreign', () => {
    const live = livePersona({}, { call_config: { voice: 'June', memory: { on: true } } });
    expect(shipped(promoteOf({ call_config: null }, live))).toEqual([
      ['/call_config/voice', 'June', null, false],
      ['/call_config/memory', { on: true }, null, false],
    ]);
  });
});

describe('without a draft', () => {
  const live: LivePersona = { ...livePersona({}, { kb_ids: ['a'] }), draft: null };

  it('the update makes one from production', () => {
    expect(shipped(promoteOf({ personality_prompt: 'new' }, live))).toEqual([
      ['/personality_prompt', null, 'new', false],
    ]);
  });

  it('there is nothing to do after an update that writes none, and a refusal where promote alone is asked for', () => {
    expect(promoteOf({ kb_ids: ['a'] }, live)).toMatchObject({ action: 'none', reason: 'no_draft' });
    expect(promoteOf({ kb_ids: ['a'] }, live, 'as_it_is')).toMatchObject({ action: 'failed', reason: 'no_draft' });
  });
});

describe('promote alone', () => {
  it('ships a draft that is as the file says', () => {
    const live = livePersona({}, { kb_ids: ['a'] }, { kb_ids: ['b'] });
    expect(shipped(promoteOf({ kb_ids: ['a'] }, live, 'as_it_is'))).toEqual([['/kb_ids', ['b'], ['a'], false]]);
  });

  it.each([
    ['the draft', { kb_ids: ['c'] }],
    ['a root field', { kb_ids: ['a'], role: 'other' }],
  ])('refuses where %s is not', (_, set) => {
    const live = livePersona({ role: 'Desk' }, { kb_ids: ['a'] }, { kb_ids: ['b'] });
    expect(promoteOf(set, live, 'as_it_is')).toMatchObject({ action: 'failed', reason: 'draft_differs', changes: [] });
  });
});

describe('fingerprint and digest', () => {
  const draft = { kb_ids: ['a'], webhook: 'x' };
  const production = { kb_ids: ['b'], webhook: 'x' };
  const planned = promoteOf({ kb_ids: ['a'] }, livePersona({}, draft, production));

  it.each([
    ['production', draft, { ...production, webhook: 'y' }],
    ['the draft', { ...draft, webhook: 'y' }, production],
    ['both alike', { ...draft, webhook: 'y' }, { ...production, webhook: 'y' }],
  ])('another fingerprint where %s moved', (_, movedDraft, movedProduction) => {
    const moved = promoteOf({ kb_ids: ['a'] }, livePersona({}, movedDraft, movedProduction));
    expect(moved.fingerprint).not.toBe(planned.fingerprint);
  });

  it('the same where only bookkeeping and what the canonical form forgives moved', () => {
    const live = livePersona(
      {},
      { ...draft, version_number: 9, call_config: null },
      { ...production, call_config: {} },
    );
    expect(promoteOf({ kb_ids: ['a'] }, live)).toMatchObject({
      fingerprint: planned.fingerprint,
      digest: planned.digest,
    });
  });

  it('the fingerprint before the update is that of what must be found after it', () => {
    const before = promoteOf({ kb_ids: ['a'] }, livePersona({}, { ...draft, kb_ids: ['old'] }, production));
    expect(before.fingerprint).toBe(planned.fingerprint);
  });
});
