/** pull where a persona file is bound to no live persona yet. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { closeWorlds, openWorld } from '../../support/world.ts';

afterEach(closeWorlds);

it('leaves a prompt file alone that such a file shares', async () => {
  const world = await openWorld({
    files: {
      'personas/a.yaml': 'id: a\nname: A\npersonality_prompt: { file: ../p.md }\n',
      'personas/b.yaml': 'name: B\npersonality_prompt: { file: ../p.md }\n',
      'p.md': 'old\n',
    },
    seed: [{ id: 'a', name: 'A', personality_prompt: 'new' }],
  });
  const result = await world.runHere(['pull', '--yes']);
  expect(result.exitCode).toBe(4);
  expect(result.stdout).toContain('comes from p.md, which personas/b.yaml:2:21 reads too');
  expect(await readFile(path.join(world.folder, 'p.md'), 'utf8')).toBe('old\n');
});
