/** `rollback` through the whole program, for what the golden cases do not show. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { closeWorlds, openWorld, personaFile, type World } from '../../support/world.ts';

afterEach(closeWorlds);

const OLD = 'Never promise a refund.';
const NEW = 'Promise a refund.';
const SEED = [
  {
    id: 'p-ann',
    name: 'Ann',
    role: 'Sales',
    personality_prompt: NEW,
    production: { version_number: 3 },
    archived: [{ id: 'v-1', version_number: 1, personality_prompt: OLD }],
  },
];

const fileWith = (text: string) => ({
  'personas/ann.yaml': personaFile({ id: 'p-ann', name: 'Ann', personality_prompt: { file: '../ann.md' } }),
  'ann.md': `${text}\n`,
});

const open = (options: Parameters<typeof openWorld>[0] = {}): Promise<World> =>
  openWorld({ seed: SEED, files: fileWith(NEW), ...options });

const BACK = ['rollback', 'ann', '--to', '1', '--auto-approve'];

function draftOf(world: World): unknown {
  return world.emulator.store.snapshot('p-ann').current_draft_version;
}

async function git(world: World, ...args: readonly string[]): Promise<void> {
  const who = ['-c', 'user.name=T', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false'];
  await execa('git', [...who, ...args], { cwd: world.folder });
}

async function commit(world: World, subject: string): Promise<void> {
  await git(world, 'add', '--all');
  await git(world, 'commit', '--message', subject);
}

const lastLines = (stdout: string, number: number): string[] => stdout.trimEnd().split('\n').slice(-number);

describe('rollback and git', () => {
  it('names the commit to revert; reverted, nothing is left to apply', async () => {
    const world = await open({ files: fileWith(OLD) });
    await git(world, 'init', '--quiet');
    await commit(world, 'Begin');
    await world.write('ann.md', `${NEW}\n`);
    await commit(world, 'Promise refunds \u001b[31m');
    await world.write('other.md', 'x');
    await commit(world, 'Something else');
    const { exitCode, stdout } = await world.runHere(BACK);
    expect([exitCode, draftOf(world)]).toEqual([0, expect.objectContaining({ personality_prompt: OLD })]);
    const [said, revert = '', look] = lastLines(stdout, 3);
    expect(said).toBe(
      'Git still says otherwise: personality_prompt in ann.md, personas/ann.yaml. The next apply would write it again.',
    );
    expect(revert).toMatch(
      /^To bring git along, take back the newest commit there, "Promise refunds( \\x1b\[31m)?": git revert [0-9a-f]{12}$/,
    );
    expect(look).toBe('Then see that nothing is left: persona-sync plan ann');
    await git(world, ...(/git (revert \w+)$/.exec(revert)?.[1] ?? '').split(' '), '--no-edit');
    expect((await world.runHere(['plan', 'ann'])).stdout).toContain('No changes');
  });

  it('takes back a branch as a whole, where it was merged', async () => {
    const world = await open({ files: fileWith(OLD) });
    await git(world, 'init', '--quiet', '--initial-branch=main');
    await commit(world, 'Begin');
    await git(world, 'checkout', '--quiet', '-b', 'generous');
    await world.write('ann.md', 'Promise something.\n');
    await commit(world, 'Promise something');
    await world.write('ann.md', `${NEW}\n`);
    await commit(world, 'Promise refunds');
    await git(world, 'checkout', '--quiet', 'main');
    await git(world, 'merge', '--quiet', '--no-ff', '--message', 'Merge generous', 'generous');
    const { stdout } = await world.runHere(BACK);
    const [, revert = ''] = /"Merge generous": git (revert -m 1 [0-9a-f]{12})$/m.exec(stdout) ?? [];
    await git(world, ...revert.split(' '), '--no-edit');
    expect((await world.runHere(['plan', 'ann'])).stdout).toContain('No changes');
  });

  it('says so where what differs is not committed, or where there is no git', async () => {
    const world = await open();
    expect(lastLines((await world.runHere(BACK)).stdout, 1)).toEqual([
      'Git knows no commit of it: change the file, or take over what is live: persona-sync pull ann',
    ]);
    await git(world, 'init', '--quiet');
    await commit(world, 'Begin');
    await world.write('ann.md', 'Something else.\n');
    const { stdout } = await world.runHere(BACK);
    expect(lastLines(stdout, 1)).toEqual([
      'Not committed: ann.md. Change it there, or take over what is live: persona-sync pull ann',
    ]);
  });
});

const productionOf = (world: World): unknown => world.emulator.store.snapshot('p-ann').current_production_version;

function versionsOf(world: World): number {
  const versions = world.emulator.store.versions('p-ann');
  return versions.ok ? versions.value.length : 0;
}

describe('rollback --promote', () => {
  const PROMOTED = [...BACK, '--promote'];

  it('gives version 1’s content to callers, verified', async () => {
    const world = await open();
    const { exitCode, stdout } = await world.runHere(PROMOTED);
    expect([exitCode, draftOf(world), productionOf(world)]).toEqual([
      0,
      expect.objectContaining({ personality_prompt: OLD }),
      expect.objectContaining({ personality_prompt: OLD, version_number: 4 }),
    ]);
    expect(stdout).toContain('Rollback: 2 applied.');
    expect(stdout).toMatch(/promoted and verified/);
  });

  it('mints no second version when it is run again', async () => {
    const world = await open();
    await world.runHere(PROMOTED);
    const minted = versionsOf(world);
    const again = await world.runHere(PROMOTED);
    expect([again.exitCode, versionsOf(world)]).toEqual([0, minted]);
    expect(again.stdout).toContain('Nothing to roll back');
  });

  it('promotes a draft that is back already', async () => {
    const world = await open();
    const back = await world.runHere(BACK);
    expect(back.stdout).toContain('callers hear it after: persona-sync rollback ann --to 1 --promote');
    const { exitCode, stdout } = await world.runHere(PROMOTED);
    expect([exitCode, productionOf(world)]).toEqual([0, expect.objectContaining({ personality_prompt: OLD })]);
    expect(stdout).not.toContain('Nothing to roll back');
  });

  it('does not ship what is in no version and in no file, unless it is meant', async () => {
    const world = await open();
    world.emulator.store.edit('p-ann', { webhook: 'https://hooks.example.com/half' });
    const held = await world.runHere(PROMOTED);
    expect([held.exitCode, draftOf(world), productionOf(world)]).toEqual([
      4,
      expect.objectContaining({ personality_prompt: OLD }),
      expect.objectContaining({ personality_prompt: NEW }),
    ]);
    expect(held.stdout).toContain('webhook');
    await world.runHere([...PROMOTED, '--allow', 'foreign']);
    expect(productionOf(world)).toMatchObject({ personality_prompt: OLD, webhook: 'https://hooks.example.com/half' });
  });

  it.each([
    ['whose answer is lost', { kind: 'reset_after' }, 0],
    ['that never arrives', { kind: 'reset_before' }, 0],
    ['that is refused', { kind: 'status', status: 400 }, 4],
    ['that fails under 200', { kind: 'errors_under_200' }, null],
  ] as const)('ends with one version of that content, or none: a promote %s', async (_, fault, exit) => {
    const world = await open({ faults: [{ ...fault, method: 'POST', path: 'promote' }] });
    const before = versionsOf(world);
    const { exitCode, stdout } = await world.runHere(PROMOTED);
    if (exit !== null) expect(exitCode).toBe(exit);
    const isOld = JSON.stringify(productionOf(world)).includes(OLD);
    expect(versionsOf(world) - before).toBe(isOld ? 1 : 0);
    expect(stdout.includes('promoted and verified')).toBe(exitCode === 0 && isOld);
    await world.runHere(PROMOTED);
    expect([versionsOf(world) - before, productionOf(world)]).toEqual([
      1,
      expect.objectContaining({ personality_prompt: OLD }),
    ]);
  });
});

describe('rollback', () => {
  it('writes the version fields alone: nothing that is on air at once', async () => {
    const world = await open({
      files: { 'personas/ann.yaml': personaFile({ id: 'p-ann', name: 'Ann', role: 'Other' }) },
    });
    await world.runHere(BACK);
    expect(world.emulator.requests.at(-1)?.body).toEqual({ name: 'Ann', personality_prompt: OLD });
  });

  it('throws away what was edited on the draft, without a look at the versions', async () => {
    const world = await open();
    world.emulator.store.edit('p-ann', { personality_prompt: 'Half an edit', kb_ids: ['kb'] });
    await world.runHere(['rollback', 'ann', '--to', 'production', '--auto-approve', '--allow', 'emptied']);
    expect(draftOf(world)).toMatchObject({ personality_prompt: NEW, kb_ids: [] });
    expect(world.emulator.requests.some(({ path }) => path.includes('versions'))).toBe(false);
  });

  it('works where there is no draft yet', async () => {
    const world = await open({ variants: { noDraft: true } });
    expect([(await world.runHere(BACK)).exitCode, draftOf(world)]).toEqual([
      0,
      expect.objectContaining({ personality_prompt: OLD }),
    ]);
  });

  it('reads the version itself where the list shows none of its content', async () => {
    const world = await open({ variants: { listRows: 'thin' } });
    expect([(await world.runHere(BACK)).exitCode, draftOf(world)]).toEqual([
      0,
      expect.objectContaining({ personality_prompt: OLD }),
    ]);
  });

  it('is verified: what the service does not store is told', async () => {
    const { exitCode, stdout } = await (await open({ variants: { drop: ['personality_prompt'] } })).runHere(BACK);
    expect([exitCode, stdout]).toEqual([4, expect.stringContaining('Rollback: 1 unverified.')]);
    expect(stdout).toContain('see where it stands: persona-sync history ann -p');
  });

  it('says so where nothing of a version can be brought back', async () => {
    const archived = [{ version_number: 1, personality_prompt: `Use sk-${'a'.repeat(24)}` }];
    const world = await open({ seed: [{ ...SEED[0], id: 'p-ann', name: 'Ann', archived }] });
    const { exitCode, stdout } = await world.runHere(BACK);
    expect([exitCode, stdout]).toEqual([
      4,
      expect.stringContaining('Nothing of version 1 (archived) can be brought back'),
    ]);
    expect(stdout).toContain('left alone: personality_prompt holds what looks like an API key');
    expect(world.methods()).not.toContain('PATCH');
  });

  it('lists the ids of versions that share a number', async () => {
    const archived = [
      { id: 'v-a', version_number: 1 },
      { id: 'v-b', version_number: 1, personality_prompt: OLD },
    ];
    const world = await open({ seed: [{ ...SEED[0], id: 'p-ann', name: 'Ann', archived }] });
    expect((await world.runHere(BACK)).stderr).toContain('    --to v-b: version 1 (archived)');
    await world.runHere(['rollback', 'ann', '--to', 'v-b', '--yes']);
    expect(draftOf(world)).toMatchObject({ personality_prompt: OLD });
  });

  it('is taken back by undo', async () => {
    const world = await open();
    await world.runHere(BACK);
    const { exitCode, stdout } = await world.runHere(['undo', '--auto-approve']);
    expect([exitCode, draftOf(world)]).toEqual([0, expect.objectContaining({ personality_prompt: NEW })]);
    expect(stdout).not.toContain('The files still say');
  });

  it('is not kept from it by another file that is invalid', async () => {
    const world = await open({ files: { ...fileWith(NEW), 'personas/bad.yaml': 'name: [' } });
    expect((await world.runHere(BACK)).exitCode).toBe(0);
  });

  it('needs approval where nobody can be asked, before the first request', async () => {
    const world = await open();
    const { exitCode, stderr } = await world.runHere(BACK.slice(0, 4));
    expect([exitCode, stderr, world.methods()]).toEqual([
      1,
      expect.stringContaining('Approve beforehand: persona-sync rollback ann --to 1 --auto-approve'),
      [],
    ]);
  });

  it.each([
    [
      'a number that two versions have',
      'has several versions "1"',
      { seed: [{ ...SEED[0], name: 'Ann', archived: [{ version_number: 1 }, { id: 'v-b', version_number: 1 }] }] },
    ],
    ['a persona that is gone', 'the service has no persona p-ann', { seed: [] }],
    [
      'only archived versions',
      'neither a draft nor a production version',
      { seed: [{ id: 'p-ann', name: 'Ann', current_draft_version: null, current_production_version: null }] },
    ],
  ])('refuses %s', async (_, message, options) => {
    const world = await open(options);
    const { exitCode, stderr } = await world.runHere(BACK);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(message)]);
    expect(world.methods()).not.toContain('PATCH');
  });
});
