/** A prompt file that a killed pull left behind: the next pull takes it up, if it is its own to the letter and nobody reads it. */
import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { main } from '../../../src/main.ts';
import { testIo } from '../../support/run-main.ts';
import { closeWorlds, openWorld, type World } from '../../support/world.ts';

afterEach(closeWorlds);

const PROMPT = 'You are patient. '.repeat(20).trim();
const LEFT = 'personas/ann.personality_prompt.md';
const PULL = ['pull', '--all'];

const open = (files: Readonly<Record<string, string>>): Promise<World> =>
  openWorld({ files, seed: [{ id: 'a', name: 'Ann', personality_prompt: PROMPT }] });

const promptNamed = async (world: World, file: string): Promise<string> =>
  /file: (\S+)/.exec(await readFile(path.join(world.folder, file), 'utf8'))?.[1] ?? '';

describe('a prompt file that was left behind', () => {
  it('is taken up, and told', async () => {
    const world = await open({ [LEFT]: `${PROMPT}\n` });
    const { exitCode, stdout } = await world.runHere([...PULL, '--yes']);
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringContaining(`= ${LEFT} (there already, as it would be written)`),
    ]);
    expect(stdout).toContain('1 file written');
    expect(await promptNamed(world, 'personas/ann.yaml')).toBe('ann.personality_prompt.md');
  });

  it('is taken up where the id was written down too, which is then no change', async () => {
    const world = await open({
      [LEFT]: `${PROMPT}\n`,
      'persona-sync.yaml': 'environments:\n  staging: {}\n  prod: {}\n',
      'environments/staging.yaml': 'ids:\n  ann: a\n',
    });
    const { exitCode, stdout } = await world.runHere([...PULL, '--yes', '--env', 'staging']);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('+ personas/ann.yaml')]);
    expect(stdout).not.toContain('environments/staging.yaml');
  });

  it.each([
    ['with another text', { [LEFT]: 'Something else.\n' }],
    [
      'that another persona reads',
      {
        [LEFT]: `${PROMPT}\n`,
        'personas/bob.yaml': `name: Bob\npersonality_prompt: { file: ann.personality_prompt.md }\n`,
      },
    ],
  ])('is left alone %s', async (_, files) => {
    const world = await open(files);
    expect(await world.runHere([...PULL, '--yes'])).toMatchObject({ exitCode: 0 });
    expect(await promptNamed(world, 'personas/ann-2.yaml')).toBe('ann-2.personality_prompt.md');
  });

  it('is left alone where it is a link', async () => {
    const world = await open({ 'elsewhere.md': `${PROMPT}\n`, 'personas/_keep.yaml': '' });
    await symlink('../elsewhere.md', path.join(world.folder, LEFT));
    expect(await world.runHere([...PULL, '--yes'])).toMatchObject({ exitCode: 0 });
    expect(await promptNamed(world, 'personas/ann-2.yaml')).toBe('ann-2.personality_prompt.md');
  });

  it.each<[string, (file: string) => Promise<void>]>([
    ['changed', (file) => writeFile(file, 'Mine.\n')],
    ['removed', (file) => rm(file)],
  ])('that is %s while the question stands refuses the pull', async (_, change) => {
    const world = await open({ [LEFT]: `${PROMPT}\n` });
    const stderr: string[] = [];
    const io = testIo({ cwd: world.folder, env: world.env, answers: [] }, [], stderr);
    const ask = async (): Promise<string> => {
      await change(path.join(world.folder, LEFT));
      return 'yes';
    };
    expect(await main(PULL, { ...io, ask })).toBe(1);
    expect(stderr.join('')).toContain('it was changed meanwhile; run the same command again. No file was changed.');
    expect(await world.runHere([...PULL, '--yes'])).toMatchObject({ exitCode: 0 });
    expect(await world.runHere(['plan', '--detailed-exitcode'])).toMatchObject({ exitCode: 0 });
  });
});
