import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readBindings } from '../../../src/config/environment-file.ts';
import { loadConfig, loadConfigFor } from '../../../src/config/load.ts';
import { KeyRing } from '../../../src/model/key-ring.ts';
import { createProject, removeProject } from '../../support/project.ts';

const OPEN = '${';
const folders: string[] = [];
afterAll(() => Promise.all(folders.map(removeProject)));

async function project(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await createProject(files);
  folders.push(folder);
  return folder;
}

async function load(text: string, env: string | null = null) {
  return loadConfigFor(env, { cwd: await project({ 'persona-sync.yaml': text }), configFlag: null });
}

describe('an environment of the config', () => {
  it('has everything that it leaves out filled in', async () => {
    const loaded = await load('environments: { only: {} }\n');
    expect(loaded).toMatchObject({
      ok: true,
      config: {
        limits: { massChangePercent: 30, shrinkPercent: 60 },
        requireOrigin: false,
        environment: {
          name: 'only',
          baseUrl: null,
          keyEnv: 'BLAND_API_KEY',
          file: { file: 'environments/only.yaml', namedAt: null },
          account: null,
          protected: false,
          applyFrom: null,
          promote: 'never',
        },
      },
    });
  });

  it('says all of it, and its guards stand in the place of the general ones', async () => {
    const text = `guards: { mass_change_percent: 20, shrink_percent: 50, require_origin: true }
environments:
  staging:
    base_url: https://voice.example.com/eu/
    api_key_env: BLAND_API_KEY_STAGING
    file: envs/s.yaml
    account: user-1
    protected: true
    apply_from: main
    promote: after-apply
    guards: { shrink_percent: 90, require_origin: false }
`;
    const loaded = await load(text);
    expect(loaded).toMatchObject({
      config: {
        limits: { massChangePercent: 20, shrinkPercent: 90 },
        requireOrigin: false,
        environment: {
          baseUrl: 'https://voice.example.com/eu',
          keyEnv: 'BLAND_API_KEY_STAGING',
          file: { file: 'envs/s.yaml', namedAt: { line: 6, column: 11 } },
          account: 'user-1',
          protected: true,
          applyFrom: 'main',
          promote: 'after-apply',
        },
      },
    });
  });

  it('is chosen by name; one alone by itself', async () => {
    const several = 'environments: { staging: {}, production: {} }\n';
    expect(await load(several, 'production')).toMatchObject({ config: { environment: { name: 'production' } } });
    expect(await load(several)).toMatchObject({
      stop: {
        code: 'environment',
        message: '`persona-sync.yaml` has 2 environments, and none is chosen: staging, production.',
        hint: 'Choose one: --env staging',
      },
    });
    expect(await load(several, 'prodution')).toMatchObject({
      stop: { message: 'There is no environment `prodution`.', hint: 'Did you mean --env production?' },
    });
    expect(await load(several, 'x')).toMatchObject({ stop: { hint: 'Known are: staging, production.' } });
    expect(await load('{}\n', 'x')).toMatchObject({
      stop: { hint: 'Name it under `environments` in persona-sync.yaml, or leave --env out.' },
    });
    expect(await load('environments: {}\n')).toMatchObject({ ok: true, config: { environment: null } });
  });

  it.each([
    ['environments: { a b: {} }', '1:17 wrong_value: `a b` cannot be the name of an environment.'],
    [
      'environments: { a: { base_url: "http://x.example" } }',
      '1:32 wrong_value: `http://x.example` is not safe for a key.',
    ],
    [
      'environments: { a: { base_url: "https://x/v1" } }',
      '1:32 wrong_value: `https://x/v1` ends in /v1, which is added by this tool.',
    ],
    [
      'environments: { a: { api_key_env: AWS_SECRET } }',
      '1:35 wrong_value: `environments.a.api_key_env` must begin with BLAND_, so that no other secret can be sent to the service.',
    ],
    [
      'environments: { a: { api_key_env: BLAND_BASE_URL } }',
      '1:35 wrong_value: BLAND_BASE_URL holds the address, not the key.',
    ],
    [
      'environments: { a: { promote: always } }',
      '1:31 wrong_value: `environments.a.promote` is neither never nor after-apply.',
    ],
    ['environments: { a: { protect: true } }', '1:22 unknown_key: The key `protect` is not known in `environments.a`.'],
    [
      'environments: { a: { guards: { shrink_percent: 200 } } }',
      '1:48 wrong_value: `environments.a.guards.shrink_percent` is 200, but it is a share in per cent.',
    ],
    [
      'environments: { a: { protected: yes } }',
      '1:33 wrong_type: `environments.a.protected` must be true or false; found the text `yes`.',
    ],
  ])('%s is a problem at its place', async (text, problem) => {
    const loaded = await load(`${text}\n`);
    const found = loaded.ok ? [] : loaded.diagnostics;
    expect(found.map(({ line, column, code, summary }) => `${line}:${column} ${code}: ${summary}`)).toEqual([problem]);
    expect(found.every(({ hint }) => hint !== null && hint.length > 10)).toBe(true);
  });

  it('makes the keys of all environments known, and shows none that stands in the config', async () => {
    const key = 'no-usual-shape-of-a-key';
    const text = `environments:\n  a: { api_key_env: BLAND_A }\n  b: { api_key_env: BLAND_B, acount: ${key} }\n`;
    const keys = new KeyRing({ BLAND_A: 'another-long-secret', BLAND_B: `${key}\n`, BLAND_C: 'unnamed-variable' });
    const cwd = await project({ 'persona-sync.yaml': text });
    const loaded = await loadConfig({ cwd, configFlag: null, keys });
    expect(keys.all).toEqual(['another-long-secret', key]);
    expect(loaded).toMatchObject({ ok: false, diagnostics: [{ code: 'key_shape', line: 3 }] });
    expect(JSON.stringify(loaded)).not.toContain(key);
  });
});

