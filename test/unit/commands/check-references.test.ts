/** `--check-references`: what is missing is not written, whatever else is to be done, and what is told beside it changes no digest. */
import { afterEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../src/model/json.ts';
import { closeWorlds, documentIn, openWorld, personaFile, type World } from '../../support/world.ts';

afterEach(closeWorlds);

const THINGS = {
  voices: [
    { id: 'v-1', name: 'Alexandra' },
    { id: 'v-2', name: 'org_abcdefghijklmnopqrstuvwx' },
  ],
  knowledge_bases: [{ id: 'kb', name: 'Bread' }],
};

const voice = (id: string, name: string, voice: string) => ({ id, name, call_config: { voice } });

function openOne(fields: JsonObject, seed: readonly JsonObject[]): Promise<World> {
  return openWorld({
    files: { 'personas/a.yaml': personaFile(fields) },
    seed: seed.map((one) => ({ name: 'A', ...one })),
    things: THINGS,
  });
}

const personasOf = (document: JsonObject) => document.personas as JsonObject[];

async function plan(world: World, ...more: readonly string[]): Promise<JsonObject> {
  return documentIn(await world.runHere(['plan', '--format', 'json', ...more]));
}

describe('--check-references', () => {
  it('creates no persona whose reference is missing', async () => {
    const world = await openOne({ name: 'New', call_config: { voice: 'v-9' } }, []);
    const result = await world.runHere(['apply', '--auto-approve', '--check-references']);
    expect(result.exitCode).toBe(4);
    expect(result.stdout).toContain('personas/a.yaml:3:10: error: `a` failed: the account has no voice `v-9`.');
    expect(new Set(world.methods())).toEqual(new Set(['GET']));
  });

  it('fails a persona that is as the file says, too', async () => {
    const world = await openOne(voice('a', 'A', 'v-9'), [voice('a', 'A', 'v-9')]);
    const document = await plan(world, '--check-references');
    expect(personasOf(document)).toMatchObject([{ action: 'failed', reason: 'missing_reference', changes: [] }]);
    expect(document).toMatchObject({ complete: true, references: [{ id: 'v-9', status: 'missing', personas: ['a'] }] });
  });

  it('asks for nothing that is filled in during a call, nor for a persona that failed', async () => {
    const world = await openOne(voice('a', 'A', '{{voice}}'), [voice('a', 'A', 'v-1')]);
    expect(await plan(world, '--check-references')).toMatchObject({ references: [] });
    const other = await openOne(voice('b', 'A', 'v-1'), []);
    await other.runHere(['plan', '--check-references']);
    expect(other.emulator.requests.map(({ path }) => path)).toEqual(['/v1/personas/b']);
  });

  it('changes no digest of a persona, and its saved plan is applied', async () => {
    const world = await openOne(voice('a', 'A', 'v-1'), [voice('a', 'A', 'v-2')]);
    const [plain] = personasOf(await plan(world));
    const [checked] = personasOf(await plan(world, '--check-references', '--out', 'plan.json'));
    expect(checked?.digest).toBe(plain?.digest);
    expect(checked?.changes).toMatchObject([{ names: { 'v-1': 'Alexandra' } }]);
    expect((await world.runHere(['apply', '--plan', 'plan.json'])).exitCode).toBe(0);
    expect((await plan(world)).summary).toMatchObject({ none: 1 });
  });

  it('shows no key that is a name', async () => {
    const world = await openOne(voice('a', 'A', 'v-2'), [voice('a', 'A', 'v-1')]);
    const result = await world.runHere(['plan', '--check-references']);
    expect(result.stdout).toContain('"v-2" ([redacted])');
    expect(result.stdout + result.stderr).not.toContain('abcdefghijklmnop');
  });

  it('joins what the jobs of several shards asked for', async () => {
    const keys = ['a', 'b', 'c', 'd'];
    const world = await openWorld({
      files: Object.fromEntries(keys.map((id) => [`personas/${id}.yaml`, personaFile(voice(id, id, 'v-1'))])),
      seed: keys.map((id) => voice(id, id, id === 'a' ? 'v-2' : 'v-1')),
      things: THINGS,
    });
    for (const share of ['1', '2'])
      await world.runHere(['plan', '--check-references', '--shard', `${share}/2`, '--out', `${share}.json`]);
    const merged = documentIn(await world.runHere(['merge', '2.json', '1.json', '--format', 'json']));
    const whole = await plan(world, '--check-references');
    expect(merged.references).toEqual(whole.references);
    expect(whole.references).toMatchObject([{ id: 'v-1', name: 'Alexandra', personas: keys }]);
  });
});
