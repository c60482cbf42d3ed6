/** A disk that is full at the worst moment: the shell's limit on the size of a file, which fails a write as a full disk does. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { writesOf } from '../support/apply.ts';
import { BUILT_CLI, type CliResult, scrubbedEnv } from '../support/built-cli.ts';
import { closeWorlds, openWorld, personaFile, type World } from '../support/world.ts';

afterEach(closeWorlds);

const APPLY = ['apply', '--auto-approve'];
const BLOCK = 512;

/** Without a listener the signal of that limit would end the process, instead of failing the write. */
const FAILS_ONLY = 'data:text/javascript,process.on("SIGXFSZ",()=>{})';

/** Runs the built program where no file can grow beyond so many blocks of 512 bytes. */
async function runLimited(
  world: World,
  blocks: number,
  env: Readonly<Record<string, string>> = {},
  more: readonly string[] = [],
): Promise<CliResult> {
  const script = `ulimit -f ${blocks}; exec "$@"`;
  const { exitCode, stdout, stderr } = await execa(
    '/bin/sh',
    ['-c', script, 'sh', process.execPath, '--import', FAILS_ONLY, BUILT_CLI, ...APPLY, ...more],
    {
      cwd: world.folder,
      env: scrubbedEnv({ ...world.env, ...env }),
      extendEnv: false,
      reject: false,
    },
  );
  return { exitCode, stdout, stderr };
}

const openOne = (role: string): Promise<World> =>
  openWorld({
    seed: [{ id: 'a', name: 'a', role: 'old' }],
    files: { 'personas/a.yaml': personaFile({ id: 'a', name: 'a', role }) },
  });

function journalIn({ folder }: World): string {
  const runs = path.join(folder, '.persona-sync/runs');
  const [name = ''] = readdirSync(runs);
  return readFileSync(path.join(runs, name), 'utf8');
}

describe('a disk that is full', () => {
  it('when the outcome is to be kept: the write stands, is told so, and is no success', async () => {
    const measured = await openOne('x');
    await measured.run(APPLY);
    const journal = journalIn(measured);
    const room = 80;
    const start = journal.indexOf('{"type":"outcome"');
    const blocks = Math.ceil((start + room) / BLOCK);
    const world = await openOne('x'.repeat(blocks * BLOCK - start - room + 1));
    const { exitCode, stdout, stderr } = await runLimited(world, blocks);
    expect([exitCode, writesOf(world.emulator)]).toEqual([4, [['a', expect.anything()]]]);
    expect(stdout).toContain('1 applied');
    expect(stderr).toContain('The journal of this run is not whole: ');
    expect(stderr).toContain('What the report says was written stands');
    expect(stderr).not.toContain('run the same command again');
  });

  it.each([1, 8])(
    'when a later write is to be announced: it is not sent, and the run is told whole, %d at once',
    async (atOnce) => {
      const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
      const world = await openWorld({
        seed: ids.map((id) => ({ id, name: id, role: 'old' })),
        files: Object.fromEntries(
          ids.map((id) => [`personas/${id}.yaml`, personaFile({ id, name: id, role: id.repeat(600) })]),
        ),
      });
      const blocks = 6;
      const { exitCode, stdout, stderr } = await runLimited(world, blocks, {}, ['--concurrency', `${atOnce}`]);
      expect(exitCode).toBe(4);
      expect(writesOf(world.emulator).length).toBeLessThan(ids.length);
      expect(stdout).toMatch(/Apply: \d applied, \d not attempted\./);
      expect(stderr).toContain('The journal cannot be written any more, so no further write was sent: ');
      expect(readdirSync(path.join(world.folder, '.persona-sync'))).not.toContain('lock');
    },
  );

  it('when the lock is taken: nothing is sent, and no empty lock stays', async () => {
    const world = await openOne('new');
    await world.write('.persona-sync/.gitignore', '*\n');
    const { exitCode, stderr } = await runLimited(world, 0);
    expect([exitCode, writesOf(world.emulator)]).toEqual([1, []]);
    expect(stderr).toContain('The lock .persona-sync/lock cannot be taken, so nothing was written');
    expect(readdirSync(path.join(world.folder, '.persona-sync'))).toEqual(['.gitignore', 'runs']);
  });

  it('when the journal begins: nothing is sent, and no empty journal and no lock stays', async () => {
    const world = await openOne('new');
    const { exitCode, stderr } = await runLimited(world, 1, { GITHUB_ACTOR: 'x'.repeat(BLOCK) });
    expect([exitCode, writesOf(world.emulator)]).toEqual([1, []]);
    expect(stderr).toContain('The journal cannot be kept, so nothing was written');
    expect(readdirSync(path.join(world.folder, '.persona-sync'))).toEqual(['.gitignore', 'runs']);
    expect(readdirSync(path.join(world.folder, '.persona-sync/runs'))).toEqual([]);
  });
});