describe('the file of an environment', () => {
  async function bindings(files: Readonly<Record<string, string | Uint8Array>>, named = true, name = 'e/s.yaml') {
    const root = await project(files);
    const place = { file: 'persona-sync.yaml', line: 4, column: 7, excerpt: { text: '', column: 1, length: 1 } };
    const read = await readBindings(
      { path: join(root, name), file: name, namedAt: named ? place : null },
      { root, keyInUse: null },
    );
    const problems = read.diagnostics.map(
      ({ file, line, column, code, summary }) => `${file}:${line}:${column} ${code}: ${summary}`,
    );
    return { ...read, problems, root };
  }

  it('gives ids and values with their places', async () => {
    const text = `ids: { emea/support: id-1 }\nvalues: { brand: Acme, minutes: 30, on: true, tags: [a], version: 1.10, lit: "$${OPEN}x}" }\n`;
    const { ids, values, problems } = await bindings({ 'e/s.yaml': text });
    expect(problems).toEqual([]);
    expect(ids.get('emea/support')).toMatchObject({ id: 'id-1', place: { file: 'e/s.yaml', line: 1, column: 22 } });
    expect([...values].map(([name, { value, text: written }]) => [name, value, written])).toEqual([
      ['brand', 'Acme', 'Acme'],
      ['minutes', 30, '30'],
      ['on', true, 'true'],
      ['tags', ['a'], null],
      ['version', 1.1, '1.10'],
      ['lit', `${OPEN}x}`, `${OPEN}x}`],
    ]);
    expect(values.get('minutes')?.place).toEqual({ file: 'e/s.yaml', line: 2, column: 33 });
  });

  it('may be missing or empty at its usual place, and must be there where it is named', async () => {
    expect(await bindings({}, false)).toMatchObject({ ids: new Map(), problems: [] });
    expect(await bindings({ 'e/s.yaml': '# nothing yet\n' })).toMatchObject({ ids: new Map(), problems: [] });
    expect((await bindings({})).problems).toEqual([
      'persona-sync.yaml:4:7 file_unreadable: The environment file is not there.',
    ]);
  });

  it.each<[text: string | Uint8Array, problem: string]>([
    ['id: {}\n', '1:1 unknown_key: The key `id` is not known.'],
    ['ids: { a: 7 }\n', '1:11 yaml_number: `ids.a` must be text; found the number `7`.'],
    ['ids: { a: "x y" }\n', '1:11 wrong_value: `ids.a` has 1 to 64 letters, digits or hyphens; found `x y`.'],
    ['values: { a-b: 1 }\n', '1:11 wrong_value: `a-b` cannot be the name of a value.'],
    [
      'values: { a: 1, a: 2 }\n',
      '1:17 yaml_duplicate_key: The key `a` stands here a second time; the first is on line 1.',
    ],
    [`values: { a: "${OPEN}b}" }\n`, '1:14 unknown_value: A value cannot use other values.'],
    [`values: { a: [{ b: "${OPEN}" }] }\n`, '1:14 unknown_value: A value cannot use other values.'],
    [`values: { a: sk-${'a'.repeat(24)} }\n`, '1:14 key_shape: This looks like an API key.'],
    [Uint8Array.of(0x61, 0xff), '1:2 not_utf8: The file is not UTF-8: these bytes are no text.'],
    ['- a\n', '1:1 wrong_type: The file must be a mapping (indented `key: value` lines); found a list.'],
  ])('%j is a problem at its place', async (text, problem) => {
    expect((await bindings({ 'e/s.yaml': text })).problems).toEqual([`e/s.yaml:${problem}`]);
  });

  it('is read inside the project only, never from git’s own files, and only when it is a file', async () => {
    const outside = await project({ 's.yaml': 'values: { a: 1 }\n' });
    const root = await project({ '.git/s.yaml': 'values: { a: 1 }\n' });
    await symlink(join(outside, 's.yaml'), join(root, 'link.yaml'));
    await mkdir(join(root, 'folder.yaml'));
    const codeOf = async (path: string) => {
      const read = await readBindings({ path, file: 's.yaml', namedAt: null }, { root, keyInUse: null });
      return [read.values.size, ...read.diagnostics.map(({ code }) => code)];
    };
    expect(await codeOf(join(root, 'link.yaml'))).toEqual([0, 'file_outside']);
    expect(await codeOf(join(outside, 's.yaml'))).toEqual([0, 'file_outside']);
    expect(await codeOf(join(root, '.git/s.yaml'))).toEqual([0, 'file_outside']);
    expect(await codeOf(join(root, 'folder.yaml'))).toEqual([0, 'file_unreadable']);
  });
});
