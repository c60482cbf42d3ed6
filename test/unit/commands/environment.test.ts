/** Environments through the whole program: whose key is used, and that no key of any is shown. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeWorlds, documentIn, openWorld, personaFile } from '../../support/world.ts';

afterEach(closeWorlds);

const OPEN = '${';

/** Of no known shape. */
const [STAGING, PRODUCTION] = ['staging~has-this-one', 'production~has-that'];
const ENV = { BLAND_API_KEY: null, BLAND_STAGING: STAGING, BLAND_PRODUCTION: PRODUCTION };

const CONFIG =
  'environments:\n  staging: { api_key_env: BLAND_STAGING }\n  production: { api_key_env: BLAND_PRODUCTION }\n';
const FILES = {
  'persona-sync.yaml': CONFIG,
  'environments/staging.yaml': 'ids: { ann: ann-1 }\nvalues: { brand: Acme, minutes: 5, tags: [a, b] }\n',
  'environments/production.yaml': 'ids: { ann: ann-2 }\nvalues: { brand: Best, minutes: 9, tags: [c] }\n',
  'personas/ann.yaml': personaFile({
    name: 'Ann',
    role: `of ${OPEN}brand}`,
    tags: `${OPEN}tags}`,
    call_config: { max_duration: `${OPEN}minutes}` },
  }),
};

const open = (more = {}) =>
  openWorld({
    files: FILES,
    keys: [STAGING, PRODUCTION],
    seed: [
      {
        id: 'ann-1',
        name: 'Ann',
        role: `${STAGING} and ${PRODUCTION}`,
        tags: ['a', 'b'],
        call_config: { max_duration: 5 },
      },
      { id: 'ann-2', name: 'Ann', role: 'of Best', tags: ['c'], call_config: { max_duration: 9 } },
    ],
    ...more,
  });

