/** `show` and `status` through the whole program, for what the golden cases do not show. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { parseSeed } from '../../../src/emulator/seed.ts';
import { runMain } from '../../support/run-main.ts';
import { closeWorlds, documentIn, openWorld, personaFile, type World } from '../../support/world.ts';

afterEach(closeWorlds);

const HOSTILE = 'Say \u001b[31mred\u202e\r\nand ::error::\tthis.\u0007';
const SEED = [
  { id: 'p-ann', name: 'Ann', personality_prompt: HOSTILE, inbound_numbers: ['+14155550100'] },
  { id: 'p-bob', name: 'Bob', personality_prompt: 'Live.', call_config: { voice: 'June', track: 'rain' } },
];
const FILES = {
  'personas/bob.yaml': personaFile({ id: 'p-bob', name: 'Bob', role: null, personality_prompt: 'Live.' }),
};

const open = (options: Parameters<typeof openWorld>[0] = {}): Promise<World> =>
  openWorld({ seed: SEED, files: FILES, ...options });

describe('show', () => {
  it('prints a text exactly into a pipe, and escaped on a terminal', async () => {
    const world = await open();
    const argv = ['show', 'Ann', '--field', 'personality_prompt', '--quiet', '--no-color'];
    expect((await world.runHere(argv)).stdout).toBe(`${HOSTILE}\n`);
    const onTerminal = await runMain(argv, { cwd: world.folder, env: world.env, terminal: true });
    expect(onTerminal.stdout).toBe('Say \\x1b[31mred\\u202e\\r\nand ::error::\\tthis.\\x07\n');
  });

  it('prints a file that validates and plans no change, also of a persona that has none yet', async () => {
    const world = await open();
    await world.write('personas/ann.yaml', (await world.runHere(['show', 'Ann', '--plane', 'draft'])).stdout);
    const { exitCode, stdout } = await world.runHere(['plan', '--detailed-exitcode']);
    expect([exitCode, stdout]).toEqual([0, 'No changes: all 2 personas are as the files say.\n']);
  });

  it('prints numbers that JavaScript cannot hold as they are, as all documents do', async () => {
    const big = '9007199254740993';
    const parsed = parseSeed(`[{"id":"p-bob","name":"Bob","call_config":{"ref":${big}}}]`);
    const files = {
      ...FILES,
      'persona-sync.yaml': 'allow_fields: [call_config.ref]\n',
      'personas/bob.yaml': personaFile({ id: 'p-bob', name: 'Bob', call_config: { ref: null } }),
    };
    const world = await open({ seed: parsed.ok ? parsed.seed : [], files });
    const shown = await world.runHere(['show', 'bob', '--plane', 'draft', '--format', 'json']);
    expect(shown.stdout).toContain(`"ref": ${big}`);
    const planned = await world.runHere(['plan', '--out', 'plan.json', '--format', 'json']);
    expect(planned.stdout).toContain(`"before": ${big}`);
    expect(await world.runHere(['apply', '--plan', 'plan.json'])).toMatchObject({ exitCode: 0 });
    expect((await world.runHere(['undo', '--yes'])).exitCode).toBe(0);
    expect((await world.runHere(['show', 'bob', '--field', 'call_config.ref', '--plane', 'draft'])).stdout).toBe(
      `${big}\n`,
    );
  });

  it('prints what the file sets to null, and what no page documents where it is asked for', async () => {
    const world = await open();
    expect((await world.runHere(['show', 'bob', '--plane', 'files'])).stdout).toContain('\nrole: null\n');
    expect((await world.runHere(['show', 'bob', '--field', 'call_config.track'])).stdout).toBe('rain\n');
    expect((await world.runHere(['show', 'bob', '--field', '/call_config/voice'])).stdout).toBe('June\n');
    const short = await world.runHere(['show', 'bob', '--field', 'voice']);
    expect(short.stderr).toContain('Did you mean call_config.voice?');
    const typo = await world.runHere(['show', 'bob', '--field', 'call_config.voise']);
    expect([typo.exitCode, typo.stderr]).toEqual([1, expect.stringContaining('Did you mean call_config.voice?')]);
  });

  it('tells a machine too what is wrong with the file of a persona, and of no other', async () => {
    const invalid = personaFile({ id: 'p-bob', name: 'Bob', rol: 'Sales' });
    const other = personaFile({ id: 'p-ann', name: 'Ann', rol: 'Sales' });
    const world = await open({ files: { 'personas/bob.yaml': invalid, 'personas/ann.yaml': other } });
    const result = await world.runHere(['show', 'bob', '--format', 'json']);
    const { diagnostics } = documentIn(result);
    expect(result.exitCode).toBe(4);
    expect(diagnostics).toMatchObject([{ code: 'unknown_key', file: 'personas/bob.yaml', key: 'bob' }]);
  });

  it('shows a file whose persona is gone, and says that callers hear nothing of it', async () => {
    const world = await open({ seed: [] });
    expect(await world.runHere(['show', 'bob', '--plane', 'files'])).toMatchObject({ exitCode: 0 });
    const live = await world.runHere(['show', 'bob']);
    expect([live.exitCode, live.stderr]).toEqual([
      1,
      expect.stringContaining('the service has no persona p-bob (404)'),
    ]);
  });

  it('needs no files, only a name or a number', async () => {
    const world = await open({ files: {} });
    expect((await world.runHere(['show', '+14155550100', '--field', 'name'])).stdout).toBe('Ann\n');
    expect((await world.runHere(['show', '--grep', 'live.'])).stdout).toContain('Found 2 times in 1 of 2 personas');
    const key = await world.runHere(['show', 'emea/support']);
    expect([key.exitCode, key.stderr]).toEqual([1, expect.stringContaining('There are no persona files here')]);
    expect((await world.runHere(['status'])).stderr).toContain('There is no persona file');
  });

  it('lists at most twenty that match, each with the command as it was typed', async () => {
    const seed = Array.from({ length: 22 }, (_, at) => ({ id: `p-${at}`, name: 'Same' }));
    const { exitCode, stderr } = await (await open({ seed })).runHere(['show', 'Same', '--plane', 'draft']);
    expect([exitCode, stderr.match(/persona-sync show p-\d+ --plane draft/g)?.length]).toEqual([1, 20]);
    expect(stderr).toContain('22 personas match.');
    expect(stderr).toContain('and 2 more');
  });

  it('says which side is not there', async () => {
    const world = await open({ variants: { noDraft: true } });
    const draft = await world.runHere(['show', 'bob', '--plane', 'draft']);
    expect([draft.exitCode, draft.stderr]).toEqual([1, expect.stringContaining('bob has no draft version.')]);
    const files = await world.runHere(['show', 'Ann', '--plane', 'files']);
    expect([files.exitCode, files.stderr]).toEqual([1, expect.stringContaining('No file manages p-ann.')]);
  });

  it('is one document for machines, with every field as the service has it', async () => {
    const world = await open();
    const document = documentIn(await world.runHere(['show', 'Ann', '--format', 'json']));
    expect(document).toMatchObject({
      command: 'show',
      plane: 'production',
      persona: { key: null, id: 'p-ann', inbound_numbers: ['+14155550100'] },
      fields: { name: 'Ann', personality_prompt: HOSTILE },
    });
    const field = ['show', 'Ann', '--field', 'name', '--format', 'json'];
    expect(documentIn(await world.runHere(field))).toMatchObject({ field: '/name', value: 'Ann' });
  });

  it('shows no key, wherever it stands', async () => {
    const secret = `sk-${'a'.repeat(24)}`;
    const seed = [{ id: 'p-ann', name: 'Ann', personality_prompt: `Use ${secret}`, role: secret }];
    const world = await open({ seed, files: FILES });
    for (const argv of [
      ['show', 'Ann'],
      ['show', 'Ann', '--field', 'role'],
      ['show', '--grep', 'use'],
    ]) {
      const { stdout, stderr } = await world.runHere([...argv, '--format', 'json']);
      expect(`${stdout}${stderr}`).not.toContain('aaaa');
      expect((await world.runHere(argv)).stdout).not.toContain('aaaa');
    }
  });
});

describe('show --grep', () => {
  const place = async (world: World, text: string): Promise<unknown> => {
    const { hits } = documentIn(await world.runHere(['show', '--grep', text, '--plane', 'files', '--format', 'json']));
    return Array.isArray(hits)
      ? hits.map(({ path, place: { file, line, column } }) => `${path} ${file}:${line}:${column}`)
      : hits;
  };

  it('tells the place in a persona file, also where a text is folded or in quotes', async () => {
    const file = [
      'id: p-bob',
      'name: Bob',
      'role: "say it plainly"',
      'orchestration_prompt: >',
      '  One day you',
      '  say it, and say',
      '  it again.',
      'pathway_conditions:',
      '  - { name: Say it, prompt: "S\\u0061y it now", pathway_id: w, pathway_version: "1", start_node_id: s }',
    ].join('\n');
    const world = await open({ files: { 'personas/bob.yaml': file } });
    expect(await place(world, 'say it')).toEqual([
      '/role personas/bob.yaml:3:8',
      '/orchestration_prompt personas/bob.yaml:6:3',
      '/orchestration_prompt personas/bob.yaml:6:15',
      '/pathway_conditions/0/name personas/bob.yaml:9:13',
      '/pathway_conditions/0/prompt personas/bob.yaml:9:29',
    ]);
  });

  it('tells the place in the prompt file that it comes from', async () => {
    const files = {
      'personas/bob.yaml': personaFile({
        id: 'p-bob',
        name: 'Bob',
        personality_prompt: { files: ['../a.md', '../b.md'] },
      }),
      'a.md': 'Hello.\n\nSay it.\n',
      'b.md': 'And say\nit.\n',
    };
    expect(await place(await open({ files }), 'say it')).toEqual([
      '/personality_prompt a.md:3:1',
      '/personality_prompt b.md:1:5',
    ]);
  });

  it('takes one list read, however many personas there are', async () => {
    const seed = Array.from({ length: 120 }, (_, at) => ({ id: `p-${at}`, name: `P${at}`, role: 'say it' }));
    const files = Object.fromEntries(
      seed.slice(0, 30).map(({ id, name }) => [`personas/${name}.yaml`, personaFile({ id, name })]),
    );
    const world = await open({ seed, files });
    const { stdout } = await world.runHere(['show', '--grep', 'say it']);
    expect(stdout).toContain('Found 120 times in 120 of 120 personas, 90 of them without a file.');
    expect(world.methods()).toHaveLength(2);
  });

  it('finds nothing where the account could not be read whole', async () => {
    const faults = [{ kind: 'status', path: 'page=', status: 400 } as const];
    const { exitCode, stdout, stderr } = await (await open({ faults })).runHere(['show', '--grep', 'live']);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain('could not be read');
  });

  it('reads rows without versions singly', async () => {
    const world = await open({ variants: { listRows: 'thin' } });
    expect((await world.runHere(['show', '--grep', 'Say'])).exitCode).toBe(0);
  });

  it('hears nothing from a persona that was deleted, and never takes one for another', async () => {
    const seed = [{ id: 'p-bob', name: 'Bob', personality_prompt: 'Live.', deleted_at: '2026-01-01T00:00:00Z' }];
    expect((await (await open({ seed })).runHere(['show', '--grep', 'live', '--plane', 'draft'])).exitCode).toBe(1);
    const faults = [{ kind: 'other_id', path: 'p-bob' } as const];
    const other = await (await open({ faults })).runHere(['show', '--grep', 'live', '--plane', 'draft', 'bob']);
    expect([other.exitCode, other.stdout]).toEqual([1, '']);
  });

  it('needs something to look for', async () => {
    const { exitCode, stderr } = await (await open()).runHere(['show', '--grep', ' ']);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('--grep needs a text to look for.')]);
  });
});

describe('status', () => {
  it('reads a list page for ten personas and more, and shows each in a line', async () => {
    const seed = Array.from({ length: 12 }, (_, at) => ({ id: `p-${at}`, name: `P${at}` }));
    const files = Object.fromEntries(seed.map(({ id, name }) => [`personas/${name}.yaml`, personaFile({ id, name })]));
    const world = await open({ seed, files });
    const { stdout } = await world.runHere(['status']);
    expect(stdout.split('\n').filter((line) => /^P\d+ +equal +equal .* none$/.test(line))).toHaveLength(12);
    expect(stdout).toContain('12 personas: nothing differs.');
    expect(world.methods()).toEqual(['GET']);
  });

  it('is readable at 80 columns', async () => {
    const promoted_by = '7d0c3a52-4f0e-4a6b-9a57-2f1f6f1f9e10';
    const seed = [
      {
        ...SEED[1],
        id: 'p-bob',
        name: 'Bob',
        personality_prompt: 'Other.',
        inbound_numbers: ['+14155550100'],
        production: { promoted_by },
      },
    ];
    const files = {
      'personas/emea/support.yaml': personaFile({ id: 'p-bob', name: 'Bob', personality_prompt: 'Live.' }),
    };
    const { stdout } = await (await open({ seed, files })).runHere(['status']);
    expect(stdout).toMatch(/^emea\/support +1 differ +equal .* by 7d0c3a52 {2}\+14155550100$/m);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('leaves out a file that is invalid, and tells why: nobody is kept from looking by it', async () => {
    const world = await open({ files: { ...FILES, 'personas/bad.yaml': 'name: [' } });
    const { exitCode, stdout, stderr } = await world.runHere(['status']);
    expect([exitCode, stdout]).toEqual([4, expect.stringContaining('bob')]);
    expect(stderr).toContain('personas/bad.yaml');
    expect((await world.runHere(['status', 'bad'])).exitCode).toBe(3);
    expect((await world.runHere(['show', 'bob'])).exitCode).toBe(0);
  });

  it('shows what callers hear of a persona whose own file is invalid, where it still says which it is', async () => {
    const world = await open({
      files: { 'personas/ann.yaml': 'id: p-ann\nname: Ann\nrole: [\n', 'personas/bob.yaml': 'id: p-bob\nnome: Bob\n' },
    });
    const { exitCode, stdout } = await world.runHere(['status']);
    expect([exitCode, stdout]).toEqual([4, expect.stringMatching(/^bob +invalid +equal /m)]);
    const shown = await world.runHere(['show', 'bob']);
    expect([shown.exitCode, shown.stdout, shown.stderr]).toEqual([
      4,
      expect.stringContaining('personality_prompt: Live.'),
      expect.stringContaining('personas/bob.yaml:2:1'),
    ]);
    expect((await world.runHere(['show', 'bob', '--plane', 'files'])).exitCode).toBe(3);
    expect((await world.runHere(['rollback', 'bob', '--to', 'production', '--yes'])).exitCode).toBe(3);
    expect(world.methods()).not.toContain('PATCH');
  });

  it('sends no key that stands where an id should', async () => {
    const world = await open({ files: { ...FILES, 'personas/key.yaml': `id: sk-${'a'.repeat(24)}\nname: Key\n` } });
    await world.runHere(['status']);
    expect(world.emulator.requests.map(({ path }) => path)).toEqual(['/v1/personas/p-bob']);
  });

  it('names a persona once, those with a file first', async () => {
    const { stdout } = await (await open()).runHere(['status', 'Ann', 'bob', '+14155550100', 'p-bob']);
    expect(stdout.match(/^("Ann"|bob) /gm)).toEqual(['bob ', '"Ann" ']);
  });

  it.each([
    ['no draft', { variants: { noDraft: true } }, /^bob +equal +no draft /m],
    [
      'no production',
      { seed: [{ id: 'p-bob', name: 'Bob', personality_prompt: 'Live.', production: null }] },
      /^bob +equal +nothing +never +none$/m,
    ],
    ['deleted', { seed: [{ id: 'p-bob', name: 'Bob', deleted_at: '2026-01-01T00:00:00Z' }] }, /^bob +deleted$/m],
    [
      'a twin',
      { seed: [{ id: 'p-bob', name: 'Bob', personality_prompt: 'Live.', tags: ['v2-agent:1'] }] },
      /^bob +equal +equal /m,
    ],
  ])('says %s', async (_, options, line) => {
    expect((await (await open(options)).runHere(['status'])).stdout).toMatch(line);
  });

  it('colours on terminals only, and never what NO_COLOR forbids', async () => {
    const world = await open();
    const run = async (env: Readonly<Record<string, string>>): Promise<boolean> =>
      (await runMain(['status'], { cwd: world.folder, env: { ...world.env, ...env }, terminal: true })).stdout.includes(
        '\u001b[1m',
      );
    expect([await run({}), await run({ NO_COLOR: '1' })]).toEqual([true, false]);
    expect((await world.runHere(['status'])).stdout).not.toContain('\u001b');
  });

  it('stops where the key is refused, or is another account’s', async () => {
    const refused = await (await open({ keys: ['other'] })).runHere(['status'], { env: { BLAND_API_KEY: 'emulator' } });
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining('refused the key')]);
    const two = { ...FILES, 'personas/eve.yaml': personaFile({ id: 'p-eve', name: 'Eve' }) };
    const other = await (await open({ seed: [], files: two })).runHere(['status']);
    expect([other.exitCode, other.stderr]).toEqual([1, expect.stringContaining('another account')]);
  });
});

describe('a file that no live persona is bound to', () => {
  const NEW = { 'personas/new.yaml': personaFile({ name: 'New' }) };

  it('is named in status, with what apply would do', async () => {
    const world = await open({ files: { ...FILES, ...NEW } });
    const { exitCode, stdout } = await world.runHere(['status']);
    expect([exitCode, stdout.split('\n').slice(-3).join('\n')]).toEqual([
      0,
      'Bound to no live persona, so not looked at: new.\nWhat apply would do with it: persona-sync plan new\n',
    ]);
    const found = documentIn(await world.runHere(['status', 'new', '--format', 'json']));
    expect([found.personas, found.unbound]).toEqual([[], ['new']]);
  });

  it.each([['show'], ['history'], ['rollback', '--to', 'production']])('is no match for %s', async (name, ...more) => {
    const world = await open({ files: { ...FILES, ...NEW } });
    const { exitCode, stderr } = await world.runHere(
      [name, 'new', ...more, '--quiet', '--yes'].filter((word) => name === 'rollback' || word !== '--yes'),
    );
    expect([exitCode, stderr]).toEqual([
      1,
      'error: new is bound to no live persona.\n  → What its file says: persona-sync explain new\n    What apply would do with it: persona-sync plan new\n',
    ]);
  });
});
