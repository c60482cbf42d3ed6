import { afterEach, describe, expect, it } from '@jest/globals';
import type { Fault } from '../../../src/emulator/faults.ts';
import { parseSeed } from '../../../src/emulator/seed.ts';
import type { EmulatorOptions } from '../../../src/emulator/server.ts';
import { exactJson } from '../../../src/model/exact-json.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { createRig, type Rig, writesOf } from '../../support/apply.ts';

let rig: Rig;

afterEach(() => rig.close());

const SEED = [
  { id: 'a', name: 'a', role: 'old', webhook: 'https://x', call_config: { voice: 'June', memory: { on: true } } },
  { id: 'b', name: 'b', role: 'old', description: 'kept' },
  { id: 'c', name: 'c', role: 'new' },
];
const WANTED: Record<string, JsonObject> = {
  a: { role: 'new', call_config: { voice: 'Karl' } },
  b: { role: 'new' },
  c: { role: 'new' },
};

async function prepare(options: Partial<EmulatorOptions> = {}, wanted = WANTED): Promise<Rig> {
  rig = await createRig(wanted, { seed: SEED, ...options });
  return rig;
}

const statuses = (execution: Awaited<ReturnType<Rig['execute']>>) =>
  Object.fromEntries(
    execution.outcomes.map(({ key, status, reason }) => [key, reason === null ? status : `${status}: ${reason}`]),
  );

describe('apply', () => {
  it('writes name and the changed fields of what differs, and sends nothing to what is equal', async () => {
    const { emulator, plan, execute } = await prepare();
    const made = await plan();
    const before = emulator.requests.length;
    expect(statuses(await execute(made))).toEqual({ a: 'applied', b: 'applied', c: 'unchanged' });
    expect(writesOf(emulator).sort()).toEqual([
      ['a', { name: 'a', role: 'new', call_config: { voice: 'Karl', memory: { on: true } } }],
      ['b', { name: 'b', role: 'new' }],
    ]);
    expect(
      emulator.requests
        .slice(before)
        .map(({ method }) => method)
        .sort(),
    ).toEqual(['GET', 'GET', 'PATCH', 'PATCH']);
  });

  it.each(['replace', 'merge'] as const)(
    'keeps unmanaged settings when the service does %s call_config',
    async (callConfig) => {
      const { emulator, plan, execute } = await prepare({ variants: { callConfig } });
      expect(statuses(await execute(await plan()))).toMatchObject({ a: 'applied' });
      expect(emulator.store.snapshot('a')).toMatchObject({
        current_draft_version: { call_config: { voice: 'Karl', memory: { on: true } }, webhook: 'https://x' },
      });
    },
  );

  it('applied twice writes nothing the second time', async () => {
    const { emulator, plan, execute } = await prepare();
    const made = await plan();
    await execute(made);
    const writes = writesOf(emulator).length;
    expect(statuses(await execute(made))).toEqual({ a: 'unchanged', b: 'unchanged', c: 'unchanged' });
    expect(writesOf(emulator)).toHaveLength(writes);
  });

  it('holds a persona whose managed fields moved since the plan, tells what moved, and writes the others', async () => {
    const { emulator, plan, execute } = await prepare();
    const made = await plan();
    emulator.store.edit('a', { name: 'a', role: 'somebody’s' });
    const execution = await execute(made);
    expect(statuses(execution)).toEqual({ a: 'held: stale', b: 'applied', c: 'unchanged' });
    expect(execution.outcomes[0]?.moved).toMatchObject([{ path: '/role', before: 'old', after: 'somebody’s' }]);
    expect(emulator.store.snapshot('a')).toMatchObject({ role: 'somebody’s' });
  });

  it('is not disturbed by what moved in unmanaged fields', async () => {
    const { emulator, plan, execute } = await prepare();
    const made = await plan();
    emulator.store.edit('b', { name: 'b', description: 'edited meanwhile' });
    expect(statuses(await execute(made))).toMatchObject({ b: 'applied' });
    expect(emulator.store.snapshot('b')).toMatchObject({ description: 'edited meanwhile', role: 'new' });
  });

  it('tells a persona that is gone since the plan, deleted, or a twin, and writes the others', async () => {
    const { emulator, plan, execute } = await prepare();
    const made = await plan();
    emulator.store.edit('a', { root: { deleted_at: '2026-01-01T00:00:00Z' } });
    emulator.store.edit('b', { root: { tags: ['v2-agent:7'] } });
    expect(statuses(await execute(made))).toEqual({ a: 'failed: deleted', b: 'failed: twin', c: 'unchanged' });
    expect(writesOf(emulator)).toEqual([]);
  });
});

