/** From an existing account to a repository: sixty personas with whatever the service may hold, and three dashboard edits. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SeedPersona } from '../../src/emulator/seed.ts';
import type { LivePersona } from '../../src/model/persona.ts';
import { nastyPersona } from '../support/nasty.ts';
import { closeWorlds, documentIn, openWorld, type World } from '../support/world.ts';

afterEach(closeWorlds);

const COUNT = 60;

/** As the service shows them; three of them are plain, so that the edits below are the only difference. */
function account(): SeedPersona[] {
  return fc.sample(nastyPersona, { numRuns: COUNT, seed: 20 }).map((live, number) => {
    const id = `p-${String(number).padStart(2, '0')}`;
    return number < 3 ? plainPersona(id, number) : { ...shown(live), id };
  });
}

function shown({ root, draft, production }: LivePersona): SeedPersona {
  return { name: '', ...root, current_draft_version: draft, current_production_version: production };
}

function plainPersona(id: string, number: number): SeedPersona {
  return {
    id,
    name: `Plain ${number}`,
    role: 'Desk',
    tags: ['a', 'b'],
    personality_prompt: 'Be kind.\n\nListen.',
    call_config: { voice: 'June', max_duration: 30 },
  };
}

/** As it is written in a file. */
const VALUE = '$' + '{brand}';

async function textsIn(world: World): Promise<Map<string, string>> {
  const folder = path.join(world.folder, 'personas');
  const names = (await readdir(folder)).sort();
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(path.join(folder, name), 'utf8')] as const)),
  );
}

it('brings all into files that are valid and plan clean, and later exactly what was edited', async () => {
  const world = await openWorld({ seed: account() });
  expect(await world.run(['init', '--ci', 'none'])).toMatchObject({ exitCode: 0 });
  const first = documentIn(await world.run(['pull', '--all', '--from', 'draft', '--yes', '--format', 'json']));
  const { written, skipped } = first.summary as { readonly written: number; readonly skipped: number };
  expect(written + skipped).toBe(COUNT);
  expect(written).toBeGreaterThan(50);
  expect(world.methods()).toEqual(['GET']);
  expect(await world.run(['validate'])).toMatchObject({ exitCode: 0 });
  const plan = await world.run(['plan', '--detailed-exitcode']);
  expect(plan).toMatchObject({ exitCode: 0, stdout: `No changes: all ${written} personas are as the files say.\n` });

  const before = await textsIn(world);
  const plain = before.get('plain-1.yaml') ?? '';
  const crlf = plain
    .replace('role: Desk', 'role:   "Desk" # who')
    .replace('[a, b]', '\n  - a # first\n  - b')
    .replaceAll('\n', '\r\n');
  await world.write('personas/plain-1.yaml', crlf);
  for (const [id, fields] of [
    ['p-00', { role: 'Front desk' }],
    ['p-01', { role: 'Night desk', tags: ['a', 'c'] }],
    ['p-02', { call_config: { voice: 'Karl', max_duration: 30 }, personality_prompt: 'Be kind.\n\nListen well.' }],
  ] as const) {
    world.emulator.store.edit(id, fields);
  }
  expect(await world.run(['pull', '--yes'])).toMatchObject({ exitCode: 0 });
  const after = await textsIn(world);
  const wanted = new Map(before)
    .set('plain-0.yaml', (before.get('plain-0.yaml') ?? '').replace('role: Desk', 'role: Front desk'))
    .set('plain-1.yaml', crlf.replace('"Desk"', '"Night desk"').replace('  - b', '  - c'))
    .set('plain-2.yaml', (before.get('plain-2.yaml') ?? '').replace('June', 'Karl').replace('Listen.', 'Listen well.'));
  expect(after).toEqual(wanted);
  expect(await world.run(['plan', '--detailed-exitcode'])).toMatchObject({ exitCode: 0 });
}, 120_000);

it('brings the files of one account into another, with its own ids and values', async () => {
  // Two files of one name that are bound to nothing are an error: that is not what is tried here.
  const seed = account().map((persona, number) => ({ ...persona, name: `${persona.name} ${number}` }));
  const staging = await openWorld({ seed });
  const production = await openWorld({});
  const keyed = { BLAND_BASE_URL: null, BLAND_API_KEY: null, BLAND_STAGING: 'emulator', BLAND_PRODUCTION: 'emulator' };
  const environment = (name: string, url: string): string =>
    `  ${name}: { base_url: "${url}", api_key_env: BLAND_${name.toUpperCase()} }\n`;
  await staging.write(
    'persona-sync.yaml',
    `environments:\n${environment('staging', staging.emulator.url)}${environment('production', production.emulator.url)}`,
  );
  await staging.write('environments/staging.yaml', 'values: { brand: Acme }\n');
  await staging.write('environments/production.yaml', 'values: { brand: Globex }\n');
  const run = (args: readonly string[]) => staging.run(args, { env: keyed });
  const pulled = documentIn(
    await run(['pull', '--all', '--from', 'draft', '--env', 'staging', '--yes', '--format', 'json']),
  );
  const { written } = pulled.summary as { readonly written: number };
  expect(written).toBeGreaterThan(50);
  const file = (await textsIn(staging)).get('plain-1-1.yaml') ?? '';
  await staging.write('personas/plain-1-1.yaml', file.replace('role: Desk', `role: "Desk of ${VALUE}"`));

  const created = await run(['apply', '--env', 'production', '--yes', '--allow', 'mass-change']);
  expect([created.exitCode, created.stdout]).toEqual([0, expect.stringContaining(`${written} applied`)]);
  expect(production.emulator.store.list(1, 100)).toHaveLength(written);
  expect(production.emulator.store.list(1, 100).map(({ role }) => role)).toContain('Desk of Globex');
  expect(await run(['plan', '--env', 'production', '--detailed-exitcode'])).toMatchObject({ exitCode: 0 });
  const again = await run(['apply', '--env', 'production', '--yes']);
  expect([again.exitCode, production.emulator.store.list(1, 100).length]).toEqual([0, written]);
  const staged = await run(['plan', '--env', 'staging', '--detailed-exitcode']);
  expect([staged.exitCode, staged.stdout]).toEqual([2, expect.stringContaining('"Desk" → "Desk of Acme"')]);
}, 120_000);
