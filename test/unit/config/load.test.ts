import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../../src/config/load.ts';
import { DEFAULT_GUARD_LIMITS } from '../../../src/model/guard.ts';
import { createProject, removeProject } from '../../support/project.ts';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map(removeProject)));

async function project(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await createProject(files);
  folders.push(folder);
  return folder;
}

/** The problems of a `persona-sync.yaml` with this text, as `line:column code: summary hint`. */
async function problemsOf(text: string): Promise<{ message: string; problems: string[] }> {
  const cwd = await project({ 'persona-sync.yaml': text });
  const result = await loadConfig({ cwd, configFlag: null });
  if (result.ok) return { message: 'fine', problems: [] };
  expect(result.stop.code).toBe('config');
  expect(result.diagnostics.every(({ file, severity }) => file === 'persona-sync.yaml' && severity === 'error')).toBe(
    true,
  );
  const problems = result.diagnostics.map(
    ({ line, column, code, summary, hint }) => `${line}:${column} ${code}: ${summary} ${hint}`,
  );
  return { message: result.stop.message, problems };
}

const DEFAULTS = {
  allowed: { root: [], callConfig: [] },
  limits: DEFAULT_GUARD_LIMITS,
  accepted: [],
  requireOrigin: false,
  environments: [],
  environment: null,
};

describe('where the project is', () => {
  it('without a config or git: the working directory', async () => {
    const cwd = await project({});
    expect(await loadConfig({ cwd, configFlag: null })).toEqual({
      ok: true,
      config: { file: null, root: cwd, personas: join(cwd, 'personas'), ...DEFAULTS },
    });
  });

  it("in git: git's top is the root, the personas are below the working directory", async () => {
    const top = await project({ '.git/HEAD': 'x', 'deep/er/x': '' });
    const cwd = join(top, 'deep/er');
    const result = await loadConfig({ cwd, configFlag: null });
    expect(result).toMatchObject({ ok: true, config: { file: null, root: top, personas: join(cwd, 'personas') } });
  });

  it('in a git worktree, where .git is a file', async () => {
    const top = await project({ '.git': 'gitdir: elsewhere', 'deep/x': '' });
    expect(await loadConfig({ cwd: join(top, 'deep'), configFlag: null })).toMatchObject({ config: { root: top } });
  });

  it.each(['persona-sync.yaml', 'persona-sync.yml'])('with %s upwards: its folder, whatever git says', async (name) => {
    const top = await project({ '.git/HEAD': 'x', [`a/${name}`]: 'personas: voices/all\n', 'a/b/c/x': '' });
    expect(await loadConfig({ cwd: join(top, 'a/b/c'), configFlag: null })).toEqual({
      ok: true,
      config: {
        file: `../../${name}`,
        root: join(top, 'a'),
        personas: join(top, 'a/voices/all'),
        ...DEFAULTS,
      },
    });
  });

  it('the nearest config counts', async () => {
    const top = await project({ 'persona-sync.yaml': 'personas: far', 'a/persona-sync.yml': 'personas: near' });
    expect(await loadConfig({ cwd: join(top, 'a'), configFlag: null })).toMatchObject({
      config: { personas: join(top, 'a/near') },
    });
  });

  it('--config names another, relative to the working directory', async () => {
    const cwd = await project({ 'persona-sync.yaml': 'personas: [broken', 'conf/other.yaml': '' });
    expect(await loadConfig({ cwd, configFlag: 'conf/other.yaml' })).toMatchObject({
      ok: true,
      config: { file: 'conf/other.yaml', root: join(cwd, 'conf'), personas: join(cwd, 'conf/personas') },
    });
  });

  it('symbolic links in the root are resolved, those in the shown path are not', async () => {
    const real = await project({ 'real/persona-sync.yaml': '' });
    await symlink('real', join(real, 'linked'));
    expect(await loadConfig({ cwd: join(real, 'linked'), configFlag: null })).toMatchObject({
      config: { file: 'persona-sync.yaml', root: join(real, 'real'), personas: join(real, 'linked/personas') },
    });
  });

  it('a --config that is not there, and one that is a folder', async () => {
    const cwd = await project({ 'conf/x': '' });
    expect(await loadConfig({ cwd, configFlag: 'nothing.yaml' })).toMatchObject({
      ok: false,
      stop: { code: 'config', message: 'There is no file `nothing.yaml`.' },
      diagnostics: [],
    });
    expect(await loadConfig({ cwd, configFlag: 'conf' })).toMatchObject({
      ok: false,
      stop: { code: 'config' },
      diagnostics: [{ code: 'file_unreadable', file: 'conf', summary: 'This is a folder, not a file.' }],
    });
  });

  it('two configs in one folder are one too many', async () => {
    const cwd = await project({ 'persona-sync.yaml': '', 'persona-sync.yml': '' });
    expect(await loadConfig({ cwd, configFlag: null })).toMatchObject({
      ok: false,
      stop: {
        message: 'Both persona-sync.yaml and persona-sync.yml stand in the folder `.`.',
        hint: 'Keep persona-sync.yaml, and delete persona-sync.yml.',
      },
    });
  });
});

