/** pull through the whole program: what it edits, what it leaves alone and says so, and what it refuses. */
import { readdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../src/model/json.ts';
import { runMain } from '../../support/run-main.ts';
import { closeWorlds, documentIn, openWorld, type World } from '../../support/world.ts';

afterEach(closeWorlds);

const OPEN = '${';
const LONG = `${'You are patient. '.repeat(20)}`;

const read = (world: World, name: string) => readFile(path.join(world.folder, name), 'utf8');
const pull = (world: World, ...args: readonly string[]) => world.runHere(['pull', '--yes', ...args]);
const filesOf = async (world: World, document: readonly string[]) =>
  documentIn(await world.runHere(['pull', '--check', '--format', 'json', ...document])).files as readonly JsonObject[];

describe('files that differ', () => {
  it('are edited where they differ, byte for byte, with their CRLF and byte order mark', async () => {
    const before =
      '\ufeff# mine\r\nid:  a\r\nname: "A"   # her\r\n\r\nrole: |-\r\n    old\r\n    line\r\ntags: [x,  y]\r\n';
    const world = await openWorld({
      files: { 'personas/a.yaml': before },
      seed: [{ id: 'a', name: 'Ann', role: 'new\nline', tags: ['y', 'x'], description: 'unmanaged' }],
    });
    expect((await pull(world)).exitCode).toBe(0);
    expect(await read(world, 'personas/a.yaml')).toBe(before.replace('"A"', '"Ann"').replace('old', 'new'));
    expect((await world.runHere(['plan'])).stdout).toBe('No changes: 1 persona is as the files say.\n');
  });

  it('have their prompts edited in the prompt file, with its line ends and what is at its end', async () => {
    const world = await openWorld({
      files: {
        'personas/a.yaml': 'id: a\nname: A\npersonality_prompt: { file: ../prompts/a.md }\n',
        'prompts/a.md': '# One\r\n\r\nTwo\r\nThree\r\n\r\n',
      },
      seed: [{ id: 'a', name: 'A', personality_prompt: `# One\n\nTwo and ${OPEN}half}\nThree` }],
    });
    expect((await pull(world)).exitCode).toBe(0);
    expect(await read(world, 'prompts/a.md')).toBe(`# One\r\n\r\nTwo and $${OPEN}half}\r\nThree\r\n\r\n`);
    expect(await read(world, 'personas/a.yaml')).toBe(
      'id: a\nname: A\npersonality_prompt: { file: ../prompts/a.md }\n',
    );
    expect((await world.runHere(['plan'])).stdout).toContain('No changes');
  });

  it('are left as they are by --check, which exits 2', async () => {
    const files = { 'personas/a.yaml': 'id: a\nname: A\nrole: old\n' };
    const world = await openWorld({ files, seed: [{ id: 'a', name: 'A', role: 'new' }] });
    const result = await world.runHere(['pull', '--check']);
    expect(result.exitCode).toBe(2);
    expect(result.stdout).toContain('To write them: persona-sync pull\n');
    expect(await read(world, 'personas/a.yaml')).toBe(files['personas/a.yaml']);
    expect((await pull(world)).exitCode).toBe(0);
    expect(await world.runHere(['pull', '--check', '--quiet'])).toMatchObject({ exitCode: 0, stdout: '' });
  });

  it('are written only when that is asked for', async () => {
    const files = { 'personas/a.yaml': 'id: a\nname: A\nrole: old\n' };
    const world = await openWorld({ files, seed: [{ id: 'a', name: 'A', role: 'new' }] });
    const unasked = await world.runHere(['pull']);
    expect(unasked).toMatchObject({ exitCode: 1, stdout: '' });
    expect(unasked.stderr).toContain('Approve beforehand: persona-sync pull --auto-approve');
    expect(world.methods()).toEqual([]);
    const ask = (answer: string) => runMain(['pull'], { cwd: world.folder, env: world.env, answers: [answer] });
    expect(await ask('no')).toMatchObject({ exit: 1 });
    expect(await read(world, 'personas/a.yaml')).toBe(files['personas/a.yaml']);
    expect(await ask('yes')).toMatchObject({ exit: 0, stdout: expect.stringContaining('Write 1 file? Type yes') });
    expect(await read(world, 'personas/a.yaml')).toBe('id: a\nname: A\nrole: new\n');
  });

  it('get a field that they did not manage only with --fields, a long prompt in a file of its own', async () => {
    const world = await openWorld({
      files: { 'personas/emea/a.yaml': 'id: a\nname: A # her\n\nkb_ids: [k]\n' },
      seed: [
        { id: 'a', name: 'A', role: 'Desk', personality_prompt: LONG, call_config: { voice: 'June' }, kb_ids: ['k'] },
      ],
    });
    expect(await filesOf(world, [])).toMatchObject([{ action: 'unchanged' }]);
    await pull(world, 'emea/a', '--fields', 'role,personality_prompt,call_config,image_url');
    expect(await read(world, 'personas/emea/a.yaml')).toBe(
      'id: a\nname: A # her\nrole: Desk\nimage_url: null\ncall_config:\n  voice: June\npersonality_prompt:\n  file: a.personality_prompt.md\n\nkb_ids: [k]\n',
    );
    expect(await read(world, 'personas/emea/a.personality_prompt.md')).toBe(`${LONG.trimEnd()}\n`);
    expect((await world.runHere(['plan'])).stdout).toContain('No changes');
    const unknown = await world.runHere(['pull', '--check', '--fields', 'voice']);
    expect(unknown).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('"voice" is no field') });
    const newer = await world.runHere(['pull', '--check', '--fields', 'call_config.background_track']);
    expect(newer.stderr).toContain(
      'Did you mean call_config.background? Fields that are newer than this tool are named under allow_fields in persona-sync.yaml first.',
    );
  });

  it('take the production version when that is meant', async () => {
    const world = await openWorld({
      files: { 'personas/a.yaml': 'id: a\nname: A\npersonality_prompt: old\n' },
      seed: [{ id: 'a', name: 'A', personality_prompt: 'half-done', production: { personality_prompt: 'on air' } }],
    });
    await pull(world, '--from', 'production');
    expect(await read(world, 'personas/a.yaml')).toBe('id: a\nname: A\npersonality_prompt: on air\n');
  });
});

