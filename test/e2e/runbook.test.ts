/**
 * README, "When the agent says the wrong thing", followed to the end: every command of that section is run as it is written,
 * by the built program, in the three nights that it is for.
 */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import type { CliResult } from '../support/built-cli.ts';
import { closeWorlds, openWorld, type World } from '../support/world.ts';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const [, SECTION = ''] = /^## When the agent says the wrong thing\n(.*?)^## /ms.exec(README) ?? [];

/** Every command of the section that can be run as it stands. */
const COMMANDS = [...SECTION.matchAll(/`(persona-sync [^`]+)`/g)]
  .map(([, command = '']) => command)
  .filter((command) => command !== 'persona-sync pull');

const followed = new Set<string>();

afterEach(closeWorlds);

const GOOD = 'You are the support agent of Acme.\n\nNever promise a refund on the phone.';
const BAD = 'You are the support agent of Acme.\n\nEvery caller gets a refund\nof 50 dollars.';

const PERSONA = `id: p-support
name: Customer Support
personality_prompt: { file: ../../prompts/support.md }
`;

const SEED = [
  { id: 'p-support', name: 'Customer Support', personality_prompt: GOOD, inbound_numbers: ['+14155550100'] },
  { id: 'p-night', name: 'Night line', personality_prompt: 'You answer at night.' },
];

/** A repository whose files are live, with one commit. */
async function openRepository(): Promise<World> {
  const files = {
    'personas/emea/support.yaml': PERSONA,
    'prompts/support.md': `${GOOD}\n`,
    '.gitignore': '.persona-sync/\n',
  };
  const world = await openWorld({ files, seed: SEED });
  await git(world, 'init', '--quiet');
  await commit(world, 'Bring the support agent into git');
  return world;
}

async function git({ folder }: World, ...args: readonly string[]): Promise<void> {
  const who = ['-c', 'user.name=T', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false'];
  await execa('git', [...who, ...args], { cwd: folder });
}

async function commit(world: World, subject: string): Promise<void> {
  await git(world, 'add', '--all');
  await git(world, 'commit', '--quiet', '--message', subject);
}

/** The one command of the section that begins so, run as it is written; where it writes, without being asked. */
async function follow(world: World, beginning: string, ...more: readonly string[]): Promise<CliResult> {
  const whole = COMMANDS.filter((command) => command === `persona-sync ${beginning}`);
  const found = whole.length > 0 ? whole : COMMANDS.filter((one) => one.startsWith(`persona-sync ${beginning}`));
  const [command = ''] = found;
  expect({ beginning, found: found.length }).toEqual({ beginning, found: 1 });
  followed.add(command);
  const words = [...command.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
  return world.run([...words.slice(1), ...more]);
}

const onAir = ({ emulator }: World): unknown => emulator.store.snapshot('p-support').current_production_version;
const onDraft = ({ emulator }: World): unknown => emulator.store.snapshot('p-support').current_draft_version;

async function grepped(world: World): Promise<string> {
  const { exitCode, stdout } = await follow(world, 'show --grep "a refund of 50 dollars"');
  expect(exitCode).toBe(0);
  return stdout;
}

async function expectNobodySaysIt(world: World): Promise<void> {
  const { exitCode, stderr } = await follow(world, 'show --grep "a refund of 50 dollars" --plane production');
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('No persona says "a refund of 50 dollars"')]);
}

describe('the runbook', () => {
  it('a commit of ours is on air: back to the version before, and git along with it', async () => {
    const world = await openRepository();
    await world.write('prompts/support.md', `${BAD}\n`);
    await commit(world, 'Be generous');
    expect(await world.run(['apply', '--promote', '--yes'])).toMatchObject({ exitCode: 0 });

    const status = await follow(world, 'status');
    expect([status.exitCode, status.stdout]).toEqual([
      0,
      expect.stringMatching(/^emea\/support +equal +equal .* \+14155550100$/m),
    ]);
    const show = await follow(world, 'show +14155550100');
    expect(show.stdout).toContain('# emea/support "Customer Support": production, which callers hear');
    expect(show.stdout).toContain('  Every caller gets a refund\n  of 50 dollars.\n');
    const grep = await grepped(world);
    expect(grep).toContain('production, draft: personality_prompt, line 3');
    expect(grep).toContain('files: personality_prompt, prompts/support.md:3:19');
    expect(grep).toContain('Since when, and by whom: persona-sync history emea/support -p');
    const { stdout: history } = await follow(world, 'history');
    expect(history).toMatch(/^version 3 \(production\) promoted .* from draft 2\n {2}against version 1:/m);
    expect(history).toContain('+ Every caller gets a refund');
    expect(await follow(world, 'drift')).toMatchObject({ exitCode: 0 });
    expect((await follow(world, 'runs')).stdout).toMatch(/^[0-9a-f]{6} .* apply {2}2 applied /);

    const back = await follow(world, 'rollback emea/support --to 1', '--yes');
    expect([back.exitCode, onAir(world), onDraft(world)]).toEqual([
      0,
      expect.objectContaining({ personality_prompt: GOOD, version_number: 4 }),
      expect.objectContaining({ personality_prompt: GOOD }),
    ]);
    await expectNobodySaysIt(world);

    const [, revert = ''] = /"Be generous": git (revert [0-9a-f]{12})$/m.exec(back.stdout) ?? [];
    await git(world, ...revert.split(' '), '--no-edit');
    const plan = await follow(world, 'plan emea/support');
    expect([plan.exitCode, plan.stdout]).toEqual([0, 'No changes: 1 persona is as the files say.\n']);
    expect(await world.run(['drift', '--plane', 'both'])).toMatchObject({ exitCode: 0 });
  });

  it('somebody edited the draft in the dashboard: thrown away, and git has nothing to do', async () => {
    const world = await openRepository();
    world.emulator.store.edit('p-support', { personality_prompt: BAD });
    expect((await follow(world, 'status')).stdout).toMatch(/^emea\/support +1 differ +1 differ /m);
    expect(await grepped(world)).toContain('\n  draft: personality_prompt, line 3');
    expect(await follow(world, 'drift')).toMatchObject({ exitCode: 2 });
    const back = await follow(world, 'rollback emea/support --to production', '--yes');
    expect([back.exitCode, onDraft(world)]).toEqual([0, expect.objectContaining({ personality_prompt: GOOD })]);
    expect(back.stdout).toContain('The files say the same as that version: nothing is to be done in git.');
    await expectNobodySaysIt(world);
    expect((await follow(world, 'plan emea/support')).stdout).toContain('No changes');
  });

  it('our last run is on the draft: undone, and git told so', async () => {
    const world = await openRepository();
    await world.write('prompts/support.md', `${BAD}\n`);
    await commit(world, 'Be generous');
    await world.run(['apply', '--yes']);
    const undone = await follow(world, 'undo', '--yes');
    expect([undone.exitCode, onDraft(world)]).toEqual([0, expect.objectContaining({ personality_prompt: GOOD })]);
    expect(undone.stdout).toMatch(/revert them \(commit [0-9a-f]{12}\) too/);
    await expectNobodySaysIt(world);
  });

  it('has no command that these nights did not need', () => {
    expect([...followed].sort()).toEqual([...new Set(COMMANDS)].sort());
  });
});