describe('what a config says', () => {
  it('fields to allow, apart for the persona and its call settings', async () => {
    const cwd = await project({
      'persona-sync.yaml': 'allow_fields: [webhook, call_config.background_track, call_config.webhook_id]\n',
    });
    expect(await loadConfig({ cwd, configFlag: null })).toMatchObject({
      config: { allowed: { root: ['webhook'], callConfig: ['background_track', 'webhook_id'] } },
    });
  });

  it.each(['', '# nothing yet\n', '{}\n'])('%j is a config of defaults', async (text) => {
    expect(await problemsOf(text)).toEqual({ message: 'fine', problems: [] });
  });

  it.each<[text: string, problem: string]>([
    ['persona: x\n', '1:1 unknown_key: The key `persona` is not known. Did you mean `personas`?'],
    [
      '__proto__: {}\n',
      '1:1 unknown_key: The key `__proto__` is not known. The keys are: personas, allow_fields, guards, accepted, environments. Remove this one.',
    ],
    ['personas: 7\n', '1:11 yaml_number: `personas` must be text; found the number `7`. Quote it: "7"'],
    ['personas: ""\n', '1:11 wrong_value: `personas` must not be empty. Write text after `personas:`.'],
    [
      '- a\n',
      '1:1 wrong_type: The file must be a mapping (indented `key: value` lines); found a list. Write its keys below it, each on its own line, indented by two spaces.',
    ],
    [
      'allow_fields: webhook\n',
      '1:15 wrong_type: `allow_fields` must be a list; found the text `webhook`. Write a list: [webhook]',
    ],
    [
      'allow_fields: [a b]\n',
      '1:16 wrong_value: `a b` is not the name of a field. Write a name as the API has it: webhook, or call_config.background_track.',
    ],
    [
      'allow_fields: [call_config.a.b]\n',
      '1:16 wrong_value: `call_config.a.b` is not the name of a field. Write a name as the API has it: webhook, or call_config.background_track.',
    ],
    [
      'allow_fields: [ok, role]\n',
      '1:20 wrong_value: `role` is known to this tool and needs no allowing. Delete it from the list.',
    ],
    [
      'allow_fields: [call_config]\n',
      '1:16 wrong_value: `call_config` is known to this tool and needs no allowing. Delete it from the list.',
    ],
    [
      'allow_fields: [call_config.voice]\n',
      '1:16 wrong_value: `call_config.voice` is known to this tool and needs no allowing. Delete it from the list.',
    ],
    [
      'allow_fields: [updated_at]\n',
      '1:16 wrong_value: `updated_at` cannot be allowed: the service keeps it by itself. Delete it from the list.',
    ],
    [
      'allow_fields: [id]\n',
      '1:16 wrong_value: `id` cannot be allowed: the service keeps it by itself. Delete it from the list.',
    ],
    [
      'allow_fields: [current_draft_version]\n',
      '1:16 wrong_value: `current_draft_version` cannot be allowed: the service keeps it by itself. Delete it from the list.',
    ],
    [
      'allow_fields: [__proto__]\n',
      '1:16 wrong_value: `__proto__` cannot be allowed: no field can have this name. Delete it from the list.',
    ],
    [
      'allow_fields: [call_config.constructor]\n',
      '1:16 wrong_value: `call_config.constructor` cannot be allowed: no field can have this name. Delete it from the list.',
    ],
    [
      'personas: ../other\n',
      '1:11 wrong_value: The personas folder `../other` is not a folder below the one of this file. Write a path relative to this file: personas: personas',
    ],
    [
      'personas: .\n',
      '1:11 wrong_value: The personas folder `.` is not a folder below the one of this file. Write a path relative to this file: personas: personas',
    ],
    [
      'personas: /etc\n',
      '1:11 wrong_value: The personas folder `/etc` is not a folder below the one of this file. Write a path relative to this file: personas: personas',
    ],
    [
      'personas: a\npersonas: b\n',
      '2:1 yaml_duplicate_key: The key `personas` stands here a second time; the first is on line 1. Keep one of the two, and delete the other.',
    ],
    [
      'personas:\n\t- x\n',
      '2:1 yaml_tab: A tab stands at the beginning of this line; YAML indents with spaces only. Replace each tab by two spaces.',
    ],
  ])('%j is a problem at its place', async (text, problem) => {
    expect(await problemsOf(text)).toEqual({
      message: 'The configuration `persona-sync.yaml` has a problem.',
      problems: [problem],
    });
  });

  it('all problems are told', async () => {
    const { message, problems } = await problemsOf('personas: ../x\nallow_fields: [id, role]\n');
    expect(message).toBe('The configuration `persona-sync.yaml` has 3 problems.');
    expect(problems).toHaveLength(3);
  });

  it('a personas folder that is linked out of the project is refused, one linked inside is not', async () => {
    const elsewhere = await project({ 'x.yaml': '' });
    const cwd = await project({ 'persona-sync.yaml': 'personas: linked\n' });
    await symlink(elsewhere, join(cwd, 'linked'));
    expect(await loadConfig({ cwd, configFlag: null })).toMatchObject({
      ok: false,
      diagnostics: [{ line: 1, column: 11 }],
    });
    const inside = await project({ 'persona-sync.yaml': 'personas: linked\n' });
    await mkdir(join(inside, 'real'));
    await symlink('real', join(inside, 'linked'));
    expect(await loadConfig({ cwd: inside, configFlag: null })).toMatchObject({ ok: true });
  });
});

