/** A signal ends a run in order: what is in flight is finished and reported, nothing new is begun. */
import { chmod } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { RecordedRequest } from '../../src/emulator/server.ts';
import { writesOf } from '../support/apply.ts';
import { startCli } from '../support/running-cli.ts';
import { closeWorlds, documentIn, openWorld, personaFile, type World } from '../support/world.ts';

afterEach(closeWorlds);

const onPosix = process.platform === 'win32' ? describe.skip : describe;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const KEYS = ['a', 'b', 'c', 'd', 'e'];

/** Five personas that all differ: as many as are read one by one. */
function openFive(): Promise<World> {
  const files = KEYS.map((id) => [`personas/${id}.yaml`, personaFile({ id, name: id, role: 'new' })]);
  return openWorld({ files: Object.fromEntries(files), seed: KEYS.map((id) => ({ id, name: id, role: 'old' })) });
}

/** Runs, and sends the signal when the emulator has got the first such request, before it answers. */
async function runInterrupted(world: World, line: string, signal: (typeof SIGNALS)[number], method: string) {
  const cli = startCli(world, line.split(' '));
  let isSent = false;
  world.emulator.onRequest((one) => {
    if (one.method !== method || isSent) return;
    isSent = true;
    cli.signal(signal);
  });
  const result = await cli.ended;
  expect(isSent).toBe(true);
  return result;
}

onPosix.each(SIGNALS)('%s during apply', (signal) => {
  it('lets the write in flight finish, begins no other, and says what became of each', async () => {
    const world = await openFive();
    const line = 'apply --auto-approve --concurrency 1 --format json';
    const result = await runInterrupted(world, line, signal, 'PATCH');
    expect(result.exitCode).toBe(130);
    const { summary, outcomes } = documentIn(result);
    expect(summary).toMatchObject({ applied: 1, not_attempted: 4 });
    expect(outcomes).toMatchObject(
      KEYS.map((key) => ({
        key,
        status: key === 'a' ? 'applied' : 'not_attempted',
        reason: key === 'a' ? null : 'stopped',
      })),
    );
    expect(writesOf(world.emulator)).toEqual([['a', { name: 'a', role: 'new' }]]);
    expect(world.emulator.store.snapshot('a')).toMatchObject({ role: 'new' });
  });

  it('several at once: each that was sent is reported as written, each other as not attempted', async () => {
    const world = await openFive();
    const result = await runInterrupted(world, 'apply --auto-approve --concurrency 3 --format json', signal, 'PATCH');
    expect(result.exitCode).toBe(130);
    const written = writesOf(world.emulator).map(([id]) => id);
    const outcomes: { key: string; status: string }[] = Object(documentIn(result)).outcomes;
    expect(outcomes.map(({ key, status }) => [key, status])).toEqual(
      KEYS.map((key) => [key, written.includes(key) ? 'applied' : 'not_attempted']),
    );
    expect(written.length).toBeLessThan(KEYS.length);
  });

  it('in text: the report, and how to go on', async () => {
    const world = await openFive();
    const result = await runInterrupted(world, 'apply --auto-approve --concurrency 1', signal, 'PATCH');
    expect(result.exitCode).toBe(130);
    expect(result.stdout).toContain('Apply: 1 applied, 4 not attempted.');
    expect(result.stdout).toContain('nothing was written; apply again: persona-sync apply e');
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });

  it('and applied again, the rest is written', async () => {
    const world = await openFive();
    await runInterrupted(world, 'apply --auto-approve --concurrency 1', signal, 'PATCH');
    expect(await world.run(['apply', '--auto-approve'])).toMatchObject({ exitCode: 0 });
    expect(
      writesOf(world.emulator)
        .map(([id]) => id)
        .sort(),
    ).toEqual(KEYS);
  });
});

onPosix('a signal while reading', () => {
  it.each([
    ['SIGINT', 'plan'],
    ['SIGTERM', 'plan'],
    ['SIGINT', 'drift'],
    ['SIGINT', 'apply --auto-approve'],
  ] as const)('%s during %s: 130, the rest is not asked for, nothing is written', async (signal, line) => {
    const world = await openFive();
    const result = await runInterrupted(world, `${line} --concurrency 1 --format json`, signal, 'GET');
    expect(result.exitCode).toBe(130);
    expect(documentIn(result)).toMatchObject({ error: { code: 'interrupted' } });
    expect(new Set(world.methods())).toEqual(new Set(['GET']));
    expect(world.methods().length).toBeLessThan(KEYS.length);
  });

  it('a second one ends a run that waits for an answer', async () => {
    const world = await openFive();
    world.emulator.addFault({ kind: 'hang_before', times: Number.POSITIVE_INFINITY });
    const cli = startCli(world, ['plan', '--concurrency', '1']);
    await firstRequest(world);
    cli.signal('SIGINT');
    cli.signal('SIGTERM');
    expect((await cli.ended).exitCode).toBe(130);
  });
});

onPosix('a signal while a request waits to be sent again', () => {
  const later = { kind: 'status', status: 429, retryAfter: '20', times: Number.POSITIVE_INFINITY } as const;

  it.each([
    ['GET', 'plan --concurrency 1', ['GET']],
    ['GET', 'drift --concurrency 1', ['GET']],
    ['PATCH', 'apply --auto-approve --concurrency 1 a', ['GET', 'GET', 'PATCH']],
  ] as const)('%s of %s: it is not sent again', async (method, line, methods) => {
    const world = await openFive();
    world.emulator.addFault({ ...later, method });
    const result = await runInterrupted(world, line, 'SIGTERM', method);
    expect(result.exitCode).toBe(130);
    expect(world.methods()).toEqual(methods);
    expect(world.emulator.store.snapshot('a')).toMatchObject({ role: 'old' });
  });
});

onPosix('a run that stopped', () => {
  it('waits for no git that hangs', async () => {
    const world = await openFive();
    await world.write('.git/HEAD', 'ref: refs/heads/main\n');
    await world.write('bin/git', '#!/bin/sh\nexec sleep 600\n');
    await chmod(path.join(world.folder, 'bin/git'), 0o755);
    const env = { BLAND_API_KEY: 'another', PATH: `${path.join(world.folder, 'bin')}:${process.env.PATH ?? ''}` };
    const result = await world.run(['plan', '--out', 'plan.json'], { env });
    expect(result).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('refused') });
  });
});

onPosix('the emulator', () => {
  it.each(SIGNALS)('ends with 0 on %s, its normal end, also with a client connected', async (signal) => {
    const world = await openWorld({});
    const cli = startCli(world, ['emulator']);
    const address = await cli.firstLine;
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const client = request(`${address}/v1/me`, { headers: { authorization: 'emulator', connection: 'keep-alive' } });
    await new Promise((resolve) => client.once('response', (response) => resolve(response.resume())).end());
    cli.signal(signal);
    expect(await cli.ended).toMatchObject({ exitCode: 0, stdout: `${address}\n` });
  });
});

function firstRequest(world: World): Promise<RecordedRequest> {
  return new Promise((resolve) => world.emulator.onRequest(resolve));
}
