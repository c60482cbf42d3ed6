/** The recipes with a staging and a production account: in order, each with its own key, promoted behind its own approval. */
import { afterEach, expect, it } from '@jest/globals';
import { type Emulator, startEmulator } from '../../src/emulator/server.ts';
import { writesOf } from '../support/apply.ts';
import { expectJobs, PROMPT, SEED, usePackage } from '../support/workflow/team.ts';
import type { Team } from '../support/workflow/world.ts';

const packed = usePackage();
let staging: Emulator;
afterEach(async () => {
  await staging.close();
});

const FILES = {
  'persona-sync.yaml': [
    'guards: { require_origin: true }',
    'environments:',
    '  staging: { api_key_env: BLAND_API_KEY_STAGING }',
    '  production: { api_key_env: BLAND_API_KEY_PRODUCTION, protected: true, apply_from: main }',
  ].join('\n'),
  'environments/staging.yaml': 'ids: { bob: rob }\n',
  'environments/production.yaml': 'ids: { bob: bob }\n',
  'personas/bob.yaml': 'name: Bob\npersonality_prompt: { file: ../prompts/bob.md }\n',
  'prompts/bob.md': PROMPT,
};
const GREETS = 'You are Bob. You greet the caller, and answer the phone.\n';

async function openTwo(): Promise<Team> {
  staging = await startEmulator({
    keys: ['staging'],
    seed: [{ id: 'rob', name: 'Bob', personality_prompt: PROMPT.trim() }],
  });
  const team = await packed().open({ files: FILES, seed: SEED });
  const there = { secrets: { BLAND_API_KEY: 'staging' }, vars: { BLAND_BASE_URL: staging.url } };
  team.settings = {
    vars: { ...team.settings.vars, PERSONA_ENVIRONMENTS: '["staging", "production"]', PERSONA_PROMOTE: 'true' },
    environments: { ...team.settings.environments, staging: there, 'staging-drift': there },
  };
  await team.dispatch('drift');
  return team;
}

const greet = { 'prompts/bob.md': GREETS };

it('plans for each, applies to staging, then to production, then promotes', async () => {
  const team = await openTwo();
  expect(team.github.artifacts.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['persona-snapshot-staging', 'persona-snapshot-production']),
  );
  const pull = await team.openPull('greet', greet);
  const planned = await team.plan(pull);
  expectJobs(planned, { 'plan (staging)': 'success', 'plan (production)': 'success', comment: 'success' });
  expect(team.github.comments).toHaveLength(2);
  const applied = await team.apply(await team.merge(pull));
  expectJobs(applied, {
    reviewed: 'success',
    staging: 'success',
    production: 'success',
    promote: 'success',
    ids: 'skipped',
  });
  const written = { name: 'Bob', personality_prompt: GREETS.trim() };
  expect(writesOf(staging)).toEqual([['rob', written]]);
  expect(writesOf(team.emulator)).toEqual([['bob', written]]);
  expect(team.emulator.store.snapshot('bob')).toMatchObject({
    current_production_version: { personality_prompt: GREETS.trim() },
  });
  expect(staging.store.snapshot('rob')).toMatchObject({
    current_production_version: { personality_prompt: PROMPT.trim() },
  });
});

it('does not touch production when staging was not applied whole', async () => {
  const team = await openTwo();
  const pull = await team.openPull('greet', greet);
  await team.plan(pull);
  staging.store.edit('rob', { personality_prompt: 'Somebody was here.' });
  const applied = await team.apply(await team.merge(pull));
  expectJobs(applied, {
    reviewed: 'success',
    staging: 'failure',
    production: 'skipped',
    promote: 'skipped',
    ids: 'skipped',
  });
  expect([writesOf(staging), writesOf(team.emulator)]).toEqual([[], []]);
});
