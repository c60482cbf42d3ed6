/** `apply --reviewed`: the changes that were reviewed, made from today's state. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../src/model/json.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { sealPlan } from '../../../src/plan/build.ts';
import { closeWorlds, documentIn, openWorld, personaFile, type World } from '../../support/world.ts';

afterEach(closeWorlds);

const DESK: JsonObject = {
  id: 'p-1',
  name: 'Desk',
  call_config: { voice: 'June' },
  personality_prompt: 'Be kind.',
};
const OTHER: JsonObject = { id: 'p-2', name: 'Other', role: 'Other' };

async function world(): Promise<World> {
  return openWorld({
    files: { 'personas/desk.yaml': personaFile(DESK), 'personas/other.yaml': personaFile(OTHER) },
    seed: [
      { id: 'p-1', name: 'Desk', call_config: { voice: 'June' }, personality_prompt: 'Be kind.' },
      { id: 'p-2', name: 'Other', role: 'Other' },
    ].map((fields) => ({ ...fields })),
  });
}

const desk = (more: JsonObject): string => personaFile({ ...DESK, ...more });
const writes = ({ emulator }: World): unknown[] =>
  emulator.requests.filter(({ method }) => method === 'PATCH').map(({ body }) => body);

/** Plans the files as a pull request has them, and puts those of the base back. */
async function review(one: World, file: string, more: JsonObject, base: JsonObject = {}): Promise<void> {
  await one.write('personas/desk.yaml', desk(more));
  await one.runHere(['plan', '--out', file]);
  await one.write('personas/desk.yaml', desk(base));
}

const VOICE = { call_config: { voice: 'Karl' } };
const PROMPT = { personality_prompt: 'Be brief.' };

describe('apply --reviewed', () => {
  it('applies two changes of one persona that were planned on the same base, one after the other', async () => {
    const one = await world();
    await review(one, 'voice.json', VOICE);
    await review(one, 'prompt.json', PROMPT);
    await one.write('personas/desk.yaml', desk(VOICE));
    expect((await one.runHere(['apply', '--reviewed', 'voice.json'])).exitCode).toBe(0);
    await one.write('personas/desk.yaml', desk({ ...VOICE, ...PROMPT }));
    // The saved plan no longer fits: it would set the voice back, and is held.
    expect((await one.runHere(['apply', '--plan', 'prompt.json'])).exitCode).toBe(4);
    expect((await one.runHere(['apply', '--reviewed', 'prompt.json'])).exitCode).toBe(0);
    expect(writes(one)).toEqual([
      { name: 'Desk', call_config: { voice: 'Karl' } },
      { name: 'Desk', personality_prompt: 'Be brief.' },
    ]);
  });

  it('holds a persona that has other changes than were reviewed, with what to do', async () => {
    const one = await world();
    await review(one, 'plan.json', VOICE);
    await one.write('personas/desk.yaml', desk({ ...VOICE, ...PROMPT }));
    const { exitCode, stdout } = await one.runHere(['apply', '--reviewed', 'plan.json']);
    expect(exitCode).toBe(4);
    expect(stdout).toContain(
      'held          desk  other changes of it were reviewed than there are now; nothing was written; see what differs now: persona-sync plan desk; to apply it as it is: persona-sync apply desk\n',
    );
    const outcome = documentIn(await one.runHere(['apply', '--reviewed', 'plan.json', '--format', 'json'])).outcomes;
    expect(outcome).toEqual([
      expect.objectContaining({ key: 'desk', status: 'held', reason: 'not_reviewed' }),
      expect.objectContaining({ key: 'other', status: 'unchanged' }),
    ]);
    expect(writes(one)).toEqual([]);
  });

  it('leaves what has no changes there alone: absent, as the files said, or failed', async () => {
    const one = await world();
    await review(one, 'plan.json', VOICE);
    await one.write('personas/desk.yaml', desk(VOICE));
    one.emulator.store.edit('p-2', { role: 'Edited' });
    const { exitCode, stdout } = await one.runHere(['apply', '--reviewed', 'plan.json']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Not reviewed here, and left as they are: other\n');
    expect(stdout).not.toContain('role');
    expect(writes(one)).toHaveLength(1);
    const document = documentIn(await one.runHere(['apply', '--reviewed', 'plan.json', '--format', 'json']));
    expect(document.not_reviewed).toEqual([{ key: 'other', id: 'p-2', step: 'update' }]);
  });

  it('is done where all of it is applied already, and says what no file has any more', async () => {
    const one = await world();
    await review(one, 'plan.json', VOICE);
    const again = await one.runHere(['apply', '--reviewed', 'plan.json']);
    expect([again.exitCode, again.stdout]).toEqual([0, expect.stringContaining('No changes')]);
    const gone = 'In plan.json, but in no file any more: desk\n';
    await rm(path.join(one.folder, 'personas/desk.yaml'));
    expect((await one.runHere(['apply', '--reviewed', 'plan.json'])).stdout).toContain(gone);
    expect((await one.runHere(['apply', '--reviewed', 'plan.json', 'other'])).stdout).not.toContain(gone);
  });

  it('asks nothing, and needs no --auto-approve', async () => {
    const one = await world();
    await review(one, 'plan.json', VOICE);
    await one.write('personas/desk.yaml', desk(VOICE));
    expect((await one.runHere(['apply', '--reviewed', 'plan.json', '--format', 'json'])).exitCode).toBe(0);
  });

  it('guards the changes that it writes, and counts those alone', async () => {
    const one = await world();
    await review(one, 'plan.json', { name: 'Front desk' });
    await one.write('personas/desk.yaml', desk({ name: 'Front desk' }));
    const { exitCode, stdout } = await one.runHere(['apply', '--reviewed', 'plan.json']);
    expect([exitCode, stdout]).toEqual([4, expect.stringContaining('held by identity')]);
    expect((await one.runHere(['apply', '--reviewed', 'plan.json', '--allow', 'identity'])).exitCode).toBe(0);
  });

  it('refuses a document that was altered, or made for another address', async () => {
    const one = await world();
    await review(one, 'plan.json', VOICE);
    const file = path.join(one.folder, 'plan.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('Karl', 'Kurt'));
    const altered = await one.runHere(['apply', '--reviewed', 'plan.json']);
    expect([altered.exitCode, altered.stderr]).toEqual([1, expect.stringContaining('altered')]);
    await writeFile(file, text);
    const other = await world();
    await writeFile(path.join(other.folder, 'plan.json'), text);
    const elsewhere = await other.runHere(['apply', '--reviewed', 'plan.json']);
    expect([elsewhere.exitCode, elsewhere.stderr]).toEqual([1, expect.stringContaining('was made for')]);
  });

  it('refuses a document of another account', async () => {
    const one = await world();
    await review(one, 'plan.json', VOICE);
    await one.write('personas/desk.yaml', desk(VOICE));
    const file = path.join(one.folder, 'plan.json');
    const { digest: _, ...plan }: Plan = JSON.parse(await readFile(file, 'utf8'));
    const account = 'somebody-else';
    await writeFile(file, JSON.stringify(sealPlan({ ...plan, target: { ...plan.target, account } })));
    const { exitCode, stderr } = await one.runHere(['apply', '--reviewed', 'plan.json']);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('plan.json was made for account somebody-else')]);
    expect(writes(one)).toEqual([]);
  });

  it('and --plan exclude each other', async () => {
    const one = await world();
    const { exitCode, stderr } = await one.runHere(['apply', '--reviewed', 'a.json', '--plan', 'b.json']);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('not both')]);
  });
});