describe('the default personas folder', () => {
  it.each<[what: string, files: Record<string, string>, told: { message: string; diagnostics: object[] }]>([
    [
      'without a config',
      {},
      { message: 'The personas folder `personas` is a symbolic link out of the project.', diagnostics: [] },
    ],
    [
      'of a config that does not name it',
      { 'persona-sync.yaml': 'guards: { shrink_percent: 80 }\n' },
      {
        message: 'The configuration `persona-sync.yaml` has a problem.',
        diagnostics: [{ code: 'wrong_value', file: 'persona-sync.yaml', line: 1 }],
      },
    ],
  ])('%s may not be linked out of the project', async (_what, files, { message, diagnostics }) => {
    const elsewhere = await project({ 'a.yaml': 'id: x\nname: A\n' });
    const cwd = await project(files);
    await symlink(elsewhere, join(cwd, 'personas'));
    expect(await loadConfig({ cwd, configFlag: null })).toMatchObject({ ok: false, stop: { message }, diagnostics });
  });

  it('may be linked inside of it', async () => {
    const cwd = await project({ 'real/a.yaml': 'id: x\nname: A\n' });
    await symlink('real', join(cwd, 'personas'));
    expect(await loadConfig({ cwd, configFlag: null })).toMatchObject({ ok: true });
  });
});

describe('guards and accepted', () => {
  const digest = 'a1'.repeat(32);

  it('limits and accepted risks are read; what is left out has its default', async () => {
    const text = `guards: { shrink_percent: 80 }\naccepted:\n  - { guard: shrink, persona: emea/support, digest: "${digest}" }\n  - { guard: mass-change, digest: "${digest}" }\n`;
    const cwd = await project({ 'persona-sync.yaml': text });
    expect(await loadConfig({ cwd, configFlag: null })).toMatchObject({
      ok: true,
      config: {
        limits: { massChangePercent: 30, shrinkPercent: 80 },
        accepted: [
          { guard: 'shrink', persona: 'emea/support', digest },
          { guard: 'mass-change', persona: null, digest },
        ],
      },
    });
  });
});