describe('another account', () => {
  it('shown by the first GET refuses the whole run before any write', async () => {
    const { emulator, plan, execute } = await prepare();
    const made = await plan();
    for (const id of ['a', 'b']) emulator.store.edit(id, { root: { user_id: 'other' } });
    const execution = await execute(made);
    expect(execution).toMatchObject({ otherAccount: 'other', wrote: false });
    expect(writesOf(emulator)).toEqual([]);
  });

  it('shown by a later GET fails that persona alone', async () => {
    const { emulator, plan, execute } = await prepare();
    const made = await plan();
    emulator.store.edit('b', { root: { user_id: 'other' } });
    expect(statuses(await execute(made))).toEqual({ a: 'applied', b: 'failed: other_account', c: 'unchanged' });
    expect(writesOf(emulator).map(([id]) => id)).toEqual(['a']);
  });
});

describe('a lost answer is settled by a look', () => {
  it.each<Fault>([
    { kind: 'reset_after' },
    { kind: 'hang_after' },
    { kind: 'truncate' },
    { kind: 'html_after' },
    { kind: 'errors_under_200_after' },
    { kind: 'no_data' },
  ])('$kind: the write happened, so it is applied and not repeated', async (fault) => {
    const { emulator, plan, execute } = await prepare({ faults: [{ ...fault, method: 'PATCH', path: '/a' }] });
    expect(statuses(await execute(await plan()))).toMatchObject({ a: 'applied' });
    expect(writesOf(emulator).filter(([id]) => id === 'a')).toHaveLength(1);
    expect(emulator.injected).toHaveLength(1);
  });

  it.each<Fault>([
    { kind: 'reset_before' },
    { kind: 'hang_before' },
    { kind: 'html' },
    { kind: 'errors_under_200' },
    { kind: 'status', status: 500 },
    { kind: 'redirect' },
  ])('$kind: nothing was written, so it is tried again', async (fault) => {
    const { emulator, plan, execute } = await prepare({ faults: [{ ...fault, method: 'PATCH', path: '/a' }] });
    expect(statuses(await execute(await plan()))).toMatchObject({ a: 'applied' });
    expect(writesOf(emulator).filter(([id]) => id === 'a')).toHaveLength(2);
  });

  it('nothing was written three times: failed, with the service’s words', async () => {
    const { emulator, plan, execute } = await prepare({
      faults: [{ kind: 'status', status: 500, method: 'PATCH', path: '/a', times: 99 }],
    });
    const execution = await execute(await plan());
    expect(statuses(execution)).toMatchObject({ a: 'failed: rejected', b: 'applied' });
    expect(writesOf(emulator).filter(([id]) => id === 'a')).toHaveLength(3);
    expect(execution.outcomes[0]?.failure).toMatchObject({ status: 500 });
  });

  it('something else is live: held, not overwritten', async () => {
    const { emulator, plan, execute } = await prepare({
      faults: [{ kind: 'reset_before', method: 'PATCH', path: '/a' }],
    });
    const made = await plan();
    emulator.onRequest(({ method, persona }) => {
      if (method === 'PATCH' && persona === 'a') emulator.store.edit('a', { name: 'a', role: 'somebody’s' });
    });
    expect(statuses(await execute(made))).toMatchObject({ a: 'held: overtaken' });
    expect(emulator.store.snapshot('a')).toMatchObject({ role: 'somebody’s' });
  });

  it('and no answer to the look either: unknown', async () => {
    const { plan, execute, emulator } = await prepare();
    const made = await plan();
    emulator.addFault({ kind: 'reset_after', method: 'PATCH', path: '/a' });
    emulator.addFault({ kind: 'reset_before', method: 'GET', path: '/a', nth: 2, times: 99 });
    expect(statuses(await execute(made))).toMatchObject({ a: 'unknown: no_answer', b: 'applied' });
  });

  it('a plain refusal is final: failed, sent once', async () => {
    const { emulator, plan, execute } = await prepare({
      faults: [{ kind: 'status', status: 422, method: 'PATCH', path: '/a' }],
    });
    expect(statuses(await execute(await plan()))).toMatchObject({ a: 'failed: rejected', b: 'applied' });
    expect(writesOf(emulator).filter(([id]) => id === 'a')).toHaveLength(1);
  });
});

