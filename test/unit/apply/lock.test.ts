import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { readFile, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { claimOn, type Lock, type Machine, takeLock } from '../../../src/apply/lock.ts';
import type { Holder } from '../../../src/apply/lock-holder.ts';
import { Stop } from '../../../src/errors.ts';
import { createProject, removeProject } from '../../support/project.ts';

const NOW = new Date('2026-03-01T09:00:00Z');
const MINUTE = 60_000;

let folder: string;
let file: string;
const taken: Lock[] = [];

beforeEach(async () => {
  folder = await createProject({});
  file = path.join(folder, 'lock');
});
afterEach(async () => {
  for (const lock of taken.splice(0)) await lock.release();
  await removeProject(folder);
});

interface Fake extends Machine {
  /** Moves the clock, in milliseconds, and then does what is repeated, once. */
  pass(milliseconds: number): void;
}

/** A host where the given processes live: pid → mark, null where the system shows none. */
function machine(living: Readonly<Record<number, string | null>> = {}, host = 'here'): Fake {
  let now = NOW;
  let beat = (): void => {};
  return {
    now: () => now,
    processes: { pid: 1, host, isAlive: (pid) => pid in living, markOf: (pid) => living[pid] ?? null },
    repeat: (_, action) => {
      beat = action;
      return () => {
        beat = () => {};
      };
    },
    pass: (milliseconds) => {
      now = new Date(now.getTime() + milliseconds);
      beat();
    },
  };
}

function holder(more: Partial<Holder> = {}): Holder {
  const about = { pid: 100, host: 'here', process: 'boot:1', command: 'apply', run: '3f9c2a' };
  return { ...about, since: NOW.toISOString(), ...more };
}

const mine = (more: Partial<Holder> = {}): Holder => holder({ pid: 200, run: 'a00001', ...more });

/** Puts a lock there whose last sign of life is so many minutes old. */
async function leave(content: Holder | string, minutes = 0): Promise<void> {
  await writeFile(file, typeof content === 'string' ? content : `${JSON.stringify(content)}\n`);
  const sign = new Date(NOW.getTime() - minutes * MINUTE);
  await utimes(file, sign, sign);
}

async function take(at: Machine, who = mine()): Promise<Lock | Stop> {
  const lock = await takeLock(file, '.persona-sync/lock', who, at);
  if (!(lock instanceof Stop)) taken.push(lock);
  return lock;
}

const release = async (lock: Lock | Stop): Promise<void> => {
  if (!(lock instanceof Stop)) await lock.release();
};

const runInLock = (): unknown => JSON.parse(readFileSync(file, 'utf8')).run;

describe('the lock', () => {
  it('names its holder, for its owner alone, and is gone when it is given back', async () => {
    const lock = await take(machine());
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(mine());
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    await release(lock);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps a second run out, in the same process too, and says who holds it and what to do', async () => {
    const here = machine({ 200: 'boot:1' });
    await take(here);
    const second = await take(here, mine({ run: 'a00002' }));
    expect(second).toEqual(
      new Stop(
        'locked',
        'Another run is writing from this checkout: apply a00001, process 200 on here, since 2026-03-01T09:00:00.000Z (.persona-sync/lock). Nothing was written.',
        'Wait until it has ended, then run the same command again.\nIf it is surely gone, delete .persona-sync/lock.',
      ),
    );
    expect(runInLock()).toBe('a00001');
  });

  it('is never seen without its holder, also while it is taken', async () => {
    const seen = new Set<string>();
    let taking = true;
    const look = async (): Promise<void> => {
      while (taking) {
        const text = await readFile(file, 'utf8').catch(() => null);
        if (text !== null) seen.add(text);
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const looking = look();
    for (let at = 0; at < 50; at += 1) {
      const lock = await take(machine());
      seen.add(readFileSync(file, 'utf8'));
      await release(lock);
    }
    taking = false;
    await looking;
    expect([...seen]).toEqual([`${JSON.stringify(mine())}\n`]);
  });

  it('shows a sign of life from time to time', async () => {
    const here = machine();
    await take(here);
    here.pass(5 * MINUTE);
    const later = new Date(NOW.getTime() + 5 * MINUTE);
    while (statSync(file).mtime < later) await new Promise((resolve) => setImmediate(resolve));
    expect(statSync(file).mtime).toEqual(later);
  });

  it('given back late does not remove the lock of who took it over', async () => {
    const first = await take(machine({}, 'far'), mine({ host: 'far' }));
    await rm(file);
    await leave(holder());
    await release(first);
    expect(runInLock()).toBe('3f9c2a');
  });
});

describe('a lock that was left behind', () => {
  it.each<[string, Holder | string, Readonly<Record<number, string | null>>, number]>([
    ['of this host, whose process is gone', holder(), {}, 0],
    ['of this host, whose pid another process has by now', holder(), { 100: 'boot:2' }, 0],
    ['of another host, silent for ten minutes', holder({ host: 'far' }), {}, 10],
    ['of this host, silent for ten minutes where no system shows marks', holder({ process: null }), { 100: null }, 10],
    ['empty for ten seconds', '', {}, 1 / 6],
    ['with nonsense in it, silent for ten minutes', '{"pid":"1"}', {}, 10],
  ])('%s: is taken over', async (_, content, living, minutes) => {
    await leave(content, minutes);
    const lock = await take(machine(living));
    expect(lock).not.toBeInstanceOf(Stop);
    expect(runInLock()).toBe('a00001');
    await release(lock);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each<[string, Holder | string, Readonly<Record<number, string | null>>, number]>([
    ['of this host, whose process lives, however long silent', holder(), { 100: 'boot:1' }, 600],
    ['of this host, silent for nine minutes where no system shows marks', holder({ process: null }), { 100: null }, 9],
    ['with nonsense in it, silent for nine minutes', '{"pid":"1"}', {}, 9],
    ['of another host, silent for nine minutes, whatever pids live here', holder({ host: 'far' }), {}, 9],
    ['without a holder, a moment old: its writer may be about to write', '', {}, 0],
  ])('%s: is respected', async (_, content, living, minutes) => {
    await leave(content, minutes);
    expect(await take(machine(living))).toMatchObject({ code: 'locked' });
    expect(existsSync(file)).toBe(true);
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it('is taken over by one of many that see it at once', async () => {
    await leave(holder());
    const runs = Array.from({ length: 20 }, (_, at) => mine({ pid: 200 + at, run: `b000${10 + at}` }));
    const here = machine(Object.fromEntries(runs.map(({ pid }) => [pid, 'boot:1'])));
    const results = await Promise.all(runs.map((who) => take(here, who)));
    const winners = runs.filter((_, at) => !(results[at] instanceof Stop));
    expect(winners.map(({ run }) => run)).toEqual([runInLock()]);
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it('is not taken over again by one that saw it before another took it over', async () => {
    await leave(holder());
    const faster = mine({ pid: 300, run: 'c00001' });
    const here = machine({ 300: 'boot:1' });
    const isAlive = (pid: number): boolean => {
      if (pid === holder().pid) writeFileSync(file, `${JSON.stringify(faster)}\n`);
      return here.processes.isAlive(pid);
    };
    const slow = await take({ ...here, processes: { ...here.processes, isAlive } });
    expect(slow).toMatchObject({ code: 'locked', message: expect.stringContaining('apply c00001') });
    expect([runInLock(), readdirSync(folder)]).toEqual(['c00001', ['lock']]);
  });

  it('is taken over although one that was about to take it over was killed meanwhile', async () => {
    await leave(holder());
    const claim = claimOn(file, readFileSync(file, 'utf8'));
    await writeFile(claim, `${JSON.stringify(mine({ pid: 300, run: 'c00001' }))}\n`);
    expect(await take(machine())).not.toBeInstanceOf(Stop);
    expect(runInLock()).toBe('a00001');
    expect(readdirSync(folder)).toEqual(['lock']);
  });
});
