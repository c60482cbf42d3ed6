/** The recipes of examples/ci as pasted: plan → merge → apply → dashboard edit → drift → revert, in a real repository. */
import { readdir } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { writesOf } from '../support/apply.ts';
import { expectJobs, FILES, liveFields, PROMPT, usePackage } from '../support/workflow/team.ts';
import { pushEvent } from '../support/workflow/world.ts';

const packed = usePackage();

const GREETS = 'You are Bob. You greet the caller, and answer the phone.\n';
const APPLIED = { reviewed: 'success', staging: 'skipped', production: 'success', promote: 'skipped', ids: 'skipped' };

it('plan → merge → apply → dashboard edit → drift → revert', async () => {
  const team = await packed().open();
  const { github, emulator } = team;

  // Drift takes the first snapshot, and has nothing to say.
  expectJobs(await team.dispatch('drift'), { 'drift ()': 'success', issue: 'success' });
  expect(github.issues).toEqual([]);

  // The plan needs no key, and comments.
  const pull = await team.openPull('greet', { 'prompts/bob.md': GREETS });
  const asked = emulator.requests.length;
  const planned = await team.plan(pull);
  expectJobs(planned, { 'plan ()': 'success', comment: 'success' });
  expect(emulator.requests).toHaveLength(asked);
  const [comment] = github.comments;
  expect(comment?.body).toContain('greet the caller');
  expect(planned.jobs['plan ()']?.summary).toContain('greet the caller');

  // Another commit: the same comment.
  await team.amend(pull, { 'prompts/bob.md': GREETS.replace('the caller', 'everyone') });
  await team.plan(pull);
  expect(github.comments).toHaveLength(1);
  expect(github.comments[0]?.body).toContain('greet everyone');

  // Squashed and merged, exactly that is written.
  const merged = await team.merge(pull, 'squash');
  const applied = await team.apply(merged);
  expectJobs(applied, APPLIED);
  expect(writesOf(emulator)).toEqual([
    ['bob', { name: 'Bob', personality_prompt: 'You are Bob. You greet everyone, and answer the phone.' }],
  ]);
  expect(applied.jobs.production?.summary).toContain('To take this run back');
  const journal = github.artifacts.find(({ name }) => name === 'persona-journal-production-1');
  expect(await readdir(journal?.folder ?? '', { recursive: true })).toContainEqual(expect.stringMatching(/\.jsonl$/));

  // Run again, without a new commit: nothing is left to do.
  expectJobs(await team.rerun('apply', merged, applied.run), APPLIED);
  expect(writesOf(emulator)).toHaveLength(1);

  // Somebody edits in the dashboard: one issue, which stays as it is while nothing changes.
  team.emulator.store.edit('ann', { role: 'Sales' });
  expectJobs(await team.dispatch('drift'), { 'drift ()': 'success', issue: 'success' });
  expect(github.issues).toEqual([expect.objectContaining({ state: 'open', edits: 0 })]);
  expect(github.issues[0]?.body).toMatch(/edited[\s\S]*Sales/);
  await team.dispatch('drift');
  expect(github.issues).toEqual([expect.objectContaining({ state: 'open', edits: 0 })]);

  // The merge is reverted: also this is planned, merged and applied, and the edit is left alone.
  const revert = await team.openPull('revert', { 'prompts/bob.md': PROMPT });
  expectJobs(await team.plan(revert), { 'plan ()': 'success', comment: 'success' });
  expectJobs(await team.apply(await team.merge(revert, 'merge')), APPLIED);
  expect(liveFields(team, 'bob')).toHaveProperty('personality_prompt', PROMPT.trim());
  expect(liveFields(team, 'ann')).toHaveProperty('role', 'Sales');

  // The edit is put back, and the issue closes itself.
  team.emulator.store.edit('ann', { role: 'Support' });
  await team.dispatch('drift');
  expect(github.issues).toEqual([expect.objectContaining({ state: 'closed' })]);
});

