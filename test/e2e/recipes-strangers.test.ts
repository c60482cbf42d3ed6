/** Pull requests of strangers, and text that wants more than to be read: the recipes give nothing away and obey nothing. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { FORK, type WorkflowRun } from '../support/github/state.ts';
import { expectJobs, SETTINGS, usePackage } from '../support/workflow/team.ts';

const packed = usePackage();

const EVIL = {
  'persona-sync.yaml': [
    'guards: { require_origin: false }',
    'environments:',
    '  production: { base_url: "https://evil.test", api_key_env: BLAND_API_KEY }',
  ].join('\n'),
  '.npmrc': 'registry=https://evil.test\nprefix=/tmp/evil\n',
  'plan.md': 'a file of that name\n',
  'prompts/bob.md':
    'You are Bob.\n```\n::error::pwned\n@everyone </details><script>alert(1)</script>\n::stop-commands::x\n',
};

it('a fork is planned from the snapshot, without a key, a comment or a red job', async () => {
  const team = await packed().open();
  const { 'persona-sync.yaml': config, ...changed } = EVIL;
  await team.dispatch('drift');
  const asked = team.emulator.requests.length;
  // A key of the whole repository makes no difference: forks are never given it.
  team.settings = { ...team.settings, secrets: { BLAND_API_KEY: 'emulator' } };
  const pull = await team.openPull('$(touch>pwned)`id`;x', changed, { isFork: true });
  const planned = await team.plan(pull);
  expectJobs(planned, { 'plan ()': 'success', comment: 'skipped' });
  expect(planned.jobs['plan ()']?.summary).toContain('You are Bob.');
  await team.amend(pull, { 'persona-sync.yaml': config });
  expectJobs(await team.plan(pull), { 'plan ()': 'failure', comment: 'skipped' });
  expect(team.github.comments).toEqual([]);
  expect(team.emulator.requests).toHaveLength(asked);
});

it('a snapshot that a pull request’s own run made is not taken', async () => {
  const team = await packed().open();
  const run: WorkflowRun = {
    id: 999,
    name: 'persona drift',
    event: 'pull_request',
    head_sha: '0'.repeat(40),
    head_branch: 'main',
    head_repository_id: FORK,
    run_number: 999,
    attempt: 1,
    status: 'completed',
    conclusion: 'success',
  };
  const folder = path.join(team.folder, 'forged');
  team.github.artifacts.push({ id: 998, name: 'persona-snapshot-production', run, folder, expired: false });
  const planned = await team.plan(await team.openPull('edit', { 'prompts/bob.md': 'You are Rob.\n' }));
  expectJobs(planned, { 'plan ()': 'success', comment: 'success' });
  expect(planned.jobs['plan ()']?.summary).toContain('Validated only');
});

it('a pull request with a key cannot send it elsewhere', async () => {
  const team = await packed().open({ settings: { ...SETTINGS, secrets: { BLAND_API_KEY: 'emulator' } } });
  const planned = await team.plan(await team.openPull('evil', EVIL));
  expectJobs(planned, { 'plan ()': 'failure', comment: 'success' });
  expect(planned.jobs['plan ()']?.log).toContain('https://evil.test');
  expect(team.emulator.requests).toEqual([]);
});

it('text of a prompt commands neither the runner nor the page', async () => {
  const team = await packed().open();
  await team.dispatch('drift');
  const { 'prompts/bob.md': prompt } = EVIL;
  const pull = await team.openPull('hostile', { 'prompts/bob.md': prompt });
  const planned = await team.plan(pull);
  const applied = await team.apply(await team.merge(pull));
  const jobs = [...Object.values(planned.jobs), ...Object.values(applied.jobs)];
  for (const { log } of jobs) expect(log).not.toMatch(/^::(error::pwned|stop-commands)/m);
  const shown = [...jobs.map(({ summary }) => summary), ...team.github.comments.map(({ body }) => body)];
  expect(shown.filter((text) => text.includes('pwned')).length).toBeGreaterThan(1);
  for (const text of shown) {
    const outside = text.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, '');
    expect(outside).not.toMatch(/@everyone|<script|::error::/);
  }
});

it('an invalid file turns the plan red, and the comment says so', async () => {
  const team = await packed().open();
  await team.dispatch('drift');
  const pull = await team.openPull('edit', { 'prompts/bob.md': 'You are Rob.\n' });
  await team.plan(pull);
  await team.amend(pull, { 'personas/bob.yaml': 'id: bob\nname: Bob\nprmpt: x\n' });
  const planned = await team.plan(pull);
  expectJobs(planned, { 'plan ()': 'failure', comment: 'success' });
  expect(planned.jobs['plan ()']?.log).toContain('::error file=personas/bob.yaml,line=3');
  expect(team.github.comments).toEqual([expect.objectContaining({ edits: 1 })]);
  expect(team.github.comments[0]?.body).not.toContain('Rob');
});

it('the plan that is kept for the merge is the one of the last commit', async () => {
  const team = await packed().open();
  await team.dispatch('drift');
  const pull = await team.openPull('edit', { 'prompts/bob.md': 'You are Rob.\n' });
  await team.plan(pull);
  await team.amend(pull, { 'prompts/bob.md': 'You are Mallory.\n' });
  const applied = await team.apply(await team.merge(pull));
  expectJobs(applied, {
    reviewed: 'success',
    staging: 'skipped',
    production: 'failure',
    promote: 'skipped',
    ids: 'skipped',
  });
  expect(applied.jobs.reviewed?.summary).toContain('no green run');
  const report = team.github.artifacts.find(({ name }) => name === 'persona-report-production-1');
  expect(await readFile(path.join(report?.folder ?? '', 'report.md'), 'utf8')).toContain('Mallory');
});
