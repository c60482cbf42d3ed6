import { describe, expect, it } from '@jest/globals';
import type { JournalField, OutcomeLine } from '../../../src/model/journal.ts';
import type { LivePersona } from '../../../src/model/persona.ts';
import { type Restoration, restorePersona, undoTargets } from '../../../src/plan/undo.ts';
import { outcomeOf, recordOf, writeOf } from '../../support/journal.ts';
import { livePersona } from '../../support/live.ts';

const field = (path: string, before: JournalField['before'], sent: JournalField['sent']): JournalField =>
  before === undefined ? { path, sent, redacted: false } : { path, before, sent, redacted: false };

/** What would be put back of one write with these fields. */
function restore(fields: readonly JournalField[], live: LivePersona, outcome: Partial<OutcomeLine> = {}): Restoration {
  const [target] = undoTargets(recordOf([writeOf({ fields })], [outcomeOf(outcome)]));
  if (target === undefined) throw new Error('nothing to undo');
  return restorePersona(target, live, { place: 'run.jsonl', keyInUse: 'the-key-in-use' });
}

const leftAlone = (restoration: Restoration): unknown[] =>
  restoration.leftAlone.map(({ path, reason }) => [path, reason]);

describe('the personas that a run wrote', () => {
  it.each<[Partial<OutcomeLine> | null, number]>([
    [{ status: 'applied' }, 1],
    [{ status: 'unverified', reason: 'altered' }, 1],
    [{ status: 'unknown', reason: 'no_answer' }, 1],
    [{ status: 'held', reason: 'overtaken' }, 1],
    [null, 1],
    [{ status: 'failed', reason: 'rejected' }, 0],
    [{ status: 'not_attempted', reason: 'stopped' }, 0],
    [{ status: 'unchanged' }, 0],
  ])('with the outcome %j: %i', (outcome, expected) => {
    const outcomes = outcome === null ? [] : [outcomeOf(outcome)];
    expect(undoTargets(recordOf([writeOf()], outcomes))).toHaveLength(expected);
  });

  it('are each judged by their own outcome', () => {
    const writes = [writeOf(), writeOf({ key: 'bob', id: 'p-bob' })];
    const outcomes = [outcomeOf({ status: 'failed' }), outcomeOf({ key: 'bob', id: 'p-bob' })];
    expect(undoTargets(recordOf(writes, outcomes)).map(({ key }) => key)).toEqual(['bob']);
  });

  it('have the value before from the first attempt, and the one sent from the last', () => {
    const writes = [
      writeOf({ fields: [field('/role', 'first', 'one')] }),
      writeOf({ attempt: 2, fields: [field('/role', 'second', 'two')] }),
    ];
    const [target] = undoTargets(recordOf(writes, [outcomeOf()]));
    expect(target?.fields).toEqual([{ path: '/role', before: 'first', sent: 'two', redacted: false, line: 2 }]);
  });
});

