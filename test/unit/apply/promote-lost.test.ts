/** Promotes whose answer is lost, that are refused, or that an interruption meets. */
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Fault } from '../../../src/emulator/faults.ts';
import {
  at,
  closeRig,
  edit,
  emulatorOf,
  execute,
  PROMOTE,
  planned,
  sent,
  statuses,
  versions,
} from '../../support/promote.ts';

afterEach(closeRig);

describe('a lost answer is settled by a look', () => {
  it.each<Fault>([
    { kind: 'reset_after' },
    { kind: 'truncate' },
    { kind: 'html_after' },
    { kind: 'errors_under_200_after' },
    { kind: 'no_data' },
  ])('$kind: it was done, and is not sent again', async (fault) => {
    const plan = await planned();
    emulatorOf().addFault({ ...fault, path: PROMOTE });
    expect(statuses(await execute(plan))[1]).toEqual(['promote', 'applied', null]);
    expect([sent(), versions()]).toEqual(['GET GET PATCH GET POST GET', 3]);
  });

  it.each<Fault>([
    { kind: 'reset_before' },
    { kind: 'html' },
    { kind: 'errors_under_200' },
    { kind: 'status', status: 503 },
  ])('$kind: it was not done, and is sent again after a fresh look', async (fault) => {
    const plan = await planned();
    emulatorOf().addFault({ ...fault, path: PROMOTE });
    expect(statuses(await execute(plan))[1]).toEqual(['promote', 'applied', null]);
    expect([sent(), versions()]).toEqual(['GET GET PATCH GET POST GET GET POST GET', 3]);
  });

  it('three times not done: failed', async () => {
    const plan = await planned();
    emulatorOf().addFault({ kind: 'reset_before', path: PROMOTE, times: 9 });
    expect(statuses(await execute(plan))[1]).toEqual(['promote', 'failed', 'rejected']);
    expect(emulatorOf().requests.filter(({ method }) => method === 'POST')).toHaveLength(3);
  });

  it('held where the draft moved before the next try', async () => {
    const plan = await planned();
    emulatorOf().addFault({ kind: 'reset_before', path: PROMOTE });
    at('GET', 4, () => edit({ draft: { webhook: 'b' } }));
    expect(statuses(await execute(plan))[1]).toEqual(['promote', 'held', 'stale']);
  });

  it('done late, after the look that settled it: applied, not sent again', async () => {
    const plan = await planned();
    emulatorOf().addFault({ kind: 'reset_before', path: PROMOTE });
    at('GET', 4, () => emulatorOf().store.promote('p-1'));
    expect(statuses(await execute(plan))[1]).toEqual(['promote', 'applied', null]);
    expect(versions()).toBe(3);
  });

  it('unverified where production is neither what it was nor the draft', async () => {
    const plan = await planned();
    emulatorOf().addFault({ kind: 'reset_before', path: PROMOTE });
    at('GET', 3, () => edit({ production: { personality_prompt: 'other' } }));
    expect(statuses(await execute(plan))[1]).toEqual(['promote', 'unverified', 'overtaken']);
  });

  it('unknown where nothing can be read afterwards', async () => {
    const plan = await planned();
    emulatorOf().addFault({ kind: 'reset_after', path: PROMOTE });
    emulatorOf().addFault({ kind: 'status', method: 'GET', status: 500, nth: 3, times: 9 });
    expect(statuses(await execute(plan))[1]).toEqual(['promote', 'unknown', 'no_answer']);
  });
});

describe('an interruption', () => {
  it('before the promote: it is not attempted', async () => {
    const plan = await planned();
    const interruption = new AbortController();
    at('GET', 2, () => interruption.abort());
    const run = await execute(plan, interruption.signal);
    expect(statuses(run)[1]).toEqual(['promote', 'not_attempted', 'stopped']);
    expect(sent()).not.toContain('POST');
  });

  it('while it is under way: it is finished and verified', async () => {
    const plan = await planned();
    const interruption = new AbortController();
    at('POST', 1, () => interruption.abort());
    expect(statuses(await execute(plan, interruption.signal))[1]).toEqual(['promote', 'applied', null]);
  });
});

describe('refusals', () => {
  it('a draft that is gone when it is to be promoted', async () => {
    const plan = await planned({ live: { personality_prompt: 'new', production: { personality_prompt: 'old' } } });
    emulatorOf().addFault({
      kind: 'error_shape',
      path: PROMOTE,
      body: '{"data":null,"errors":[{"error":"NO_DRAFT_VERSION","message":"no draft"}]}',
    });
    expect(statuses(await execute(plan))[1]).toEqual(['promote', 'failed', 'no_draft']);
  });

  it('429 is waited for, with a fresh look', async () => {
    const plan = await planned();
    emulatorOf().addFault({ kind: 'status', status: 429, path: PROMOTE });
    expect(statuses(await execute(plan))[1]).toEqual(['promote', 'applied', null]);
    expect([sent(), versions()]).toEqual(['GET GET PATCH GET POST GET POST GET', 3]);
  });
});
