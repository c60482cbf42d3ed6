/** operate.yml: promote, rollback and undo, started by hand; and the pull request that brings new ids back. */
import { describe, expect, it } from '@jest/globals';
import { writesOf } from '../support/apply.ts';
import type { RunResult } from '../support/workflow/run.ts';
import { expectJobs, liveFields, PROMPT, usePackage } from '../support/workflow/team.ts';
import { pushEvent, type Team } from '../support/workflow/world.ts';

const packed = usePackage();

const GREETS = 'You are Bob. You greet the caller, and answer the phone.\n';
const DONE = { operate: 'success' };

async function applied(): Promise<{ team: Team; run: RunResult }> {
  const team = await packed().open();
  await team.dispatch('drift');
  const pull = await team.openPull('greet', { 'prompts/bob.md': GREETS });
  await team.plan(pull);
  return { team, run: await team.apply(await team.merge(pull)) };
}

const onAir = (team: Team): unknown => team.emulator.store.snapshot('bob').current_production_version;

it('promotes what it is told to, and rolls back', async () => {
  const { team } = await applied();
  expect(onAir(team)).toMatchObject({ personality_prompt: PROMPT.trim() });
  expectJobs(await team.dispatch('operate', { what: 'promote', personas: 'bob', environment: '' }), DONE);
  expect(onAir(team)).toMatchObject({ personality_prompt: GREETS.trim() });
  const back = { what: 'rollback', personas: 'bob', to: '1', promote: true };
  expectJobs(await team.dispatch('operate', back), DONE);
  expect(onAir(team)).toMatchObject({ personality_prompt: PROMPT.trim() });
});

it('takes a run back by its journal, and tells how to take that back', async () => {
  const { team, run } = await applied();
  const undone = await team.dispatch('operate', { what: 'undo', run: String(run.run.id) });
  expectJobs(undone, DONE);
  expect(liveFields(team, 'bob')).toHaveProperty('personality_prompt', PROMPT.trim());
  expect(undone.jobs.operate?.summary).toContain(`run ${undone.run.id}`);
});

describe('what it is given by hand', () => {
  it.each([
    ['no run', { what: 'undo', run: '' }, 'undo needs the run'],
    ['a command for a run', { what: 'undo', run: '1; touch pwned' }, 'undo needs the run'],
    ['an unknown run', { what: 'undo', run: '4711' }, 'HTTP 404'],
    ['a command for a persona', { what: 'promote', personas: '$(touch pwned) --allow foreign' }, 'foreign'],
  ])('%s ends in a clear failure', async (_, inputs, says) => {
    const team = await packed().open();
    const result = await team.dispatch('operate', inputs);
    expectJobs(result, { operate: 'failure' });
    expect(result.jobs.operate?.log).toContain(says);
    expect(writesOf(team.emulator)).toEqual([]);
  });
});

it('creates a persona on merge, binds it by a pull request, and makes no twin before that', async () => {
  const team = await packed().open();
  await team.dispatch('drift');
  for (const [name, ids] of Object.entries({ Cyd: 'success', Dan: 'success' })) {
    const file = `personas/${name.toLowerCase()}.yaml`;
    const pull = await team.openPull(name, { [file]: `name: ${name}\nrole: New\n` });
    expectJobs(await team.plan(pull), { 'plan ()': 'success', comment: 'success' });
    const merged = await team.merge(pull);
    const result = await team.apply(merged);
    const around = { reviewed: 'success', staging: 'skipped', promote: 'skipped' };
    expectJobs(result, { ...around, production: 'success', ids });
    if (name === 'Cyd') {
      expectJobs(await team.rerun('apply', merged, result.run), { ...around, production: 'success', ids: 'skipped' });
    }
  }
  const created = team.emulator.store.ids().filter((id) => !['ann', 'bob'].includes(id));
  expect(created).toHaveLength(2);
  await team.git('fetch', '--quiet', 'origin');
  const texts = ['cyd', 'dan'].map((name) => team.git('show', `origin/persona-sync/ids:personas/${name}.yaml`));
  expect((await Promise.all(texts)).map((text) => /^id: (\S+)/m.exec(text)?.[1]).sort()).toEqual(created.sort());
  const ids = team.github.pulls.find(({ headBranch }) => headBranch === 'persona-sync/ids');
  if (ids === undefined) throw new Error('no pull request for ids');
  ids.headSha = await team.git('rev-parse', 'origin/persona-sync/ids');
  // It was never planned, for GitHub starts no workflow for it; but it changes nothing live.
  expectJobs(await team.apply(await team.merge(ids)), {
    reviewed: 'success',
    staging: 'skipped',
    production: 'success',
    promote: 'skipped',
    ids: 'skipped',
  });
});

it('brings new ids back in one pull request, which later runs join', async () => {
  const team = await packed().open();
  const ids = ['11111111', '22222222'];
  for (const [at, id] of ids.entries()) {
    const before = await team.git('rev-parse', 'origin/main');
    const sha = await team.push('main', { [`personas/new-${at}.yaml`]: `name: New ${at}\n`, 'ids.yaml': 'ids:\n' });
    const result = await team.apply(
      pushEvent(before, sha),
      `sed -i '1i id: ${id}' personas/new-${at}.yaml\necho "  new-${at}: ${id}" >> ids.yaml`,
    );
    expectJobs(result, {
      reviewed: 'success',
      staging: 'skipped',
      production: 'success',
      promote: 'skipped',
      ids: 'success',
    });
  }
  const opened = team.github.pulls.filter(({ headBranch }) => headBranch === 'persona-sync/ids');
  expect(opened).toEqual([expect.objectContaining({ state: 'open', base: 'main' })]);
  await team.git('fetch', '--quiet', 'origin');
  const show = (file: string) => team.git('show', `origin/persona-sync/ids:${file}`);
  expect(await show('personas/new-0.yaml')).toBe('id: 11111111\nname: New 0');
  expect(await show('personas/new-1.yaml')).toBe('id: 22222222\nname: New 1');
  expect(await show('ids.yaml')).toBe('ids:\n  new-0: 11111111\n  new-1: 22222222');
});
