/** With a config of another name, every advised `validate` names it: without, it would look elsewhere. */
import { afterEach, expect, it } from '@jest/globals';
import { closeWorlds, openWorld } from '../../support/world.ts';

afterEach(closeWorlds);

const FILES = {
  'my.yaml': 'personas: agents\n',
  'agents/desk.yaml': 'id: p-1\nname: Desk\ntags: support\n',
  'agents/night.yaml': 'id: p-2\nname: Night\n',
};

it.each([
  ['plan'],
  ['apply', '--auto-approve'],
  ['bind', '--by-name'],
  ['explain', 'desk'],
  ['snapshot', '--out', 'live.json'],
  ['pull', '--auto-approve'],
  ['emulator', '--seed', 'agents'],
  ['validate', 'night'],
])('%s', async (...argv) => {
  const world = await openWorld({ files: FILES });
  const { stdout, stderr, exitCode } = await world.runHere([...argv, '--config', 'my.yaml']);
  expect([exitCode, stdout + stderr]).toEqual([3, expect.stringContaining('persona-sync validate --config my.yaml\n')]);
});
