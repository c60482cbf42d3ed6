import { afterEach, describe, expect, it } from '@jest/globals';
import type { Execution } from '../../../src/apply/execute.ts';
import type { Fault } from '../../../src/emulator/faults.ts';
import type { SeedPersona } from '../../../src/emulator/seed.ts';
import type { Variants } from '../../../src/emulator/variants.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { createRig, type Rig } from '../../support/apply.ts';

/** The file says `new`; what is live differs as a test says. */
const SET: JsonObject = { personality_prompt: 'new', call_config: { voice: 'June' } };
const LIVE: SeedPersona = {
  id: 'p-1',
  name: 'p-1',
  personality_prompt: 'old',
  call_config: { voice: 'June', speed: 1 },
  webhook: 'a',
};

let rig: Rig;
afterEach(() => rig.close());

interface Setting {
  readonly live?: JsonObject;
  readonly variants?: Partial<Variants>;
}

async function planned({ live = {}, variants = {} }: Setting = {}): Promise<Plan> {
  rig = await createRig({ 'p-1': SET }, { seed: [{ ...LIVE, ...live }], variants });
  return rig.plan('after_update');
}

const statuses = ({ outcomes }: Execution) => outcomes.map(({ action, status, reason }) => [action, status, reason]);
const sent = () => rig.emulator.requests.map(({ method }) => method).join(' ');
const productionOf = (): JsonObject => rig.emulator.store.snapshot('p-1').current_production_version as JsonObject;
const versions = (): number => {
  const all = rig.emulator.store.versions('p-1');
  return all.ok ? all.value.length : 0;
};
const PROMOTE = '/versions/promote';
/** Before the nth request after the plan, counted from 1, is carried out. */
const at = (method: string, nth: number, act: () => void): void => {
  let seen = 0;
  rig.emulator.onRequest((request) => {
    if (request.method === method) seen += 1;
    if (request.method === method && seen === nth) act();
  });
};
const edit = (fields: JsonObject): void => rig.emulator.store.edit('p-1', fields);

describe('update, verify, promote, verify', () => {
  it('each behind the other, with a look before each', async () => {
    const plan = await planned();
    const run = await rig.execute(plan);
    expect(statuses(run)).toEqual([
      ['update', 'applied', null],
      ['promote', 'applied', null],
    ]);
    expect(sent()).toBe('GET GET PATCH GET POST GET');
    expect(productionOf()).toMatchObject({ personality_prompt: 'new', call_config: { voice: 'June', speed: 1 } });
    expect(run.outcomes.map((outcome) => outcome.not_on_air)).toEqual([[], []]);
  });

  it('a second time mints no version', async () => {
    const plan = await planned();
    await rig.execute(plan);
    const before = versions();
    const again = await rig.plan('after_update');
    expect([again.summary.promote, statuses(await rig.execute(again))]).toEqual([0, [['none', 'unchanged', null]]]);
    expect(versions()).toBe(before);
  });

  it('the same plan a second time mints no version either', async () => {
    const plan = await planned();
    await rig.execute(plan);
    const before = versions();
    expect(statuses(await rig.execute(plan))).toEqual([
      ['update', 'unchanged', null],
      ['promote', 'unchanged', null],
    ]);
    expect(versions()).toBe(before);
  });

  it('a draft that waits is promoted without an update', async () => {
    const plan = await planned({ live: { personality_prompt: 'new', production: { personality_prompt: 'old' } } });
    expect(statuses(await rig.execute(plan))).toEqual([
      ['none', 'unchanged', null],
      ['promote', 'applied', null],
    ]);
  });

  it('a persona without a draft gets one by its update', async () => {
    const plan = await planned({ live: { draft: null } });
    expect(statuses(await rig.execute(plan))).toEqual([
      ['update', 'applied', null],
      ['promote', 'applied', null],
    ]);
  });
});

describe('what was not updated well is not promoted', () => {
  it.each<readonly [string, Fault, string]>([
    ['refused', { kind: 'status', method: 'PATCH', status: 422, times: 9 }, 'failed'],
    ['gone', { kind: 'status', method: 'GET', status: 404 }, 'failed'],
    ['unknown', { kind: 'reset_after', method: 'PATCH' }, 'unknown'],
  ])('%s', async (name, fault, status) => {
    const plan = await planned();
    rig.emulator.addFault(fault);
    if (name === 'unknown') rig.emulator.addFault({ kind: 'status', method: 'GET', status: 500, nth: 2, times: 9 });
    expect(statuses(await rig.execute(plan))).toEqual([
      ['update', status, expect.anything()],
      ['promote', 'not_attempted', 'not_updated'],
    ]);
    expect(sent()).not.toContain('POST');
  });

  it('unverified, since the service stored something else', async () => {
    const plan = await planned({ variants: { drop: ['personality_prompt'] } });
    const [update, promote] = (await rig.execute(plan)).outcomes;
    expect([update?.status, promote?.status]).toEqual(['unverified', 'not_attempted']);
  });
});