describe('what cannot be overwritten is a conflict, with both places, and the rest is pulled', () => {
  const conflicts = async (world: World, ...more: readonly string[]) =>
    (await filesOf(world, more)).map(({ key, action, fields, conflicts }) => ({ key, action, fields, conflicts }));
  const at = (file: string, line: number, column: number) => ({ file, line, column });

  it('a value of the environment, in the file and in a prompt file', async () => {
    const world = await openWorld({
      files: {
        'persona-sync.yaml': 'environments:\n  live: {}\n',
        'environments/live.yaml': 'values:\n  brand: Acme\n',
        'personas/a.yaml': `id: a\nname: A\nrole: Desk of ${OPEN}brand}\ndescription: old\npersonality_prompt: { file: ../a.md }\n`,
        'a.md': `Hello.\nThis is ${OPEN}brand}.\n`,
      },
      seed: [{ id: 'a', name: 'A', role: 'Other', description: 'new', personality_prompt: 'Bye.' }],
    });
    const value = at('environments/live.yaml', 2, 10);
    expect(await conflicts(world)).toEqual([
      {
        key: 'a',
        action: 'edited',
        fields: ['/description'],
        conflicts: [
          { path: '/role', reason: 'value', at: at('personas/a.yaml', 3, 7), other: value, detail: null },
          { path: '/personality_prompt', reason: 'value', at: at('a.md', 2, 9), other: value, detail: null },
        ],
      },
    ]);
    const result = await pull(world);
    expect(result.exitCode).toBe(4);
    expect(await read(world, 'personas/a.yaml')).toContain(`role: Desk of ${OPEN}brand}\ndescription: new\n`);
    expect(result.stdout).toContain(
      `personas/a.yaml:3:7: role comes from a ${OPEN}value} (environments/live.yaml:2:10)`,
    );
  });

  it('a prompt file that others share, under another name too, and a prompt of several files', async () => {
    const world = await openWorld({
      files: {
        'personas/a.yaml': 'id: a\nname: A\npersonality_prompt: { file: ../prompts/p.md }\n',
        'personas/b.yaml': 'id: b\nname: B\npersonality_prompt:\n  file: ../linked/p.md\n',
        'personas/c.yaml': 'id: c\nname: C\norchestration_prompt: { files: [../prompts/q.md] }\n',
        'prompts/p.md': 'old\n',
        'prompts/q.md': 'old\n',
      },
      seed: [
        { id: 'a', name: 'A', personality_prompt: 'new' },
        { id: 'b', name: 'B', personality_prompt: 'old' },
        { id: 'c', name: 'C', orchestration_prompt: 'new' },
      ],
    });
    await symlink('prompts', path.join(world.folder, 'linked'));
    expect(await conflicts(world)).toMatchObject([
      { key: 'a', action: 'conflict', conflicts: [{ reason: 'shared_prompt', other: at('personas/b.yaml', 4, 3) }] },
      { key: 'b', action: 'unchanged' },
      { key: 'c', action: 'conflict', conflicts: [{ reason: 'prompt_list', other: at('prompts/q.md', 1, 1) }] },
    ]);
    expect((await pull(world)).exitCode).toBe(4);
    expect(await read(world, 'prompts/p.md')).toBe('old\n');
  });

  it('an anchor that others repeat, what repeats it, and what no file can hold', async () => {
    const world = await openWorld({
      files: { 'personas/a.yaml': 'id: a\nname: A\nrole: &r old\ndescription: *r\ntags: [x]\n' },
      seed: [{ id: 'a', name: 'A', role: 'new', description: 'other', tags: ['x', ' '] }],
    });
    expect(await conflicts(world)).toMatchObject([
      {
        action: 'conflict',
        conflicts: [
          { path: '/role', reason: 'anchor', at: at('personas/a.yaml', 3, 10), other: at('personas/a.yaml', 4, 14) },
          {
            path: '/description',
            reason: 'alias',
            at: at('personas/a.yaml', 4, 14),
            other: at('personas/a.yaml', 3, 10),
          },
          { path: '/tags', reason: 'left_out', detail: 'item 2 is empty' },
        ],
      },
    ]);
  });

  it.each([[''], [' \n'], [null], ['\u00a0']])('a name that is live as %j, which no file may have', async (name) => {
    const seed = [{ id: 'a', name: 'A', role: 'new', root: { name } }];
    const world = await openWorld({ files: { 'personas/a.yaml': 'id: a\nname: A\nrole: old\n' }, seed });
    expect(await conflicts(world)).toMatchObject([
      {
        action: 'edited',
        fields: ['/role'],
        conflicts: [{ path: '/name', reason: 'left_out', detail: 'it is empty' }],
      },
    ]);
    expect((await pull(world)).exitCode).toBe(4);
    expect(await read(world, 'personas/a.yaml')).toBe('id: a\nname: A\nrole: new\n');
  });

  it('settings of which no file can say one, where the file clears them all', async () => {
    const files = { 'personas/a.yaml': 'id: a\nname: A\ncall_config: null\n' };
    const world = await openWorld({ files, seed: [{ id: 'a', name: 'A', call_config: { track: 'rain' } }] });
    const detail = 'it has only settings that no file can say';
    expect(await conflicts(world)).toMatchObject([
      { action: 'conflict', fields: [], conflicts: [{ path: '/call_config', reason: 'left_out', detail }] },
    ]);
    world.emulator.store.edit('a', { call_config: { track: 'rain', voice: 'June' } });
    expect((await pull(world)).exitCode).toBe(0);
    expect(await read(world, 'personas/a.yaml')).toBe('id: a\nname: A\ncall_config:\n  voice: June\n');
    expect((await world.runHere(['plan'])).stdout).toContain('No changes');
  });

  it('a file that is a symbolic link: nothing at all is written', async () => {
    const world = await openWorld({
      files: { 'personas/_a.yaml': 'id: a\nname: A\nrole: old\n', 'personas/b.yaml': 'id: b\nname: B\nrole: old\n' },
      seed: [
        { id: 'a', name: 'A', role: 'new' },
        { id: 'b', name: 'B', role: 'new' },
      ],
    });
    await symlink('_a.yaml', path.join(world.folder, 'personas/a.yaml'));
    const result = await pull(world);
    expect(result).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('symbolic link') });
    expect(await read(world, 'personas/b.yaml')).toContain('role: old');
  });
});

