/** Which account new personas are created in: one that shows something of what the files are bound to. */
import { afterEach, expect, it } from '@jest/globals';
import { closeWorlds, openWorld } from '../../support/world.ts';

afterEach(closeWorlds);

const open = (ids: string, files: readonly string[]) =>
  openWorld({
    files: {
      'persona-sync.yaml': 'environments: { live: { api_key_env: BLAND_API_KEY } }\n',
      'environments/live.yaml': `ids: ${ids}\n`,
      ...Object.fromEntries(files.map((name) => [`personas/${name}.yaml`, `name: ${name}\n`])),
    },
    seed: [{ id: 'old-1', name: 'Old', deleted_at: '2025-01-01T00:00:00.000Z' }],
  });

it.each([
  ['{ a: p-1, b: p-2 }', ['a', 'b', 'fresh'], 'None of the 2 personas exists for this key'],
  ['{ a: p-1 }', ['a', 'fresh'], 'Nothing is created: the one persona that the files are bound to does not exist for'],
  [
    '{ a: p-1, gone: p-2 }',
    ['a', 'fresh'],
    'Nothing is created: none of the 2 personas that the files are bound to exists',
  ],
])('with the ids %s and the files %j the run stops', async (ids, files, words) => {
  const world = await open(ids, files);
  const result = await world.runHere(['apply', '--yes']);
  expect(result).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(words) });
  expect(new Set(world.methods())).toEqual(new Set(['GET']));
});

it('a deleted persona shows that the account is the right one', async () => {
  const world = await open('{ a: old-1 }', ['a', 'fresh']);
  const result = await world.runHere(['plan']);
  expect(result.stdout).toContain('Plan: 1 persona to create');
  expect(result.exitCode).toBe(4);
});

it('a saved plan that creates may be applied again, and a persona that only has the name is not taken for bound', async () => {
  const world = await open('{}', ['fresh']);
  expect(await world.runHere(['plan', '--out', 'plan.json'])).toMatchObject({ exitCode: 0 });
  expect(await world.runHere(['apply', '--plan', 'plan.json'])).toMatchObject({ exitCode: 0 });
  const again = await world.runHere(['apply', '--plan', 'plan.json']);
  expect([again.exitCode, again.stdout]).toEqual([
    0,
    expect.stringContaining('already there, as the files say; its id is in environments/live.yaml: commit it'),
  ]);
  expect(world.methods().filter((method) => method === 'POST')).toHaveLength(1);

  await world.write('environments/live.yaml', 'ids: {}\n');
  const unbound = await world.runHere(['apply', '--plan', 'plan.json']);
  expect([unbound.exitCode, unbound.stdout]).toEqual([
    4,
    expect.stringMatching(/already there, as the files say, but bound by none; to bind it: persona-sync bind fresh /),
  ]);
});