describe('held where either version moved since the plan', () => {
  it.each<readonly [string, JsonObject, JsonObject]>([
    [
      'an unmanaged field of the draft',
      { draft: { webhook: 'b' } },
      { path: '/webhook', version: 'draft', before: 'a', after: 'b' },
    ],
    [
      'production',
      { production: { personality_prompt: 'other' } },
      { path: '/personality_prompt', version: 'production', before: 'old', after: 'other' },
    ],
  ])('%s', async (_, fields, moved) => {
    const plan = await planned();
    edit(fields);
    const { outcomes } = await rig.execute(plan);
    expect(outcomes.map(({ status, reason }) => [status, reason])).toEqual([
      ['applied', null],
      ['held', 'stale'],
    ]);
    expect(outcomes[1]?.moved).toMatchObject([moved]);
    expect(sent()).not.toContain('POST');
  });

  it('also between the update and the look before the promote', async () => {
    const plan = await planned();
    at('GET', 2, () => edit({ draft: { webhook: 'b' } }));
    expect(statuses(await rig.execute(plan))[1]).toEqual(['promote', 'held', 'stale']);
  });

  it('where both moved alike', async () => {
    const plan = await planned();
    edit({ draft: { webhook: 'b' }, production: { webhook: 'b' } });
    const { outcomes } = await rig.execute(plan);
    expect([outcomes[1]?.reason, outcomes[1]?.moved]).toEqual(['stale', []]);
  });

  it('where somebody promoted another draft meanwhile and nothing is left to promote', async () => {
    const plan = await planned({ live: { personality_prompt: 'new', production: { personality_prompt: 'old' } } });
    edit({ draft: { webhook: 'b' }, production: { personality_prompt: 'new', webhook: 'b' } });
    expect(statuses(await rig.execute(plan))[1]).toEqual(['promote', 'held', 'stale']);
  });

  it('not where somebody promoted the very draft: then it is in production already', async () => {
    const plan = await planned({ live: { personality_prompt: 'new', production: { personality_prompt: 'old' } } });
    rig.emulator.store.promote('p-1');
    expect(statuses(await rig.execute(plan))[1]).toEqual(['promote', 'unchanged', null]);
    expect(sent()).not.toContain('POST');
  });
});

describe('verification', () => {
  it.each(['persona', 'version', 'empty'] as const)('whatever the answer is (%s), a look decides', async (answer) => {
    const plan = await planned({ variants: { promoteAnswer: answer } });
    expect(statuses(await rig.execute(plan))[1]).toEqual(['promote', 'applied', null]);
    expect(versions()).toBe(3);
  });

  it('tells what production has instead of the draft', async () => {
    const plan = await planned({ variants: { promoteDrops: ['personality_prompt'] } });
    const [, promote] = (await rig.execute(plan)).outcomes;
    expect(promote).toMatchObject({
      status: 'unverified',
      reason: 'altered',
      mismatches: [{ path: '/personality_prompt', sent: 'new', came_back: 'old' }],
    });
  });

  it('tells where the new version does not name the draft', async () => {
    const plan = await planned({ variants: { promotedFrom: 'none' } });
    const [, promote] = (await rig.execute(plan)).outcomes;
    expect(promote).toMatchObject({ status: 'unverified', mismatches: [{ path: '/promoted_from_version_id' }] });
  });

  it('tells of the edit that slips between look and promote', async () => {
    const plan = await planned();
    at('POST', 1, () => edit({ draft: { webhook: 'b' } }));
    const [, promote] = (await rig.execute(plan)).outcomes;
    expect(promote).toMatchObject({
      status: 'unverified',
      mismatches: [{ path: '/webhook', sent: 'a', came_back: 'b' }],
    });
  });
});

