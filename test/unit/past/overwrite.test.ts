/** What was edited elsewhere is not written over unasked. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Emulator, startEmulator } from '../../../src/emulator/server.ts';
import { desk, FILE } from '../../support/drift-in.ts';
import { createProject, removeProject } from '../../support/project.ts';
import { createRepository, type Repository, removeRepositories } from '../../support/repository.ts';
import { type RunResult, runMain } from '../../support/run-main.ts';

const emulators: Emulator[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const emulator of emulators.splice(0)) await emulator.close();
  for (const folder of folders.splice(0)) await removeProject(folder);
  await removeRepositories();
});

interface Desk {
  readonly repository: Repository;
  readonly emulator: Emulator;
  run(argv: readonly string[], cwd?: string): Promise<RunResult>;
  /** How often something was written. */
  writes(): number;
}

/** Applied once, then edited in the dashboard; another persona waits for a commit to be applied. */
async function editedDesk(config = ''): Promise<Desk> {
  const repository = await createRepository();
  const other = (role: string): string => `id: p-2\nname: Other\nrole: ${role}\n`;
  await repository.commit('Begin', {
    [FILE]: desk('role: Desk\ntags: [a]\n'),
    'personas/other.yaml': other('old'),
    '.gitignore': '.persona-sync\n',
    ...(config === '' ? {} : { 'persona-sync.yaml': config }),
  });
  const seed = [
    { id: 'p-1', name: 'Desk', role: 'Boss', tags: ['a'] },
    { id: 'p-2', name: 'Other', role: 'old' },
  ];
  const emulator = await startEmulator({ keys: ['emulator'], seed });
  emulators.push(emulator);
  await repository.commit('New role', { 'personas/other.yaml': other('new') });
  const env = { BLAND_API_KEY: 'emulator', BLAND_BASE_URL: emulator.url };
  return {
    repository,
    emulator,
    run: (argv, cwd = repository.folder) => runMain(argv, { cwd, env }),
    writes: () => emulator.requests.filter(({ method }) => method === 'PATCH').length,
  };
}

