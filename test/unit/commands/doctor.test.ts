/** The checks of doctor that golden cases cannot show: other clocks, shallow clones, a service that stumbles. */
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { checkAccount, checkClock, checkKeyAnswer } from '../../../src/commands/doctor-checks.ts';
import { doctorText } from '../../../src/render/doctor.ts';
import { PLAIN } from '../../../src/render/style.ts';
import { createProject, removeProject } from '../../support/project.ts';
import { NOW, runMain } from '../../support/run-main.ts';
import { closeWorlds, documentIn, openWorld, personaFile } from '../../support/world.ts';

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

it('what is advised has the options that the command was given', () => {
  const options = ['--config', 'c.yaml', '--env', 'staging'];
  const well = [{ name: 'config', status: 'ok', summary: 'c.yaml.', hint: null }] as const;
  expect(doctorText(well, options, PLAIN)).toMatch(
    /^All is well. Next: persona-sync plan --config c.yaml --env staging$/m,
  );
  expect(checkKeyAnswer(failing('not_found'), options).hint).toBe(
    'Try it: persona-sync plan --config c.yaml --env staging',
  );
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

describe('the personas that files are bound to', () => {
  const bound = (size: number, from = 0) =>
    Array.from({ length: size }, (_, at) => ({ id: `p-${from + at}`, name: `P${from + at}` }));
  const open = (size: number, live: readonly { id: string; name: string }[]) =>
    openWorld({
      files: Object.fromEntries(bound(size).map((one) => [`personas/${one.name}.yaml`, personaFile(one)])),
      seed: [...live],
    });
  const look = async (size: number, live: readonly { id: string; name: string }[]) => {
    const world = await open(size, live);
    const result = await world.runHere(['doctor', '--format', 'json']);
    const { checks } = documentIn(result) as { checks: { name: string }[] };
    const personas = checks.find(({ name }) => name === 'personas');
    return { exit: result.exitCode, personas, requests: world.methods().length };
  };

  it('are all there', async () => {
    expect(await look(1, bound(1))).toMatchObject({
      exit: 0,
      personas: { status: 'ok', summary: 'The bound persona exists.' },
    });
    expect(await look(8, bound(9))).toMatchObject({
      exit: 0,
      personas: { status: 'ok', summary: 'All 8 bound personas exist.' },
      requests: 2,
    });
  });

  it('are none of this key: the account is another one', async () => {
    expect(await look(9, [])).toMatchObject({
      exit: 1,
      personas: {
        status: 'failed',
        summary: expect.stringMatching(/^None of the 9 personas exists for this key at /),
        hint: expect.stringContaining('belongs to another account'),
      },
      requests: 11,
    });
  });

  it('are asked for in vain a few times only, and the rest is told', async () => {
    expect(await look(40, bound(40, 100))).toMatchObject({
      exit: 1,
      personas: { summary: expect.stringMatching(/^None of the 10 personas .*; 30 more were not looked at\.$/) },
      requests: 12,
    });
  });

  it('lack one: it is named with its file, and what mends it', async () => {
    expect(await look(3, bound(2))).toMatchObject({
      exit: 1,
      personas: {
        summary: 'personas/P2.yaml:1 `P2` failed: the service has no persona `p-2` (404).',
        hint: expect.stringContaining('persona-sync plan P2'),
      },
    });
  });

  it('lack several: a few are named', async () => {
    const { exit, personas } = await look(8, bound(1));
    expect({ exit, personas }).toMatchObject({
      exit: 1,
      personas: {
        status: 'failed',
        summary: '7 of 8 bound personas failed.',
        hint: expect.stringMatching(
          /`P1` failed.*\n.*`P2`(?:.*\n){4}and 2 more\.\nWhat mends each: persona-sync plan$/,
        ),
      },
    });
  });

  it('do not exist yet: it is said that files without an id were not looked up', async () => {
    const world = await openWorld({
      files: { 'personas/a.yaml': personaFile({ name: 'A' }), 'personas/b.yaml': personaFile({ id: 'b', name: 'B' }) },
      seed: [{ id: 'b', name: 'B' }],
    });
    const { stdout } = await world.runHere(['doctor']);
    expect(stdout).toContain('ok       personas The bound persona exists; 1 file bound to none was not looked up.\n');
  });
});
