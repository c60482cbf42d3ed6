/** What status says of all personas together: nothing that was not compared is told as equal. */
import { afterEach, expect, it } from '@jest/globals';
import { closeWorlds, openWorld, personaFile } from '../../support/world.ts';

afterEach(closeWorlds);

const DESK = { id: 'p-1', name: 'Desk', role: 'Desk' };

async function summaryOf(files: Readonly<Record<string, string>>, ...selectors: readonly string[]): Promise<string> {
  const world = await openWorld({ files, seed: [DESK, { id: 'p-2', name: 'Other' }] });
  const { stdout } = await world.runHere(['status', ...selectors]);
  return stdout.split('\n').find((line) => /^\d+ personas?: /.test(line)) ?? '';
}

it('nothing differs where all was compared', async () => {
  expect(await summaryOf({ 'personas/desk.yaml': personaFile(DESK) })).toBe('1 persona: nothing differs.');
});

it('an invalid file is counted as one', async () => {
  const files = {
    'personas/desk.yaml': 'id: p-1\nname: Desk\nrol: Desk\n',
    'personas/other.yaml': 'id: p-2\nname: Other\n',
  };
  expect(await summaryOf(files)).toBe('2 personas: 1 with an invalid file.');
});

it('a live persona without a file is counted as one', async () => {
  expect(await summaryOf({ 'personas/desk.yaml': personaFile(DESK) }, 'Other')).toBe('1 persona: 1 without a file.');
});
