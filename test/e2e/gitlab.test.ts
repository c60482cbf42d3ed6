/** The GitLab recipe: its jobs' scripts run in a real clone, with a stand-in for GitLab's API, against the emulator. */
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { writesOf } from '../support/apply.ts';
import { type Gitlab, type MergeRequest, serveGitlab, TOKEN } from '../support/gitlab/api.ts';
import { jobsOf } from '../support/gitlab/parse.ts';
import { type GitlabHost, type PipelineResult, runPipeline } from '../support/gitlab/pipeline.ts';
import { liveFields, PROMPT, usePackage } from '../support/workflow/team.ts';
import type { Team } from '../support/workflow/world.ts';

const packed = usePackage();
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const GREETS = 'You are Bob. You greet the caller, and answer the phone.\n';
const KEY = { BLAND_API_KEY: 'emulator' };
const ON_MAIN = { CI_COMMIT_BRANCH: 'main' };

async function openProject(): Promise<{ team: Team; host: GitlabHost; gitlab: Gitlab }> {
  const team = await packed().open();
  const { gitlab, url, close } = await serveGitlab();
  closing.push(close);
  const host: GitlabHost = {
    gitlab,
    url,
    folder: team.folder,
    origin: path.join(team.folder, 'origin.git'),
    npmPrefix: packed().npmPrefix,
    variables: {
      PERSONA_SYNC: packed().tarball,
      BLAND_BASE_URL: team.emulator.url,
      PERSONA_TOKEN: TOKEN,
      PERSONA_NOTE_TOKEN: TOKEN,
    },
    environments: { production: KEY, 'production/drift': KEY },
  };
  return { team, host, gitlab };
}

/** Each job with its status; throws with the logs when one is another. */
function expectPipeline({ jobs }: PipelineResult, wanted: Readonly<Record<string, string>>): void {
  const found = Object.fromEntries(Object.entries(jobs).map(([name, { status }]) => [name, status]));
  const logs = Object.entries(jobs).map(([name, { status, log }]) => `── ${name}: ${status}\n${log}`);
  if (JSON.stringify(found) !== JSON.stringify(wanted)) throw new Error(`${JSON.stringify(found)}\n${logs.join('\n')}`);
}

async function drift(host: GitlabHost, team: Team): Promise<PipelineResult> {
  const CI_COMMIT_SHA = await team.git('rev-parse', 'origin/main');
  return runPipeline(host, { CI_PIPELINE_SOURCE: 'schedule', CI_COMMIT_SHA, ...ON_MAIN });
}

async function openMerge(host: GitlabHost, team: Team): Promise<{ request: MergeRequest; planned: PipelineResult }> {
  const pull = await team.openPull('greet', { 'prompts/bob.md': GREETS });
  const planned = await runPipeline(host, {
    CI_PIPELINE_SOURCE: 'merge_request_event',
    CI_COMMIT_SHA: pull.headSha,
    CI_MERGE_REQUEST_IID: '1',
    CI_MERGE_REQUEST_DIFF_BASE_SHA: await team.git('rev-parse', 'origin/main'),
  });
  const before = await team.git('rev-parse', 'origin/main');
  const { sha } = await team.merge(pull);
  const request: MergeRequest = {
    iid: 1,
    state: 'merged',
    source_branch: 'greet',
    commit: sha,
    head_pipeline: { id: planned.id, status: planned.status },
    before,
  };
  host.gitlab.mergeRequests.push(request);
  return { request, planned };
}

const pushOf = (request: MergeRequest) => ({
  CI_PIPELINE_SOURCE: 'push',
  CI_COMMIT_SHA: request.commit,
  CI_COMMIT_BEFORE_SHA: String(request.before),
  ...ON_MAIN,
});

it('plan → merge → apply → dashboard edit → drift → undo', async () => {
  const { team, host, gitlab } = await openProject();
  expectPipeline(await drift(host, team), {
    'persona-drift-production': 'success',
    'persona-issue-production': 'success',
  });
  expect(gitlab.issues).toEqual([]);

  const { request, planned } = await openMerge(host, team);
  expectPipeline(planned, { 'persona-plan-production': 'success', 'persona-note-production': 'success' });
  expect(gitlab.notes).toEqual([expect.objectContaining({ body: expect.stringContaining('greet the caller') })]);

  const applied = await runPipeline(host, pushOf(request));
  expectPipeline(applied, {
    'persona-reviewed-production': 'success',
    'persona-apply-production': 'success',
    'persona-ids': 'success',
  });
  expect(writesOf(team.emulator)).toEqual([['bob', { name: 'Bob', personality_prompt: GREETS.trim() }]]);

  team.emulator.store.edit('ann', { role: 'Sales' });
  const found = { 'persona-drift-production': 'warning', 'persona-issue-production': 'success' };
  expectPipeline(await drift(host, team), found);
  expectPipeline(await drift(host, team), found);
  expect(gitlab.issues).toEqual([expect.objectContaining({ state: 'opened', edits: 0 })]);
  team.emulator.store.edit('ann', { role: 'Support' });
  await drift(host, team);
  expect(gitlab.issues).toEqual([expect.objectContaining({ state: 'closed' })]);

  const job = gitlab.jobs.find(({ name }) => name === 'persona-apply-production');
  const undone = await runPipeline(host, {
    ...pushOf(request),
    CI_PIPELINE_SOURCE: 'web',
    PERSONA_OPERATE: 'undo',
    PERSONA_JOB: String(job?.id),
  });
  expectPipeline(undone, { 'persona-operate': 'success' });
  expect(liveFields(team, 'bob')).toHaveProperty('personality_prompt', PROMPT.trim());
});

it('writes nothing that no merge request has shown', async () => {
  const { team, host } = await openProject();
  const before = await team.git('rev-parse', 'origin/main');
  const commit = await team.push('main', { 'prompts/bob.md': GREETS });
  const applied = await runPipeline(host, {
    CI_PIPELINE_SOURCE: 'push',
    CI_COMMIT_SHA: commit,
    CI_COMMIT_BEFORE_SHA: before,
    ...ON_MAIN,
  });
  expect(applied.jobs['persona-apply-production']).toMatchObject({
    status: 'failed',
    log: expect.stringContaining('No reviewed plan covers this commit'),
  });
  expect(writesOf(team.emulator)).toEqual([]);
});

describe('the recipe', () => {
  const jobs = Object.entries(jobsOf());

  it('has scripts that bash can parse', async () => {
    for (const [, { before_script = [], script = [], after_script = [] }] of jobs) {
      for (const lines of [[...before_script, ...script], after_script]) {
        await execa('bash', ['-n'], { input: lines.join('\n') });
      }
    }
  });

  it('names the address beside every key, and writes one at a time', () => {
    const withKey = jobs.filter(([, { variables = {} }]) => 'BLAND_API_KEY_PRODUCTION' in variables);
    expect(withKey.length).toBeGreaterThan(4);
    for (const [, job] of withKey) expect(job.variables).toHaveProperty('BLAND_BASE_URL', 'https://api.bland.ai');
    const writing = jobs.filter(([, { script = [] }]) =>
      /persona-sync (apply|promote|rollback|undo)/.test(script.join('\n')),
    );
    expect(writing.map(([name]) => name)).toHaveLength(4);
    for (const [, job] of writing) expect(job.resource_group).toBe('persona-write');
  });
});
