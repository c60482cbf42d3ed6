/** A repository's configuration and attributes can name programs: none of them is run. */
import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { desk, FILE, runIn } from '../../support/drift-in.ts';
import { createRepository, type Repository, removeRepositories } from '../../support/repository.ts';

afterEach(removeRepositories);

const ATTRIBUTES = '* filter=own diff=own\n';

/** Everything in `.git/config` that git can run, each leaving a file of its name behind. */
const PROGRAMS = [
  'filter.own.clean',
  'filter.own.smudge',
  'filter.own.process',
  'diff.own.command',
  'diff.own.textconv',
  'diff.external',
  'core.fsmonitor',
  'core.pager',
  'core.sshCommand',
  'core.editor',
  'core.askPass',
  'core.alternateRefsCommand',
  'gpg.program',
  'credential.helper',
];

async function hostile(repository: Repository, programs: readonly string[]): Promise<void> {
  for (const name of programs)
    await repository.git('config', name, `sh -c 'touch "${traceOf(repository, name)}"; cat' --`);
  await repository.git('config', 'filter.own.required', 'true');
  await repository.git('config', 'log.showSignature', 'true');
}

function traceOf({ folder }: Repository, name: string): string {
  return path.join(path.dirname(folder), name);
}

async function traces(repository: Repository): Promise<string[]> {
  const found = await Promise.all(PROGRAMS.map((name) => stat(traceOf(repository, name)).catch(() => null)));
  return PROGRAMS.filter((_, at) => found[at] !== null);
}

const COMMANDS = [
  ['plan'],
  ['drift'],
  ['plan', '--changed-since', 'base'],
  ['rollback', 'desk', '--to', '1', '--auto-approve'],
] as const;

describe('nothing that a repository names is run', () => {
  it.each(COMMANDS)('%s %s', async (...argv) => {
    const repository = await createRepository();
    await repository.commit('Begin', { [FILE]: desk('role: one\nkb_ids: [a]\n'), '.gitattributes': ATTRIBUTES });
    await repository.git('branch', 'base');
    await repository.commit('Edit', { [FILE]: desk('role: two\nkb_ids: [b]\n') });
    await hostile(repository, PROGRAMS);
    await repository.write(FILE, desk('role: six\nkb_ids: [b]\n'));
    const live = { role: 'one', kb_ids: ['a'], draft: { kb_ids: ['c'] } };
    const { exit, stdout } = await runIn(repository, live, argv);
    expect([exit, await traces(repository)]).toEqual([argv[0] === 'drift' ? 2 : 0, []]);
    if (argv[0] === 'rollback') expect(stdout).toContain(`Not committed: ${FILE}.`);
  });

  it('nor of a repository within', async () => {
    const inner = await createRepository();
    await inner.commit('Begin', { 'notes.txt': 'one', '.gitattributes': ATTRIBUTES });
    const repository = await createRepository();
    await repository.commit('Begin', { [FILE]: desk('role: one\n') });
    await repository.git('branch', 'base');
    await repository.git('submodule', 'add', '--quiet', inner.folder, 'personas/_inner');
    await repository.commit('Edit', { [FILE]: desk('role: two\n') });
    const within = path.join(repository.folder, 'personas', '_inner');
    const program = `sh -c 'touch "${traceOf(repository, 'core.fsmonitor')}"; cat' --`;
    for (const name of ['filter.own.clean', 'core.fsmonitor'])
      await repository.git('-C', within, 'config', name, program);
    await writeFile(path.join(within, 'notes.txt'), 'two');
    const { exit } = await runIn(repository, { role: 'one' }, ['plan', '--changed-since', 'base']);
    expect([exit, await traces(repository)]).toEqual([0, []]);
  });

  it('and a filter whose name hides its end stops the run', async () => {
    const repository = await createRepository();
    await repository.commit('Begin', { [FILE]: desk('role: one\n') });
    await repository.git('config', 'filter.a=b.clean', 'cat');
    const { exit, stderr } = await runIn(repository, { role: 'one' }, ['plan', '--changed-since', 'main']);
    expect([exit, stderr]).toEqual([1, expect.stringContaining('git failed (fatal: the filter a=b)')]);
  });
});
