/** The checks of doctor that golden cases cannot show: other clocks, shallow clones, a service that stumbles. */
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { checkAccount, checkClock, checkKeyAnswer } from '../../../src/commands/doctor-checks.ts';
import { createProject, removeProject } from '../../support/project.ts';
import { NOW, runMain } from '../../support/run-main.ts';
import { closeWorlds, documentIn, openWorld } from '../../support/world.ts';

const folders: string[] = [];
afterEach(async () => {
  await closeWorlds();
  for (const folder of folders.splice(0)) await removeProject(folder);
});

const answered = (date: string | null) => ({
  baseUrl: 'https://api.example',
  keyEnv: 'BLAND_API_KEY',
  answer: { ok: true as const, value: { id: 'u-1', rateLimit: null } },
  date: date === null ? null : new Date(date),
});
const failing = (kind: 'not_found' | 'network') => ({
  ...answered(null),
  answer: { ok: false as const, failure: { kind, status: null, code: null, message: 'no way' } },
});

describe('the clock', () => {
  it.each([
    ['2026-03-01T08:59:10.000Z', 'ok', 'agrees'],
    ['2026-03-01T08:50:00.000Z', 'warning', '600 seconds ahead of'],
    ['2026-03-01T09:02:00.000Z', 'warning', '120 seconds behind'],
    [null, 'skipped', 'told no time'],
  ])('against %s is %s', (date, status, words) => {
    expect(checkClock(answered(date), new Date(NOW))).toMatchObject({
      status,
      summary: expect.stringContaining(words),
    });
  });
});

it('the key is tried again where the service stumbles, and a service that says nothing of it is no failure', async () => {
  const world = await openWorld({ faults: [{ kind: 'status', status: 500, path: '/v1/me', times: 2 }] });
  const result = documentIn(await world.runHere(['doctor', '--format', 'json']));
  expect(result.checks).toContainEqual(expect.objectContaining({ name: 'key', status: 'ok' }));
  expect(world.methods()).toEqual(['GET', 'GET', 'GET', 'GET']);
  expect(checkKeyAnswer(failing('not_found'))).toMatchObject({ status: 'warning' });
  expect(checkKeyAnswer(failing('network'))).toMatchObject({
    status: 'failed',
    summary: expect.stringContaining('no way'),
  });
});

it('the account is only judged where one is known', () => {
  expect(checkAccount(null, null, null)).toMatchObject({ status: 'skipped' });
  expect(checkAccount(null, 'u-1', null)).toMatchObject({ status: 'ok', summary: 'The key is for account u-1.' });
});

it('a shallow clone is told, with what deepens it, and a whole one is well', async () => {
  const whole = await createProject({ 'a.txt': 'a' });
  const clone = await createProject({});
  folders.push(whole, clone);
  const git = (cwd: string, ...args: readonly string[]) =>
    execa('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], { cwd });
  const env = { PATH: process.env.PATH ?? '', HOME: whole };
  const statusIn = async (cwd: string) => {
    const { stdout } = await runMain(['doctor', '--format', 'json'], { cwd, env });
    return JSON.parse(stdout).checks.find(({ name }: { name: string }) => name === 'git');
  };
  await git(whole, 'init', '--quiet');
  expect(await statusIn(whole)).toMatchObject({
    status: 'warning',
    hint: expect.stringMatching(/: commit the files\.$/),
  });
  for (const message of ['one', 'two']) {
    await git(whole, 'add', '.');
    await git(whole, 'commit', '--quiet', '--allow-empty', '--message', message);
  }
  await git(clone, 'clone', '--quiet', '--depth', '1', `file://${whole}`, 'copy');
  expect(await statusIn(whole)).toMatchObject({ status: 'ok' });
  expect(await statusIn(path.join(clone, 'copy'))).toMatchObject({
    status: 'warning',
    hint: expect.stringContaining('fetch-depth: 0'),
  });
});