describe('what came without a reviewed plan', () => {
  it('is not written, and says how it could be', async () => {
    const team = await packed().open();
    const before = await team.git('rev-parse', 'origin/main');
    const sha = await team.push('main', { 'prompts/bob.md': GREETS });
    const applied = await team.apply(pushEvent(before, sha));
    expectJobs(applied, { ...APPLIED, production: 'failure' });
    expect(applied.jobs.production?.log).toContain('::error title=Not reviewed::');
    expect(applied.jobs.reviewed?.summary).toContain('without a pull request');
    expect(writesOf(team.emulator)).toEqual([]);

    // Started by hand with "everything", it is.
    expectJobs(await team.dispatch('apply', { everything: true }), APPLIED);
    expect(liveFields(team, 'bob')).toHaveProperty('personality_prompt', GREETS.trim());
  });

  it('is written where the team says so', async () => {
    const team = await packed().open();
    team.settings = { ...team.settings, vars: { ...team.settings.vars, PERSONA_UNREVIEWED: 'apply' } };
    const before = await team.git('rev-parse', 'origin/main');
    const sha = await team.push('main', { 'prompts/bob.md': GREETS });
    expectJobs(await team.apply(pushEvent(before, sha)), APPLIED);
    expect(liveFields(team, 'bob')).toHaveProperty('personality_prompt', GREETS.trim());
  });

  it('is no fault where no persona is touched', async () => {
    const team = await packed().open();
    const before = await team.git('rev-parse', 'origin/main');
    const sha = await team.push('main', { 'README.md': 'Our personas.\n' });
    expectJobs(await team.apply(pushEvent(before, sha)), APPLIED);
  });

  it('is told from a plan that has gone', async () => {
    const team = await packed().open();
    await team.dispatch('drift');
    const pull = await team.openPull('greet', { 'prompts/bob.md': GREETS });
    await team.plan(pull);
    for (const artifact of team.github.artifacts) artifact.expired = artifact.name.startsWith('persona-plan');
    const applied = await team.apply(await team.merge(pull));
    expectJobs(applied, { ...APPLIED, production: 'failure' });
    expect(applied.jobs.reviewed?.summary).toContain(`The plan of pull request #${pull.number} is gone`);
    expect(writesOf(team.emulator)).toEqual([]);
  });
});

it('a cancelled run finishes the write in flight, reports, and keeps its journal', async () => {
  const team = await packed().open();
  await team.dispatch('drift');
  const changed = {
    'prompts/bob.md': GREETS,
    'personas/ann.yaml': FILES['personas/ann.yaml'].replace('Support', 'Sales'),
  };
  const pull = await team.openPull('both', changed);
  await team.plan(pull);
  team.emulator.onRequest(({ method }) => {
    if (method === 'PATCH') team.cancel();
  });
  const applied = await team.apply(await team.merge(pull));
  expectJobs(applied, { ...APPLIED, production: 'failure' });
  const written = writesOf(team.emulator);
  expect(written.length).toBeGreaterThan(0);
  for (const [id, body] of written) expect(liveFields(team, String(id))).toMatchObject(body);
  expect(applied.jobs.production?.summary).toContain('To take this run back');
  expect(team.github.artifacts.map(({ name }) => name)).toContain('persona-journal-production-1');
});

it('applies two pull requests on the same persona, planned on one base, one after the other', async () => {
  const team = await packed().open();
  await team.dispatch('drift');
  const voice = await team.openPull('voice', {
    'personas/bob.yaml': `${FILES['personas/bob.yaml']}call_config: { voice: Karl }\n`,
  });
  const prompt = await team.openPull('prompt', { 'prompts/bob.md': GREETS });
  await team.plan(voice);
  await team.plan(prompt);
  const [first, second] = [await team.merge(voice), await team.merge(prompt, 'merge')];
  expectJobs(await team.apply(first), APPLIED);
  expectJobs(await team.apply(second), APPLIED);
  expect(liveFields(team, 'bob')).toMatchObject({ call_config: { voice: 'Karl' }, personality_prompt: GREETS.trim() });
});
