/** Advice that is pasted goes on where the run stood: with what was allowed, and with all that holds the persona. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeWorlds, openWorld, personaFile, type World } from '../../support/world.ts';

afterEach(closeWorlds);

const LIVE = [{ id: 'p-1', name: 'Desk', role: 'old', call_config: { record: true } }];

function open(fields: Parameters<typeof personaFile>[0]): Promise<World> {
  return openWorld({ files: { 'personas/desk.yaml': personaFile({ id: 'p-1', ...fields }) }, seed: LIVE });
}

/** The rest of the line that begins so. */
function commandAfter(words: string, text: string): string {
  return new RegExp(`${words} persona-sync (.*)$`, 'm').exec(text)?.[1] ?? '';
}

describe('what plan was allowed stands in the command that it ends with', () => {
  const quiet = { name: 'Desk', call_config: { record: false } };

  it('and pasted, it writes', async () => {
    const world = await open(quiet);
    const { stdout } = await world.runHere(['plan', 'desk', '--allow', 'recording']);
    const next = commandAfter('^Next:', stdout);
    expect(next).toBe('apply desk --allow recording');
    expect(await world.runHere([...next.split(' '), '--auto-approve'])).toMatchObject({ exitCode: 0 });
  });

  it('also with a saved plan', async () => {
    const world = await open(quiet);
    const { stdout } = await world.runHere(['plan', '--out', 'plan.json', '--allow', 'recording']);
    const next = commandAfter('^Next:', stdout);
    expect(next).toBe('apply --plan plan.json --allow recording');
    expect(await world.runHere(next.split(' '))).toMatchObject({ exitCode: 0 });
  });

  it('and in what allows the rest of it, in plan and in the report of apply', async () => {
    const fields = { name: 'Bureau', call_config: { record: false } };
    const allowed = 'apply desk --allow recording --allow identity';
    const world = await open(fields);
    const planned = await world.runHere(['plan', '--allow', 'recording']);
    expect(commandAfter('If it is meant:', planned.stdout)).toBe(allowed);
    const applied = await world.runHere(['apply', '--auto-approve', '--allow', 'recording']);
    expect(commandAfter('when it is meant:', applied.stdout)).toBe(allowed);
    expect(await world.runHere([...allowed.split(' '), '--auto-approve'])).toMatchObject({ exitCode: 0 });
  });
});