describe('429 on a write', () => {
  const busy: Fault = { kind: 'status', status: 429, method: 'PATCH', path: '/a', retryAfter: '6' };

  it('is followed by a look, and then by the write', async () => {
    const { emulator, plan, execute } = await prepare({ faults: [busy] });
    const made = await plan();
    const before = emulator.requests.length;
    expect(statuses(await execute(made))).toMatchObject({ a: 'applied' });
    const ofA = emulator.requests.slice(before).filter(({ persona }) => persona === 'a');
    expect(ofA.map(({ method }) => method)).toEqual(['GET', 'PATCH', 'GET', 'PATCH']);
  });

  it('overwrites nobody who came while it waited: a managed edit holds it, an unmanaged one is kept', async () => {
    const { emulator, plan, execute } = await prepare({ faults: [busy, { ...busy, path: '/b' }] });
    const made = await plan();
    const seen = new Set<string | null>();
    emulator.onRequest(({ method, persona }) => {
      if (method !== 'GET' || seen.size === 2) return;
      const isSecond =
        emulator.requests.filter((one) => one.persona === persona && one.method === 'PATCH').length === 1;
      if (!isSecond || seen.has(persona)) return;
      seen.add(persona);
      if (persona === 'a')
        emulator.store.edit('a', { draft: { call_config: { voice: 'June', memory: { on: false } } } });
      if (persona === 'b') emulator.store.edit('b', { name: 'b', role: 'somebody’s' });
    });
    expect(statuses(await execute(made))).toMatchObject({ a: 'applied', b: 'held: stale' });
    expect(emulator.store.snapshot('a')).toMatchObject({
      current_draft_version: { call_config: { voice: 'Karl', memory: { on: false } } },
    });
    expect(emulator.store.snapshot('b')).toMatchObject({ role: 'somebody’s' });
  });

  it('five times fails it', async () => {
    const { plan, execute } = await prepare({ faults: [{ ...busy, times: 99 }] });
    expect(statuses(await execute(await plan()))).toMatchObject({ a: 'failed: rejected', b: 'applied' });
  });
});

describe('numbers too big for JavaScript', () => {
  it('in settings that no file names are sent back as they were', async () => {
    const settings = '{"voice":"June","ref":9007199254740993}';
    const parsed = parseSeed(`[{"id":"a","name":"a","call_config":${settings}}]`);
    const seed = parsed.ok ? parsed.seed : [];
    const { emulator, plan, execute } = await prepare({ seed }, { a: { call_config: { voice: 'Karl' } } });
    expect(statuses(await execute(await plan()))).toEqual({ a: 'applied' });
    const draft = emulator.store.snapshot('a').current_draft_version ?? null;
    expect(exactJson(draft)).toContain('"ref":9007199254740993');
  });
});

