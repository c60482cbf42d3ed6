/** `history` through the whole program, for what the golden cases do not show. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeWorlds, documentIn, openWorld, personaFile, type World } from '../../support/world.ts';

afterEach(closeWorlds);

const SEED = [
  {
    id: 'p-ann',
    name: 'Ann',
    personality_prompt: 'New.',
    production: { version_number: 3, personality_prompt: 'New.' },
    archived: [{ version_number: 1, personality_prompt: 'Old.' }],
  },
];
const FILES = { 'personas/ann.yaml': personaFile({ id: 'p-ann', name: 'Ann', personality_prompt: 'New.' }) };

const open = (options: Parameters<typeof openWorld>[0] = {}): Promise<World> =>
  openWorld({ seed: SEED, files: FILES, ...options });

/** Number, type, fields that differ from the files, and fields that changed. */
async function told(world: World): Promise<unknown> {
  const { versions } = documentIn(await world.runHere(['history', 'ann', '--format', 'json']));
  if (!Array.isArray(versions)) return versions;
  return versions.map(({ number, type, differs_from_files: files, changes }) => [
    number,
    type,
    files,
    changes.map(({ path }: { path: string }) => path),
  ]);
}

const EXPECTED = [
  [2, 'draft', [], []],
  [3, 'production', [], ['/personality_prompt']],
  [1, 'archived', ['/personality_prompt'], []],
];

describe('history', () => {
  it('tells of each version how far it is from the files, and from the version before', async () => {
    expect(await told(await open())).toEqual(EXPECTED);
  });

  it('asks for each version where the list shows them without their content', async () => {
    const world = await open({ variants: { listRows: 'thin' } });
    expect(await told(world)).toEqual(EXPECTED);
    expect(world.methods()).toHaveLength(5);
  });

  it('knows of no files where no file manages the persona', async () => {
    const world = await open({ files: { 'personas/bob.yaml': personaFile({ id: 'p-bob', name: 'Bob' }) } });
    const { exitCode, stdout } = await world.runHere(['history', 'Ann']);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/ {2}3 +production .* -\n/)]);
    expect(stdout).not.toContain('rollback');
  });

  it.each([
    ['are not there', { kind: 'status', path: 'versions', status: 404 } as const, 'could not be read'],
    [
      'cannot be read',
      { kind: 'errors_under_200', path: 'versions', body: '{"data":{}}' } as const,
      'not a list of versions',
    ],
    ['are refused', { kind: 'status', path: 'versions', status: 401 } as const, 'refused the key'],
  ])('says that versions %s', async (_, fault, message) => {
    const { exitCode, stdout, stderr } = await (await open({ faults: [fault] })).runHere(['history', 'ann']);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain(message);
  });
});
