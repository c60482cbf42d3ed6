import { afterEach, describe, expect, it } from '@jest/globals';
import { promoteLine } from '../../../src/apply/journal-lines.ts';
import type { Fault } from '../../../src/emulator/faults.ts';
import type { PromoteLine } from '../../../src/model/journal.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { digestOfPromote } from '../../../src/plan/promote.ts';
import {
  at,
  closeRig,
  edit,
  emulatorOf,
  execute,
  planAgain,
  planned,
  productionOf,
  sent,
  statuses,
  versions,
} from '../../support/promote.ts';

afterEach(closeRig);

describe('update, verify, promote, verify', () => {
  it('each behind the other, with a look before each', async () => {
    const plan = await planned();
    const run = await execute(plan);
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
    await execute(plan);
    const before = versions();
    const again = await planAgain();
    expect([again.summary.promote, statuses(await execute(again))]).toEqual([0, [['none', 'unchanged', null]]]);
    expect(versions()).toBe(before);
  });

  it('the same plan a second time mints no version either', async () => {
    const plan = await planned();
    await execute(plan);
    const before = versions();
    expect(statuses(await execute(plan))).toEqual([
      ['update', 'unchanged', null],
      ['promote', 'unchanged', null],
    ]);
    expect(versions()).toBe(before);
  });

  it('a draft that waits is promoted without an update', async () => {
    const plan = await planned({ live: { personality_prompt: 'new', production: { personality_prompt: 'old' } } });
    expect(statuses(await execute(plan))).toEqual([
      ['none', 'unchanged', null],
      ['promote', 'applied', null],
    ]);
  });

  it('a persona without a draft gets one by its update', async () => {
    const plan = await planned({ live: { draft: null } });
    expect(statuses(await execute(plan))).toEqual([
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
    emulatorOf().addFault(fault);
    if (name === 'unknown') emulatorOf().addFault({ kind: 'status', method: 'GET', status: 500, nth: 2, times: 9 });
    expect(statuses(await execute(plan))).toEqual([
      ['update', status, expect.anything()],
      ['promote', 'not_attempted', 'not_updated'],
    ]);
    expect(sent()).not.toContain('POST');
  });

  it('unverified, since the service stored something else', async () => {
    const plan = await planned({ variants: { drop: ['personality_prompt'] } });
    const [update, promote] = (await execute(plan)).outcomes;
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
    const { outcomes } = await execute(plan);
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
    expect(statuses(await execute(plan))[1]).toEqual(['promote', 'held', 'stale']);
  });

  it('where both moved alike', async () => {
    const plan = await planned();
    edit({ draft: { webhook: 'b' }, production: { webhook: 'b' } });
    const { outcomes } = await execute(plan);
    expect([outcomes[1]?.reason, outcomes[1]?.moved]).toEqual(['stale', []]);
  });

  it('where somebody promoted another draft meanwhile and nothing is left to promote', async () => {
    const plan = await planned({ live: { personality_prompt: 'new', production: { personality_prompt: 'old' } } });
    edit({ draft: { webhook: 'b' }, production: { personality_prompt: 'new', webhook: 'b' } });
    expect(statuses(await execute(plan))[1]).toEqual(['promote', 'held', 'stale']);
  });

  it('not where somebody promoted the very draft: then it is in production already', async () => {
    const plan = await planned({ live: { personality_prompt: 'new', production: { personality_prompt: 'old' } } });
    emulatorOf().store.promote('p-1');
    expect(statuses(await execute(plan))[1]).toEqual(['promote', 'unchanged', null]);
    expect(sent()).not.toContain('POST');
  });
});

it('a plan that was edited to show less than would be shipped is held', async () => {
  const plan = await planned({ live: { draft: { webhook: 'b' } } });
  const personas = plan.personas.map((persona) => {
    const changes = persona.promote?.changes.filter(({ foreign }) => !foreign) ?? [];
    const promote = persona.promote && { ...persona.promote, changes, digest: digestOfPromote('p-1', changes) };
    return { ...persona, promote };
  });
  expect(statuses(await execute({ ...plan, personas }))[1]).toEqual(['promote', 'held', 'stale']);
});

it('stands in the journal before it is sent: the draft, and what callers heard', async () => {
  const plan = await planned();
  const announced: [number, PromoteLine][] = [];
  await execute(plan, undefined, {
    announceWrite: async () => null,
    announceCreation: async () => null,
    announcePromote: async (promote) => {
      announced.push([emulatorOf().requests.length, promoteLine(promote, 'now', null)]);
      return null;
    },
    recordOutcome: async () => {},
  });
  const sentAt = emulatorOf().requests.findIndex(({ method }) => method === 'POST');
  expect(announced).toMatchObject([
    [
      sentAt,
      {
        type: 'promote',
        key: 'p-1',
        attempt: 1,
        draft: { version_number: 2 },
        production: {
          version_number: 1,
          content: { personality_prompt: 'old', webhook: 'a', call_config: { voice: 'June', speed: 1 } },
        },
        redacted: false,
      },
    ],
  ]);
  expect(Object.keys(announced[0]?.[1].production?.content ?? {})).not.toContain('promoted_at');
});

describe('verification', () => {
  it.each(['persona', 'version', 'empty'] as const)('whatever the answer is (%s), a look decides', async (answer) => {
    const plan = await planned({ variants: { promoteAnswer: answer } });
    expect(statuses(await execute(plan))[1]).toEqual(['promote', 'applied', null]);
    expect(versions()).toBe(3);
  });

  it('tells what production has instead of the draft', async () => {
    const plan = await planned({ variants: { promoteDrops: ['personality_prompt'] } });
    const [, promote] = (await execute(plan)).outcomes;
    expect(promote).toMatchObject({
      status: 'unverified',
      reason: 'altered',
      mismatches: [{ path: '/personality_prompt', sent: 'new', came_back: 'old' }],
    });
  });

  it('tells where the new version does not name the draft', async () => {
    const plan = await planned({ variants: { promotedFrom: 'none' } });
    const [, promote] = (await execute(plan)).outcomes;
    expect(promote).toMatchObject({ status: 'unverified', mismatches: [{ path: '/promoted_from_version_id' }] });
  });

  it('tells of the edit that slips between look and promote', async () => {
    const plan = await planned();
    at('POST', 1, () => edit({ draft: { webhook: 'b' } }));
    const [, promote] = (await execute(plan)).outcomes;
    expect(promote).toMatchObject({
      status: 'unverified',
      mismatches: [{ path: '/webhook', sent: 'a', came_back: 'b' }],
    });
  });
});