describe('an environment', () => {
  it('gives its ids and values, with their types', async () => {
    const world = await open();
    const plan = documentIn(await world.runHere(['plan', '--env', 'staging', '--format', 'json'], { env: ENV }));
    expect(plan).toMatchObject({
      target: { environment: 'staging' },
      personas: [{ id: 'ann-1', set: { role: 'of Acme', tags: ['a', 'b'], call_config: { max_duration: 5 } } }],
    });
    const other = await world.runHere(['plan', '--env', 'production'], { env: ENV });
    expect(other.stdout).toBe('No changes: 1 persona is as the files say.\n');
  });

  it('sends its own key, and no other', async () => {
    const world = await open({ keys: [STAGING] });
    expect((await world.runHere(['plan', '--env', 'staging'], { env: ENV })).exitCode).toBe(0);
    const refused = await world.runHere(['plan', '--env', 'production'], { env: ENV });
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Set BLAND_PRODUCTION to a key') });
    const unset = await world.runHere(['plan', '--env', 'production'], { env: { ...ENV, BLAND_PRODUCTION: null } });
    expect(unset).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('BLAND_PRODUCTION is not set') });
  });

  it('shows and keeps the key of no environment, whichever is chosen', async () => {
    const world = await open();
    const texts = [];
    for (const argv of [
      ['plan', '--env', 'staging', '--out', 'plan.json'],
      ['plan', '--env', 'staging', '--format', 'json'],
      ['drift', '--env', 'staging', '--format', 'json'],
      ['apply', '--env', 'staging', '--auto-approve', '--verbose'],
      ['undo', '--auto-approve', '--format', 'json'],
    ]) {
      const { stdout, stderr } = await world.runHere(argv, { env: ENV });
      texts.push(stdout, stderr);
    }
    const runs = path.join(world.folder, '.persona-sync/runs');
    for (const name of await readdir(runs)) texts.push(await readFile(path.join(runs, name), 'utf8'));
    texts.push(await readFile(path.join(world.folder, 'plan.json'), 'utf8'));
    expect(texts.filter((text) => text.includes('[redacted]')).length).toBeGreaterThan(4);
    expect(texts.filter((text) => text.includes(STAGING) || text.includes(PRODUCTION))).toEqual([]);
  });

  it.each([
    [{ 'personas/ann.yaml': `name: x\nrole: ${PRODUCTION}\n` }, 'personas/ann.yaml:2:7'],
    [{ 'environments/staging.yaml': `values: { a: ${PRODUCTION} }\n` }, 'environments/staging.yaml:1:14'],
    [
      {
        'environments/staging.yaml': 'values: { a: aaaaaaaaaaaaaaaaaaaaaaa }\n',
        'personas/ann.yaml': `name: sk-${OPEN}a}\n`,
      },
      'personas/ann.yaml:1:7',
    ],
  ])('is refused where a key stands in its files, also one put together by a value: %j', async (files, at) => {
    const world = await open({ files: { ...FILES, ...files } });
    const { exitCode, stdout } = await world.runHere(['validate', '--env', 'staging'], { env: ENV });
    expect(exitCode).toBe(3);
    expect(stdout).toContain(`${at}: error: This looks like an API key.`);
    expect(stdout).not.toContain(PRODUCTION);
  });

  it('judges a value by the type that the field wants, and says where it is written', async () => {
    const world = await open();
    await world.write('environments/production.yaml', 'values: { brand: 7, minutes: "9", tags: {} }\n');
    const { exitCode, stdout } = await world.runHere(['validate'], { env: ENV });
    expect(exitCode).toBe(3);
    expect(stdout).toContain(
      '`call_config.max_duration` must be a number; found the text `9` (environment production).',
    );
    expect(stdout).toContain(
      'In environments/production.yaml, line 1 (the value `minutes`): Write the number alone, without quotes: 9',
    );
    expect(stdout).toContain('`tags` must be a list; found a mapping (environment production).');
    expect(stdout).not.toContain('brand');
  });

  it('takes the id from one place only', async () => {
    const world = await open();
    await world.write('personas/ann.yaml', 'id: ann-1\nname: Ann\n');
    const several = await world.runHere(['validate', '--env', 'staging'], { env: ENV });
    expect(several.stdout).toContain('With several environments a persona file has no `id`');
    await world.write('environments/production.yaml', '');
    const all = documentIn(await world.runHere(['validate', '--format', 'json'], { env: ENV }));
    expect((all.diagnostics as { code: string }[]).filter(({ code }) => code === 'id_place')).toEqual([
      expect.objectContaining({
        summary: 'With several environments a persona file has no `id`: the live personas have different ones.',
        hint: 'Unless the file of its environment has it already: persona-sync bind ann ann-1 --env NAME; then delete the line here.',
      }),
    ]);
    await world.write('persona-sync.yaml', 'environments: { staging: { api_key_env: BLAND_STAGING } }\n');
    const both = await world.runHere(['validate'], { env: ENV });
    expect(both.stdout).toContain(
      'personas/ann.yaml:1:1: error: The id stands here and in environments/staging.yaml, line 1.',
    );
    await world.write('environments/staging.yaml', '');
    expect((await world.runHere(['plan'], { env: ENV })).exitCode).toBe(0);
  });

  it('tells of one live persona for two files at the places of the ids', async () => {
    const world = await open();
    await world.write('personas/bob.yaml', 'name: Bob\n');
    await world.write(
      'environments/staging.yaml',
      'ids:\n  ann: same\n  bob: same\nvalues: { brand: x, minutes: 1, tags: [] }\n',
    );
    const { stdout } = await world.runHere(['validate', '--env', 'staging'], { env: ENV });
    expect(stdout).toContain(
      'environments/staging.yaml:3:3: error: The id `same` stands in environments/staging.yaml, line 2, too.',
    );
  });

  it('is for one account, and writes nothing with the key of another', async () => {
    const world = await open({ variants: { userId: 'user-1' } });
    const pin = (account: string): Promise<void> =>
      world.write('persona-sync.yaml', CONFIG.replace('BLAND_STAGING', `BLAND_STAGING, account: ${account}`));
    await pin('user-1');
    const plan = await world.runHere(['plan', '--env', 'staging', '--out', 'plan.json'], { env: ENV });
    expect(plan.exitCode).toBe(0);
    await pin('user-2');
    for (const argv of [['plan'], ['drift'], ['apply', '--auto-approve'], ['apply', '--plan', 'plan.json']]) {
      const result = await world.runHere([...argv, '--env', 'staging'], { env: ENV });
      expect(result).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('for account user-2') });
    }
    expect(new Set(world.methods())).toEqual(new Set(['GET']));
  });

  it('that is protected is written to by name only', async () => {
    const world = await open();
    await world.write('persona-sync.yaml', CONFIG.replace('BLAND_STAGING', 'BLAND_STAGING, protected: true'));
    const apply = ['apply', '--auto-approve', '--env', 'staging'];
    const refused = await world.runHere(apply, { env: ENV });
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('--allow protected') });
    expect(new Set(world.methods())).toEqual(new Set(['GET']));
    expect((await world.runHere([...apply, '--allow', 'protected'], { env: ENV })).exitCode).toBe(0);
  });
});
