/** The first line of the files that init and pull write: by it editors find the schema. */
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { runMain } from '../../support/run-main.ts';
import { closeWorlds, openWorld } from '../../support/world.ts';

afterEach(closeWorlds);

const PUBLIC = 'https://unpkg.com/persona-sync/schemas';

/** The schemas that the lines name: of the config, the example and a pulled persona, in a project with this personas folder. */
async function schemasOf(personas: string, where: { readonly package: string; readonly cwd?: string }) {
  const world = await openWorld({ seed: [{ id: 'a', name: 'Ann' }] });
  const cwd = path.join(world.folder, where.cwd ?? '.');
  await mkdir(cwd, { recursive: true });
  const options = { cwd, env: world.env, packageFolder: path.join(world.folder, where.package) };
  expect(await runMain(['init', '--personas', personas], options)).toMatchObject({ exit: 0 });
  expect(await runMain(['pull', '--all', '--yes'], options)).toMatchObject({ exit: 0 });
  const files = ['persona-sync.yaml', `${personas}/_example.yaml`, `${personas}/ann.yaml`];
  const texts = await Promise.all(files.map((file) => readFile(path.join(cwd, file), 'utf8')));
  return texts.map((text) => /^# yaml-language-server: \$schema=(.*)\/[a-z]+\.schema\.json\n/.exec(text)?.[1]);
}

describe('the schema line', () => {
  it('leads into the package that the project has installed, from whatever folder', async () => {
    const place = { package: 'node_modules/persona-sync' };
    const below = (up: string): string => `${up}node_modules/persona-sync/schemas`;
    expect(await schemasOf('personas', place)).toEqual([below(''), below('../'), below('../')]);
    expect(await schemasOf('agents/live', place)).toEqual([below(''), below('../../'), below('../../')]);
  });

  it.each([
    ['of npx', { package: '.npm/_npx/1a2b/node_modules/persona-sync' }],
    ['that is no package', { package: 'persona-sync' }],
    ['above the repository', { package: 'node_modules/persona-sync', cwd: 'project' }],
    ['of another folder', { package: 'tools/node_modules/persona-sync' }],
  ])('is the public address for one %s', async (_, place) => {
    expect(await schemasOf('personas', place)).toEqual([PUBLIC, PUBLIC, PUBLIC]);
  });

  it('leads from a folder of the repository to its top', async () => {
    const world = await openWorld({ seed: [] });
    const cwd = path.join(world.folder, 'voice');
    await mkdir(path.join(world.folder, '.git'));
    await mkdir(cwd);
    await runMain(['init'], { cwd, packageFolder: path.join(world.folder, 'node_modules/persona-sync') });
    expect(await readFile(path.join(cwd, 'personas/_example.yaml'), 'utf8')).toContain(
      '$schema=../../node_modules/persona-sync/schemas/persona.schema.json\n',
    );
  });
});