describe('a field that a run wrote', () => {
  it('is put back as the service had it, where it still is what the run wrote', () => {
    const fields = [field('/role', '', 'new'), field('/tags', ['z', 'a'], ['b']), field('/kb_ids', [], ['kb'])];
    const { desired } = restore(fields, livePersona({ role: 'new', tags: ['b'] }, { kb_ids: ['kb'] }));
    expect(desired.set).toEqual({ role: '', tags: ['z', 'a'], kb_ids: [] });
    expect(desired.sources.get('/role')).toEqual([{ file: 'run.jsonl', line: 2, column: 1 }]);
  });

  it('still is what the run wrote when it is so in canonical form', () => {
    const live = livePersona({ role: 'new\r\n', tags: ['c', 'b', 'b'] });
    expect(leftAlone(restore([field('/role', 'old', 'new'), field('/tags', null, ['b', 'c'])], live))).toEqual([]);
  });

  it('is left alone where somebody changed it since, and the others are put back', () => {
    const live = livePersona({ role: 'theirs', description: 'new' });
    const restoration = restore([field('/role', 'old', 'new'), field('/description', 'old', 'new')], live);
    expect(restoration.desired.set).toEqual({ description: 'old' });
    expect(leftAlone(restoration)).toEqual([['/role', 'changed_since']]);
  });

  it('that is as before already is no difference', () => {
    const restoration = restore([field('/role', 'old', 'new')], livePersona({ role: 'old' }));
    expect([restoration.desired.set, leftAlone(restoration)]).toEqual([{ role: 'old' }, []]);
  });

  it('is put back where the service had stored something else than was sent', () => {
    const outcome = { status: 'unverified', reason: 'altered', stored: [{ path: '/role', value: 'New!' }] } as const;
    expect(restore([field('/role', 'old', 'new')], livePersona({ role: 'New!' }), outcome).desired.set).toEqual({
      role: 'old',
    });
  });

  it('of call_config is put back key by key, and cleared where there was none', () => {
    const fields = [field('/call_config/voice', 'June', 'Karl'), field('/call_config/record', undefined, true)];
    const live = livePersona({}, { call_config: { voice: 'Karl', record: true, memory: 1 } });
    expect(restore(fields, live).desired.set).toEqual({ call_config: { voice: 'June', record: null } });
  });

  it('of routing rows brings no key back that no file can set, unless the row itself is gone', () => {
    const row = (name: string, prompt: string, priority: number) => ({
      ...{ name, prompt, pathway_id: 'w', pathway_version: '1', start_node_id: '' },
      priority,
    });
    const before = [row('a', 'old', 1), row('a', 'twin', 2), row('b', 'gone', 3)];
    const live = [row('a', 'new', 8), row('a', 'twin', 9)];
    const { desired } = restore(
      [field('/pathway_conditions', before, live)],
      livePersona({}, { pathway_conditions: live }),
    );
    const [{ priority: _, ...first }, { priority: __, ...second }] = [row('a', 'old', 0), row('a', 'twin', 0)];
    expect(desired.set).toEqual({ pathway_conditions: [first, second, row('b', 'gone', 3)] });
  });

  it('that newer versions of the service know is put back like any other', () => {
    const live = livePersona({ webhook: 'https://new' }, { call_config: { x: 2 } });
    const fields = [field('/webhook', undefined, 'https://new'), field('/call_config/x', 1, 2)];
    expect(restore(fields, live).desired.set).toEqual({ webhook: null, call_config: { x: 1 } });
  });

  it.each([
    ['/id'],
    ['/user_id'],
    ['/deleted_at'],
    ['/__proto__'],
    ['/call_config/constructor'],
    ['/tags/0'],
    ['/role/x'],
  ])('that no file could set is refused: %s', (path) => {
    const restoration = restore([field(path, 'old', null)], livePersona({}));
    expect([restoration.desired.set, leftAlone(restoration)]).toEqual([{}, [[path, 'unsettable']]]);
  });

  it('whose value held a key is refused, also when it holds the key that is in use only now', () => {
    const fields = [
      { ...field('/role', '[redacted]', 'new'), redacted: true },
      field('/description', 'the-key-in-use', 'x'),
    ];
    const restoration = restore(fields, livePersona({ role: 'new', description: 'x' }));
    expect(leftAlone(restoration)).toEqual([
      ['/role', 'redacted'],
      ['/description', 'redacted'],
    ]);
    expect(restoration.desired.set).toEqual({});
  });
});

describe('what callers hear', () => {
  const fields = [field('/role', 'old', 'new'), field('/personality_prompt', 'old', 'new')];
  const on = (production: string): LivePersona =>
    livePersona({ role: 'new' }, { personality_prompt: 'new' }, { personality_prompt: production });

  it.each([
    ['old', 'old'],
    ['new', 'undone'],
    ['third', 'other'],
  ])('with %s in production: %s', (production, expected) => {
    expect(restore(fields, on(production)).heard).toEqual([
      { key: 'ann', path: '/personality_prompt', callers_hear: expected },
    ]);
  });

  it('is not told where there is no draft: then it changes at once', () => {
    const live = { ...on('new'), draft: null };
    expect(restore(fields, live).heard).toEqual([]);
  });
});
