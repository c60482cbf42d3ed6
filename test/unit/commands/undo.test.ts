/** `undo` and `runs` through the whole program, for what the golden cases do not show. */
import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { writesOf } from '../../support/apply.ts';
import { closeWorlds, documentIn, openWorld, personaFile, type World, type WorldOptions } from '../../support/world.ts';

afterEach(closeWorlds);

const SEED = ['ann', 'bob'].map((key) => ({ id: `p-${key}`, name: key, role: 'old', user_id: 'acct-1' }));
const FILES = Object.fromEntries(
  SEED.map(({ id, name }) => [`personas/${name}.yaml`, personaFile({ id, name, role: 'new' })]),
);
const YES = ['--auto-approve', '--concurrency', '1'];
const NAME = '20260301T090000Z-800000.jsonl';

/** A world in which `apply` has run. */
async function applied(options: Partial<WorldOptions> = {}): Promise<World> {
  const world = await openWorld({ seed: SEED, files: FILES, ...options });
  await world.runHere(['apply', ...YES]);
  return world;
}

const journalOf = ({ folder }: World, name = NAME): string => path.join(folder, '.persona-sync/runs', name);

const rolesOf = ({ emulator }: World): unknown[] => SEED.map(({ id }) => emulator.store.snapshot(id)?.role);

describe('undo', () => {
  it('asks like apply, and needs approval where nobody can be asked, before the first request', async () => {
    const world = await applied();
    const before = world.methods().length;
    const { exitCode, stderr } = await world.runHere(['undo']);
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringContaining('Approve beforehand: persona-sync undo --auto-approve'),
    ]);
    expect(world.methods()).toHaveLength(before);
  });

  it('says that there is no such run before it says that nobody can be asked', async () => {
    const world = await openWorld({ seed: SEED, files: FILES });
    const { exitCode, stderr } = await world.runHere(['undo', 'nosuch']);
    expect([exitCode, stderr, world.methods()]).toEqual([
      1,
      expect.stringContaining('There is no run nosuch in this checkout.'),
      [],
    ]);
  });

  it('takes back a run by the journal that another checkout kept', async () => {
    const world = await applied();
    const fetched = path.join(world.folder, 'fetched.jsonl');
    cpSync(journalOf(world), fetched);
    rmSync(path.join(world.folder, '.persona-sync'), { recursive: true });
    const { exitCode, stdout } = await world.runHere(['undo', '--journal', 'fetched.jsonl', ...YES]);
    expect([exitCode, rolesOf(world)]).toEqual([0, ['old', 'old']]);
    expect(stdout).toContain('2 personas change alike: ann, bob');
  });

  it('takes back what a run wrote that was killed after its last write was sent', async () => {
    const world = await applied();
    const file = journalOf(world);
    const text = readFileSync(file, 'utf8');
    truncateSync(file, text.lastIndexOf('"type":"outcome"'));
    const runs = await world.runHere(['runs']);
    expect(runs.stdout).toContain('  apply  1 applied, 1 persona with an unknown outcome  ');
    expect(runs.stdout).toContain('cut short, or still under way');
    await world.runHere(['undo', ...YES]);
    expect(rolesOf(world)).toEqual(['old', 'old']);
  });

  it('does not touch what a run announced and did not write', async () => {
    const world = await openWorld({ seed: SEED, files: FILES });
    const refused = { kind: 'status', status: 400, method: 'PATCH', path: 'p-bob' } as const;
    world.emulator.addFault(refused);
    await world.runHere(['apply', ...YES]);
    const { exitCode, stdout } = await world.runHere(['undo', ...YES]);
    expect([exitCode, stdout.includes('bob')]).toEqual([0, false]);
    expect(writesOf(world.emulator).map(([id, { role }]) => [id, role])).toEqual([
      ['p-ann', 'new'],
      ['p-bob', 'new'],
      ['p-ann', 'old'],
    ]);
  });

  it('chooses the newest run that wrote: not an undo, nor a run that wrote nothing', async () => {
    const world = await applied();
    await world.write('personas/ann.yaml', personaFile({ id: 'p-ann', name: 'ann', role: 'newer' }));
    world.emulator.addFault({ kind: 'status', status: 400, method: 'PATCH' });
    await world.runHere(['apply', ...YES]);
    const first = await world.runHere(['undo', '--format', 'json', ...YES]);
    expect([documentIn(first).undoes, rolesOf(world)]).toEqual(['800000', ['old', 'old']]);
    const again = await world.runHere(['undo', ...YES]);
    expect([again.exitCode, again.stdout]).toEqual([
      0,
      'Nothing to undo: all that apply 800000 of 2026-03-01T09:00:00.000Z wrote is as it was before.\n',
    ]);
  });

  it('names the fields whose old value held a key, and puts back the others', async () => {
    const seed = [{ ...SEED[0], id: 'p-ann', name: 'ann', description: `sk-${'a'.repeat(24)}`, role: 'old' }];
    const files = { 'personas/ann.yaml': personaFile({ id: 'p-ann', name: 'ann', role: 'new', description: 'new' }) };
    const world = await applied({ seed, files });
    const { exitCode, stdout } = await world.runHere(['undo', ...YES]);
    expect([exitCode, stdout]).toEqual([4, expect.stringContaining('left alone: ann description held a key')]);
    expect(world.emulator.store.snapshot('p-ann')).toMatchObject({ role: 'old', description: 'new' });
  });

  it('tells in one document what was put back, what was not, and what callers hear', async () => {
    const seed = [{ ...SEED[0], id: 'p-ann', name: 'ann', role: 'old', personality_prompt: 'old' }];
    const wanted = { id: 'p-ann', name: 'ann', role: 'new', personality_prompt: 'new' };
    const world = await applied({ seed, files: { 'personas/ann.yaml': personaFile(wanted) } });
    world.emulator.store.edit('p-ann', { role: 'theirs' });
    const result = await world.runHere(['undo', '--format', 'json', ...YES]);
    expect(result.exitCode).toBe(4);
    expect(documentIn(result)).toMatchObject({
      command: 'undo',
      undoes: '800000',
      run: '800001',
      journal: '.persona-sync/runs/20260301T090000Z-800001.jsonl',
      left_alone: [{ key: 'ann', id: 'p-ann', path: '/role', reason: 'changed_since' }],
      callers: [{ key: 'ann', path: '/personality_prompt', callers_hear: 'old' }],
      summary: { applied: 1 },
      outcomes: [{ key: 'ann', status: 'applied', changes: [{ path: '/personality_prompt', after: 'old' }] }],
    });
  });

  it('fails a persona that is gone, and puts back the others', async () => {
    const world = await applied();
    world.emulator.store.edit('p-ann', { root: { deleted_at: '2026-03-02T00:00:00Z' } });
    const { exitCode, stdout } = await world.runHere(['undo', ...YES]);
    expect([exitCode, rolesOf(world)]).toEqual([4, ['new', 'old']]);
    expect(stdout).toContain('Its fields cannot be put back; those of the others can.');
  });

  it('says that callers still hear what was promoted', async () => {
    const seed = [{ ...SEED[0], id: 'p-ann', name: 'ann', personality_prompt: 'old' }];
    const files = { 'personas/ann.yaml': personaFile({ id: 'p-ann', name: 'ann', personality_prompt: 'new' }) };
    const world = await applied({ seed, files });
    const promote = `${world.emulator.url}/v1/personas/p-ann/versions/promote`;
    await fetch(promote, { method: 'POST', headers: { authorization: 'emulator' } });
    const { stdout } = await world.runHere(['undo', ...YES]);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(
      'Callers still hear what was taken back, until the draft is promoted: ann (personality_prompt).',
    );
  });
});