describe('live personas without a file', () => {
  const ANN = { id: 'a', name: 'Ann', role: 'Desk' };

  it('are named by their exact name or id, and get one', async () => {
    const world = await openWorld({ seed: [ANN, { id: 'b', name: 'Bob' }, { id: 'c', name: 'Cleo' }] });
    expect((await pull(world, 'Ann')).exitCode).toBe(0);
    expect((await pull(world, 'c')).exitCode).toBe(0);
    expect((await readdir(path.join(world.folder, 'personas'))).sort()).toEqual(['ann.yaml', 'cleo.yaml']);
    expect((await world.runHere(['plan'])).stdout).toBe('No changes: all 2 personas are as the files say.\n');
  });

  it('get names that nothing else has, and are read with one list', async () => {
    const world = await openWorld({
      files: { 'personas/DESK.yml': 'id: a\nname: A\n', 'personas/desk-3.personality_prompt.md': 'left over' },
      seed: [
        { id: 'a', name: 'A' },
        { id: 'b', name: 'Desk' },
        { id: 'c', name: 'desk', personality_prompt: LONG },
      ],
    });
    expect((await pull(world, '--all')).exitCode).toBe(0);
    expect((await readdir(path.join(world.folder, 'personas'))).sort()).toEqual([
      'DESK.yml',
      'desk-2.yaml',
      'desk-3.personality_prompt.md',
      'desk-4.personality_prompt.md',
      'desk-4.yaml',
    ]);
    expect(world.emulator.requests.map(({ path: asked }) => asked)).toEqual(['/v1/personas?page=1&limit=100']);
  });

  it('are left out, with a count, when they are twins, and told when no file can have them', async () => {
    const world = await openWorld({
      seed: [ANN, { id: 't', name: 'Twin', tags: ['v2-agent:x'] }, { id: 'n', name: ' ' }],
    });
    const result = await pull(world, '--all');
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain('Left out: 1 machine-made twin of another agent, which the service rewrites.\n');
    expect(result.stdout).toContain('Left out: 1 persona with a name that no file may have: n " "');
    expect(await readdir(path.join(world.folder, 'personas'))).toEqual(['ann.yaml']);
  });

  it('get no second file where one that is bound to nothing has their name: the bind line is told', async () => {
    const world = await openWorld({
      files: { 'personas/emea/ann.yaml': 'name: Ann\nrole: new\n' },
      seed: [
        { id: 'a', name: 'Ann', role: 'old' },
        { id: 'b', name: 'Bob' },
      ],
    });
    const { exitCode, stdout } = await pull(world, '--all');
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      'Left out: 1 persona whose name a file has that is bound to none. When it is the same:\n  persona-sync bind emea/ann a  # "Ann"\n',
    );
    expect((await readdir(path.join(world.folder, 'personas'))).sort()).toEqual(['bob.yaml', 'emea']);
    await world.runHere(['bind', 'emea/ann', 'a']);
    expect((await pull(world, '--all')).stdout).not.toContain('Left out');
    expect(await read(world, 'personas/emea/ann.yaml')).toContain('role: old');
  });

  it('bring no key into a file: the field is named, and not the key', async () => {
    const key = `sk-${'a1'.repeat(12)}`;
    const world = await openWorld({ seed: [{ ...ANN, role: `Call ${key}` }] });
    const result = await pull(world, '--all');
    expect(result.stdout).toMatch(
      /^This live field holds what looks like an API key, and is left out:\n {2}ann: role\n/,
    );
    expect(result.stdout + (await read(world, 'personas/ann.yaml'))).not.toContain(key);
  });

  it('want a choice of plane for --all, where drafts are not what callers hear', async () => {
    const seed = [{ ...ANN, personality_prompt: 'half-done', production: { personality_prompt: 'on air' } }];
    const world = await openWorld({ seed });
    const result = await pull(world, '--all');
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toContain('ann "Ann": personality_prompt');
    expect(result.stderr).toContain('persona-sync pull --all --from production');
    expect(await readdir(world.folder)).toEqual([]);
    await pull(world, '--all', '--from', 'production');
    expect(await read(world, 'personas/ann.yaml')).toContain('personality_prompt: on air\n');
  });

  it('have their ids in the file of their environment, where there are several, and pin its account', async () => {
    const config = 'environments:\n  staging: {}   # first\n  production:\n    file: environments/live.yaml\n';
    const world = await openWorld({
      files: { 'persona-sync.yaml': config, 'environments/live.yaml': '# ids\nvalues: { brand: Acme }\n' },
      seed: [ANN],
    });
    expect((await pull(world, '--all', '--env', 'production')).exitCode).toBe(0);
    expect(await read(world, 'personas/ann.yaml')).not.toContain('id:');
    expect(await read(world, 'environments/live.yaml')).toBe('# ids\nvalues: { brand: Acme }\nids:\n  ann: a\n');
    const account = documentIn(await world.runHere(['plan', '--env', 'production', '--format', 'json']))
      .target as JsonObject;
    expect(await read(world, 'persona-sync.yaml')).toBe(`${config}    account: ${account.account}\n`);
    expect((await world.runHere(['plan', '--env', 'production'])).stdout).toContain('No changes');
  });

  it('are not taken from another account than the environment is for', async () => {
    const world = await openWorld({
      files: { 'persona-sync.yaml': 'environments:\n  live: { account: u-other }\n' },
      seed: [ANN],
    });
    expect(await pull(world, '--all')).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('u-other') });
  });
});

it('writes nothing where a persona could not be read', async () => {
  const world = await openWorld({
    files: { 'personas/a.yaml': 'id: a\nname: A\nrole: old\n', 'personas/b.yaml': 'id: b\nname: B\nrole: old\n' },
    seed: [
      { id: 'a', name: 'A', role: 'new' },
      { id: 'b', name: 'B', role: 'new' },
    ],
    faults: [{ kind: 'status', path: '/v1/personas/b', status: 400 }],
  });
  expect(await pull(world)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('nothing was written') });
  expect(await read(world, 'personas/a.yaml')).toContain('role: old');
});
