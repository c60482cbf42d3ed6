/** bind and the file of an environment, where that file or what is asked is wrong. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeWorlds, documentIn, openWorld, type World } from '../../support/world.ts';

afterEach(closeWorlds);

const OPEN = '${';
const KEY = 'sk-abcdefghijklmnopqrstuvwx';
const CONFIG = 'environments: { live: { api_key_env: BLAND_API_KEY } }\n';
const open = (environment: string, files: Readonly<Record<string, string>> = {}): Promise<World> =>
  openWorld({
    files: {
      'persona-sync.yaml': CONFIG,
      'environments/live.yaml': environment,
      'personas/a.yaml': 'name: A\n',
      'personas/b.yaml': 'name: B\n',
      ...files,
    },
    seed: [],
  });
const bound = (world: World) => readFile(path.join(world.folder, 'environments/live.yaml'), 'utf8');

/** The codes and files of what `validate` tells. */
async function problems(world: World): Promise<string[]> {
  const { diagnostics } = documentIn(await world.runHere(['validate', '--format', 'json']));
  return (diagnostics as readonly { code: string; file: string }[]).map(({ code, file }) => `${code} ${file}`);
}

describe('bind', () => {
  it('writes no key into a file', async () => {
    const world = await open('ids: { a: p-1 }\n');
    const result = await world.runHere(['bind', 'b', KEY]);
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toContain('looks like an API key');
    expect(result.stderr).not.toContain(KEY);
    expect(await bound(world)).toBe('ids: { a: p-1 }\n');
  });

  it('knows the ids of a file that holds a key beside them', async () => {
    const text = `ids: { a: p-1 }\nvalues: { token: ${KEY} }\n`;
    const world = await open(text);
    const result = await world.runHere(['bind', 'b', 'p-1']);
    expect(result).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('p-1 is bound to a already') });
    expect(await bound(world)).toBe(text);
  });
});

describe('an environment’s file with an error is told alone', () => {
  const personas = {
    'personas/a.yaml': `name: A\nrole: ${OPEN}brand}\npersonality_prompt: { file: ../p.md }\n`,
    'personas/b.yaml': `name: A\n`,
    'p.md': `Say ${OPEN}brand}.\n`,
  };

  it.each([
    ['a key', `ids: { a: p-1, b: p-2 }\nvalues: { brand: ${KEY} }\n`, 'key_shape'],
    ['text that is no YAML', 'ids: {\n', 'yaml_syntax'],
    ['values of a wrong type', 'ids: { a: p-1, b: p-2 }\nvalues: [brand]\n', 'wrong_type'],
  ])('%s', async (_title, environment, code) => {
    expect(await problems(await open(environment, personas))).toEqual([`${code} environments/live.yaml`]);
  });

  it('but for what is wrong in a persona file whatever the values are', async () => {
    const world = await open('values: [1]\n', { 'personas/a.yaml': `name: A\nrole: "${OPEN} bad"\n` });
    expect(await problems(world)).toEqual(['wrong_type environments/live.yaml', 'unknown_value personas/a.yaml']);
  });
});

it('two new files whose names differ in spaces alone are refused, since a look by name finds either for both', async () => {
  const world = await open('{}\n', {
    'personas/a.yaml': 'name: Front Desk\n',
    'personas/b.yaml': 'name: "Front  Desk "\n',
  });
  expect(await problems(world)).toEqual(['name_duplicate personas/b.yaml']);
});