describe('undo refuses, and writes nothing', () => {
  const writes = (world: World): number => world.methods().filter((method) => method === 'PATCH').length;

  it('the journal of another account', async () => {
    const world = await applied();
    for (const { id } of SEED) world.emulator.store.edit(id, { root: { user_id: 'acct-2' } });
    const { exitCode, stderr } = await world.runHere(['undo', ...YES]);
    expect([exitCode, writes(world)]).toEqual([1, 2]);
    expect(stderr).toContain(
      'Run 800000 wrote to account acct-1, but the key is for account acct-2; nothing was written.',
    );
  });

  it('the journal of an account whose personas this key cannot see', async () => {
    const world = await applied();
    const other = await openWorld({ seed: [] });
    const journal = readFileSync(journalOf(world), 'utf8').replaceAll(world.emulator.url, other.emulator.url);
    writeFileSync(path.join(other.folder, 'run.jsonl'), journal);
    const { exitCode, stderr } = await other.runHere(['undo', '--journal', 'run.jsonl', ...YES]);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('None of the 2 personas exists for this key')]);
  });

  it('the journal of another address, without a request', async () => {
    const world = await applied();
    const env = { BLAND_BASE_URL: 'http://127.0.0.1:9' };
    const { exitCode, stderr } = await world.runHere(['undo', ...YES], { env });
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('but the service in use is http://127.0.0.1:9.')]);
  });

  it('a journal with a broken line, also when it is only the newest of several', async () => {
    const world = await applied();
    writeFileSync(journalOf(world, '20260302T090000Z-0000ff.jsonl'), 'nonsense\n');
    const { exitCode, stderr } = await world.runHere(['undo', ...YES]);
    expect([exitCode, writes(world)]).toEqual([1, 2]);
    expect(stderr).toContain('20260302T090000Z-0000ff.jsonl cannot be used: line 1 is no JSON');
  });

  it.each([
    [['undo'], 'No run has written anything from this checkout.'],
    [['undo', 'f'], 'There is no run f in this checkout.'],
    [['undo', 'run.jsonl'], 'To take back the run of a journal: persona-sync undo --journal run.jsonl'],
    [['undo', ''], '"" is no run.'],
    [['undo', 'f', '--journal', 'run.jsonl'], 'undo takes a run or a journal, not both.'],
    [['undo', '--journal', 'run.jsonl'], 'The journal run.jsonl cannot be read'],
    [['undo', 'a', 'b'], 'Too many arguments'],
  ])('%j', async (argv, told) => {
    const world = await openWorld({ seed: SEED, files: FILES });
    const { exitCode, stderr } = await world.runHere([...argv, ...YES]);
    expect([exitCode, stderr, world.methods()]).toEqual([1, expect.stringContaining(told), []]);
  });

  it('the beginning of several runs, which it repeats', async () => {
    const world = await applied();
    cpSync(journalOf(world), journalOf(world, '20260301T090000Z-8000ff.jsonl'));
    const { exitCode, stderr } = await world.runHere(['undo', '8000', ...YES]);
    expect([exitCode, writes(world)]).toEqual([1, 2]);
    expect(stderr).toContain('"8000" may be any of 2 runs: ');
  });

  it('while another run writes', async () => {
    const world = await applied();
    const lock = { pid: 4711, host: 'here', process: 'boot:1', command: 'apply', run: 'abcdef', since: 'now' };
    writeFileSync(path.join(world.folder, '.persona-sync/lock'), JSON.stringify(lock));
    const { exitCode, stderr } = await world.runHere(['undo', ...YES]);
    expect([exitCode, writes(world)]).toEqual([1, 2]);
    expect(stderr).toContain(
      'Another run is writing from this checkout: apply abcdef, process 4711 on here, since now',
    );
    const asJson = documentIn(await world.runHere(['undo', ...YES, '--format', 'json']));
    expect(asJson).toMatchObject({ command: 'undo', outcomes: [], error: { code: 'locked' } });
    expect((await world.runHere(['plan'])).exitCode).toBe(0);
  });
});