describe('verification', () => {
  it('names the field that came back otherwise, what was sent and what came back', async () => {
    const { plan, execute } = await prepare({ variants: { drop: ['role'] } });
    const execution = await execute(await plan());
    expect(statuses(execution)).toMatchObject({ b: 'unverified: altered' });
    expect(execution.outcomes[1]?.mismatches).toEqual([
      { path: '/role', field: 'managed', sent: 'new', came_back: 'old' },
    ]);
  });

  it('forgives what the canonical form forgives', async () => {
    const wanted = { b: { role: 'new', tags: ['z', 'a'], kb_ids: [], image_url: '' } };
    const { plan, execute } = await prepare({ variants: { text: 'trimmed', empty: 'null' } }, wanted);
    expect(statuses(await execute(await plan()))).toEqual({ b: 'applied' });
  });

  it.each([
    ['bare', 'an answer without its envelope'],
    ['no_versions', 'an answer without versions'],
  ] as const)('an answer that does not show the result (%s: %s) is proven by a GET', async (patchAnswer, _) => {
    const { emulator, plan, execute } = await prepare(
      { variants: { patchAnswer } },
      { a: { call_config: { voice: 'Karl' } } },
    );
    expect(statuses(await execute(await plan()))).toEqual({ a: 'applied' });
    expect(emulator.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'PATCH', 'GET']);
  });

  it('finds an unmanaged setting that the write cost', async () => {
    const wanted = { a: { call_config: { voice: 'Karl' } } };
    const { plan, execute } = await prepare({ variants: { drop: ['call_config.memory'] } }, wanted);
    const [outcome] = (await execute(await plan())).outcomes;
    expect(outcome).toMatchObject({ status: 'unverified', reason: 'altered' });
    expect(outcome?.mismatches).toEqual([
      { path: '/call_config/memory', field: 'unmanaged', sent: { on: true }, came_back: null },
    ]);
  });

  it('tells what the service added by itself as a note', async () => {
    const { emulator, plan, execute } = await prepare(
      { variants: { patchAnswer: 'no_versions' } },
      { b: { role: 'new' } },
    );
    const made = await plan();
    emulator.onRequest(({ method }) => {
      if (method === 'PATCH') emulator.store.edit('b', { draft: { sentiment: 'on' } });
    });
    const execution = await execute(made);
    expect(execution.outcomes[0]).toMatchObject({ status: 'applied', added_by_service: ['/sentiment'] });
  });

  it('reports an unmanaged field that changed with the write', async () => {
    const { emulator, plan, execute } = await prepare({}, { b: { role: 'new' } });
    const made = await plan();
    emulator.onRequest(({ method }) => {
      if (method === 'PATCH') emulator.store.edit('b', { name: 'b', description: 'rewritten' });
    });
    const [outcome] = (await execute(made)).outcomes;
    expect(outcome).toMatchObject({ status: 'unverified', reason: 'altered' });
    expect(outcome?.mismatches).toMatchObject([{ path: '/description', field: 'unmanaged', came_back: 'rewritten' }]);
  });
});

describe('a run that is stopped', () => {
  it('begins nothing more after 401, and says what was not attempted', async () => {
    const { emulator, plan, execute } = await prepare();
    const made = await plan();
    emulator.addFault({ kind: 'status', status: 401, times: 99 });
    const execution = await execute(made);
    expect(execution).toMatchObject({ unauthorized: { status: 401 }, wrote: false });
    expect(writesOf(emulator)).toEqual([]);
    expect(execution.outcomes.every(({ status }) => status !== 'applied')).toBe(true);
  });

  it('by an interrupt finishes what is in flight and begins nothing new', async () => {
    const { emulator, plan, execute } = await prepare();
    const made = await plan();
    const interruption = new AbortController();
    emulator.onRequest(({ method }) => {
      if (method === 'PATCH') interruption.abort();
    });
    const execution = await execute(made, interruption.signal);
    const written = writesOf(emulator).map(([id]) => id);
    for (const { key, status } of execution.outcomes.filter(({ action }) => action === 'update')) {
      expect([key, status]).toEqual([key, written.includes(key) ? 'applied' : 'not_attempted']);
    }
  });
});