describe('a lost answer is settled by a look', () => {
  it.each<Fault>([
    { kind: 'reset_after' },
    { kind: 'truncate' },
    { kind: 'html_after' },
    { kind: 'errors_under_200_after' },
    { kind: 'no_data' },
  ])('$kind: it was done, and is not sent again', async (fault) => {
    const plan = await planned();
    rig.emulator.addFault({ ...fault, path: PROMOTE });
    expect(statuses(await rig.execute(plan))[1]).toEqual(['promote', 'applied', null]);
    expect([sent(), versions()]).toEqual(['GET GET PATCH GET POST GET', 3]);
  });

  it.each<Fault>([
    { kind: 'reset_before' },
    { kind: 'html' },
    { kind: 'errors_under_200' },
    { kind: 'status', status: 503 },
  ])('$kind: it was not done, and is sent again after a fresh look', async (fault) => {
    const plan = await planned();
    rig.emulator.addFault({ ...fault, path: PROMOTE });
    expect(statuses(await rig.execute(plan))[1]).toEqual(['promote', 'applied', null]);
    expect([sent(), versions()]).toEqual(['GET GET PATCH GET POST GET GET POST GET', 3]);
  });

  it('three times not done: failed', async () => {
    const plan = await planned();
    rig.emulator.addFault({ kind: 'reset_before', path: PROMOTE, times: 9 });
    expect(statuses(await rig.execute(plan))[1]).toEqual(['promote', 'failed', 'rejected']);
    expect(rig.emulator.requests.filter(({ method }) => method === 'POST')).toHaveLength(3);
  });

  it('held where the draft moved before the next try', async () => {
    const plan = await planned();
    rig.emulator.addFault({ kind: 'reset_before', path: PROMOTE });
    at('GET', 4, () => edit({ draft: { webhook: 'b' } }));
    expect(statuses(await rig.execute(plan))[1]).toEqual(['promote', 'held', 'stale']);
  });

  it('done late, after the look that settled it: applied, not sent again', async () => {
    const plan = await planned();
    rig.emulator.addFault({ kind: 'reset_before', path: PROMOTE });
    at('GET', 4, () => rig.emulator.store.promote('p-1'));
    expect(statuses(await rig.execute(plan))[1]).toEqual(['promote', 'applied', null]);
    expect(versions()).toBe(3);
  });

  it('unverified where production is neither what it was nor the draft', async () => {
    const plan = await planned();
    rig.emulator.addFault({ kind: 'reset_before', path: PROMOTE });
    at('GET', 3, () => edit({ production: { personality_prompt: 'other' } }));
    expect(statuses(await rig.execute(plan))[1]).toEqual(['promote', 'unverified', 'overtaken']);
  });

  it('unknown where nothing can be read afterwards', async () => {
    const plan = await planned();
    rig.emulator.addFault({ kind: 'reset_after', path: PROMOTE });
    rig.emulator.addFault({ kind: 'status', method: 'GET', status: 500, nth: 3, times: 9 });
    expect(statuses(await rig.execute(plan))[1]).toEqual(['promote', 'unknown', 'no_answer']);
  });
});

describe('an interruption', () => {
  it('before the promote: it is not attempted', async () => {
    const plan = await planned();
    const interruption = new AbortController();
    at('GET', 2, () => interruption.abort());
    const run = await rig.execute(plan, interruption.signal);
    expect(statuses(run)[1]).toEqual(['promote', 'not_attempted', 'stopped']);
    expect(sent()).not.toContain('POST');
  });

  it('while it is under way: it is finished and verified', async () => {
    const plan = await planned();
    const interruption = new AbortController();
    at('POST', 1, () => interruption.abort());
    expect(statuses(await rig.execute(plan, interruption.signal))[1]).toEqual(['promote', 'applied', null]);
  });
});

describe('refusals', () => {
  it('a draft that is gone when it is to be promoted', async () => {
    const plan = await planned({ live: { personality_prompt: 'new', production: { personality_prompt: 'old' } } });
    rig.emulator.addFault({
      kind: 'error_shape',
      path: PROMOTE,
      body: '{"data":null,"errors":[{"error":"NO_DRAFT_VERSION","message":"no draft"}]}',
    });
    expect(statuses(await rig.execute(plan))[1]).toEqual(['promote', 'failed', 'no_draft']);
  });

  it('429 is waited for, with a fresh look', async () => {
    const plan = await planned();
    rig.emulator.addFault({ kind: 'status', status: 429, path: PROMOTE });
    expect(statuses(await rig.execute(plan))[1]).toEqual(['promote', 'applied', null]);
    expect([sent(), versions()]).toEqual(['GET GET PATCH GET POST GET POST GET', 3]);
  });
});