describe('runs', () => {
  it('tells of a journal that cannot be read, and lists the others', async () => {
    const world = await applied();
    writeFileSync(journalOf(world, '20260302T090000Z-0000ff.jsonl'), 'nonsense\n');
    const result = await world.runHere(['runs', '--format', 'json']);
    expect(result.exitCode).toBe(4);
    expect(documentIn(result)).toMatchObject({
      runs: [{ run: '800000', counts: { applied: 2 }, cut_short: false }],
      diagnostics: [{ code: 'journal_unreadable', file: '.persona-sync/runs/20260302T090000Z-0000ff.jsonl' }],
    });
  });

  it('does not say that nothing was written of a run whose only write has no outcome', async () => {
    const world = await applied();
    const text = readFileSync(journalOf(world), 'utf8');
    truncateSync(journalOf(world), text.indexOf('{"type":"outcome"'));
    const { stdout } = await world.runHere(['runs']);
    expect(stdout).toContain('  apply  1 persona with an unknown outcome  ');
  });

  it('skips a journal without a whole line, whose run wrote nothing, and so does undo', async () => {
    const world = await applied();
    writeFileSync(journalOf(world, '20260302T090000Z-0000ff.jsonl'), '');
    const { exitCode, stdout } = await world.runHere(['runs']);
    expect([exitCode, stdout.trimEnd().split('\n')]).toEqual([0, [expect.stringMatching(/^800000 /)]]);
    expect((await world.runHere(['undo', '0000ff', ...YES])).stderr).toContain('has no whole line');
    expect([(await world.runHere(['undo', ...YES])).exitCode, rolesOf(world)]).toEqual([0, ['old', 'old']]);
  });

  it('tells of a link that leads nowhere, and lists the others', async () => {
    const world = await applied();
    symlinkSync('nowhere', journalOf(world, '20260302T090000Z-0000ff.jsonl'));
    const { exitCode, stdout } = await world.runHere(['runs', '--format', 'json']);
    expect([exitCode, documentIn({ stdout })]).toMatchObject([
      4,
      { runs: [{ run: '800000' }], diagnostics: [{ code: 'journal_unreadable' }] },
    ]);
  });

  it.each([[['runs']], [['undo', ...YES]]])(
    'a file in place of the folder of journals: %j fails with a reason',
    async (argv) => {
      const world = await openWorld({ files: { ...FILES, '.persona-sync': '' } });
      const { exitCode, stderr } = await world.runHere(argv);
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining('The journals of this checkout cannot be read')]);
    },
  );

  it('needs no key and sends nothing', async () => {
    const world = await applied();
    const before = world.methods().length;
    const { exitCode, stdout } = await world.runHere(['runs'], { env: { BLAND_API_KEY: null, BLAND_BASE_URL: null } });
    expect([exitCode, world.methods().length]).toEqual([0, before]);
    expect(stdout).toBe(`800000  2026-03-01T09:00:00Z  apply  2 applied  ${world.emulator.url}\n`);
  });

  it('says in one line that there are none', async () => {
    const world = await openWorld({ files: FILES });
    expect(await world.runHere(['runs'])).toEqual({
      exitCode: 0,
      stdout: 'No runs: nothing was written from this checkout.\n',
      stderr: '',
    });
    expect(readdirSync(world.folder)).toEqual(['personas']);
  });
});