describe('a persona that was edited elsewhere', () => {
  it('comes first in the plan, with both ways out', async () => {
    const { run } = await editedDesk();
    const { exit, stdout } = await run(['plan']);
    expect(exit).toBe(0);
    expect(stdout.indexOf('desk "Desk"')).toBe(0);
    expect(stdout).toMatch(/^ {2}edited: role \(no commit wanted the live value; live last updated \S+\)$/m);
    expect(stdout).toContain('To keep what is live: persona-sync pull desk\n');
    expect(stdout).toContain('To write over it: persona-sync apply desk --allow overwrite\n');
    expect(stdout).toMatch(/- \{ guard: overwrite, persona: "desk", digest: "[0-9a-f]{64}" \}/);
    expect(stdout.match(/\[guard_overwrite\]/g)).toHaveLength(1);
  });

  it('is written over by the very command that plan and drift name, also where another guard holds it too', async () => {
    const { run, repository } = await editedDesk();
    const fields = 'role: Desk\ntags: [a]\ncall_config: { record: true }\n';
    await repository.commit('Record', { [FILE]: desk(fields) });
    const [plan, drift] = [await run(['plan']), await run(['drift'])];
    const over = 'persona-sync apply desk --allow overwrite,recording\n';
    expect(plan.stdout).toContain(`To write over it: ${over}`);
    expect(plan.stdout).toContain(`If all that holds it is meant: ${over}`);
    expect(drift.stdout).toContain(`To write over it: ${over}`);
    expect((await run(['apply', 'desk', '--allow', 'overwrite,recording', '--yes'])).exit).toBe(0);
  });

  it('is held by apply, while the others are written', async () => {
    const { run, writes } = await editedDesk();
    const { exit, stdout } = await run(['apply', '--yes']);
    expect(exit).toBe(4);
    expect(stdout).toMatch(
      /^held +desk +held by overwrite; nothing was written; to keep what is live: persona-sync pull desk; when it is meant: persona-sync apply desk --allow overwrite$/m,
    );
    expect(stdout).toMatch(/^applied +other/m);
    expect(writes()).toBe(1);
  });

  it('is written where that is allowed, and the undo of it is not held', async () => {
    const { run, writes, emulator } = await editedDesk();
    expect((await run(['apply', 'desk', '--yes', '--allow', 'overwrite'])).exit).toBe(0);
    expect(writes()).toBe(1);
    expect((await run(['undo', '--yes'])).exit).toBe(0);
    expect(emulator.store.snapshot('p-1')).toMatchObject({ role: 'Boss' });
  });

  it('is written where the change was accepted in review', async () => {
    const { run, repository } = await editedDesk();
    const line = /- \{ guard: overwrite, .*\}/.exec((await run(['plan'])).stdout)?.[0];
    await repository.commit('Accept', { 'persona-sync.yaml': `accepted:\n  ${line}\n` });
    expect((await run(['apply', '--yes'])).exit).toBe(0);
  });

  it('is held from a saved plan by the origins in it, wherever it is applied', async () => {
    const { run, writes } = await editedDesk();
    const elsewhere = await createProject({});
    folders.push(elsewhere);
    await run(['plan', '--out', `${elsewhere}/plan.json`]);
    const { exit, stdout } = await run(['apply', '--plan', 'plan.json'], elsewhere);
    expect([exit, writes()]).toEqual([4, 1]);
    expect(stdout).toContain('held by overwrite');
  });

  it('stands apart in drift from an edit of the files that is not committed yet', async () => {
    const { run, repository } = await editedDesk();
    await repository.write('personas/other.yaml', 'id: p-2\nname: Other\nrole: newest\n');
    expect((await run(['drift', 'other'])).stdout).toContain(
      [
        'Drift: of 1 persona 1 differs (1 not applied since a commit), 0 in sync.',
        'To apply what was committed: persona-sync apply other',
        '',
      ].join('\n'),
    );
    await repository.write('personas/other.yaml', 'id: p-2\nname: Others\nrole: old\n');
    expect((await run(['drift', 'other'])).stdout).toContain(
      [
        'Drift: of 1 persona 1 differs (1 not committed yet), 0 in sync.',
        'To apply what the files say, also what is not committed yet: persona-sync apply other --allow identity',
        '',
      ].join('\n'),
    );
  });

  it('has its ways out in drift, apart from what only waits for an apply', async () => {
    const { run } = await editedDesk();
    const { exit, stdout } = await run(['drift']);
    expect(exit).toBe(2);
    expect(stdout).toContain(
      'Drift: of 2 personas 2 differ (1 edited elsewhere, 1 not applied since a commit), 0 in sync.\n',
    );
    expect(stdout).toContain(
      [
        'To keep what was edited, bring it into the files: persona-sync pull desk',
        'To write over it: persona-sync apply desk --allow overwrite',
        'To apply what was committed: persona-sync apply other',
        '',
      ].join('\n'),
    );
  });
});

describe('require_origin', () => {
  const WITHOUT_GIT = { [FILE]: desk('role: Desk\ntags: [a]\n') };

  it.each([
    ['holds what git cannot tell', 'guards: { require_origin: true }\n', [], 4],
    ['is released by --allow overwrite', 'guards: { require_origin: true }\n', ['--allow', 'overwrite'], 0],
    ['is off unless it is wanted', 'personas: personas\n', [], 0],
  ])('%s', async (_, config, more, exit) => {
    const { run } = await editedDesk();
    const folder = await createProject({ ...WITHOUT_GIT, 'persona-sync.yaml': config });
    folders.push(folder);
    const result = await run(['apply', '--yes', ...more], folder);
    expect(result.exit).toBe(exit);
    if (exit === 4) expect(result.stdout).toContain('who changed `role` is not known');
  });

  it('is released by accepted too', async () => {
    const { run } = await editedDesk();
    const config = 'guards: { require_origin: true }\n';
    const folder = await createProject({ ...WITHOUT_GIT, 'persona-sync.yaml': config });
    folders.push(folder);
    const line = /- \{ guard: overwrite, .*\}/.exec((await run(['plan'], folder)).stdout)?.[0];
    const accepted = await createProject({ ...WITHOUT_GIT, 'persona-sync.yaml': `${config}accepted:\n  ${line}\n` });
    folders.push(accepted);
    expect((await run(['apply', '--yes'], accepted)).exit).toBe(0);
  });
});
