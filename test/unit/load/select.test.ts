import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { selectPersonas } from '../../../src/load/select.ts';
import { createProject, removeProject } from '../../support/project.ts';

let cwd = '';

beforeAll(async () => {
  cwd = await createProject({
    'personas/support.yaml': '',
    'personas/emea/support.yaml': '',
    'personas/emea/sales.yaml': '',
    'personas/id-1.yaml': '',
    'empty/README.md': '',
  });
  await mkdir(join(cwd, 'support'));
  await symlink('personas', join(cwd, 'linked'));
});

afterAll(() => removeProject(cwd));

async function select(...selectors: string[]) {
  const keys: [string, string | null][] = [
    ['emea/sales', 'id-1'],
    ['emea/support', 'id-2'],
    ['id-1', null],
    ['support', 'id-4'],
  ];
  const personas = keys.map(([key, id]) => ({
    key,
    ids: id === null ? [] : [id],
    path: join(cwd, 'personas', `${key}.yaml`),
  }));
  const selection = await selectPersonas(personas, selectors, { cwd, personasFolder: join(cwd, 'personas') });
  return selection.ok ? selection.selected.map(({ key }) => key) : selection.unmatched;
}

describe('selectPersonas', () => {
  it('takes all without a selector', async () => {
    expect(await select()).toEqual(['emea/sales', 'emea/support', 'id-1', 'support']);
  });

  it.each([
    ['a key', 'emea/support', ['emea/support']],
    ['a key before a path of the same name', 'support', ['support']],
    ['a key before an id of the same name', 'id-1', ['id-1']],
    ['an id', 'id-2', ['emea/support']],
    ['a file', 'personas/emea/sales.yaml', ['emea/sales']],
    ['a file with ./', './personas/support.yaml', ['support']],
    ['a folder', 'personas/emea', ['emea/sales', 'emea/support']],
    ['a folder with /', 'personas/emea/', ['emea/sales', 'emea/support']],
    ['a linked folder', 'linked/emea', ['emea/sales', 'emea/support']],
    ['the working directory', '.', ['emea/sales', 'emea/support', 'id-1', 'support']],
    ['a glob of one level', '*', ['id-1', 'support']],
    ['a glob of all levels', '**/support', ['emea/support', 'support']],
    ['a glob with braces', 'emea/{sales,support}', ['emea/sales', 'emea/support']],
  ])('takes %s', async (_what, selector, keys) => {
    expect(await select(selector)).toEqual(keys);
  });

  it('takes each persona once, in the order of the files', async () => {
    expect(await select('support', 'emea/*', 'id-2')).toEqual(['emea/sales', 'emea/support', 'support']);
  });

  it('names every selector without a match, with the nearest key', async () => {
    expect(await select('suport', 'support', 'empty', 'nothing/**', '!support')).toEqual([
      { selector: 'suport', nearest: 'support' },
      { selector: 'empty', nearest: null },
      { selector: 'nothing/**', nearest: null },
      { selector: '!support', nearest: 'support' },
    ]);
  });

  it('does not take an empty selector (an unset variable in a script) for everything', async () => {
    expect(await select('')).toEqual([{ selector: '', nearest: null }]);
  });

  it('does not compile endless patterns', async () => {
    expect(await select('*'.repeat(100_000))).toHaveLength(1);
    expect(await select(`${'+(a|'.repeat(200)}`)).toHaveLength(1);
  });
});
