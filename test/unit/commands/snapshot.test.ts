/** `snapshot` and `plan --live`: plans where there is no key. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../src/model/json.ts';
import type { Snapshot } from '../../../src/model/snapshot.ts';
import { digestOfSnapshot } from '../../../src/plan/snapshot.ts';
import { schemaProblems } from '../../../src/validate/documents.ts';
import { runMain } from '../../support/run-main.ts';
import { closeWorlds, documentIn, openWorld, personaFile, type World, type WorldOptions } from '../../support/world.ts';

afterEach(closeWorlds);

const KEY = 'sk-abcdefghijklmnopqrstuvwx';
const READ_AT = new Date('2026-03-01T06:00:00.000Z');

const SEED = [
  {
    id: 'p-1',
    name: 'Desk',
    role: 'old',
    webhook: 'https://example.com',
    inbound_numbers: ['+14155550100'],
    call_config: { voice: 'June', language: 'en', secret_setting: 'x' },
    personality_prompt: 'Be kind.',
    orchestration_prompt: `Use ${KEY}.`,
  },
  { id: 'p-2', name: 'Other', tags: ['a'] },
  { id: 'p-3', name: 'Unmanaged' },
];

const DESK: JsonObject = {
  id: 'p-1',
  name: 'Desk',
  role: 'new',
  call_config: { voice: 'Karl' },
  personality_prompt: 'Be kind.',
  orchestration_prompt: 'Use the tool.',
};

async function world(options: Partial<WorldOptions> = {}): Promise<World> {
  const one = await openWorld({
    files: {
      'personas/desk.yaml': personaFile(DESK),
      'personas/other.yaml': personaFile({ id: 'p-2', name: 'Other', tags: ['a'] }),
    },
    seed: SEED,
    ...options,
  });
  return one;
}

/** Takes it at six, three hours before the clock of all other runs. */
async function takeSnapshot(one: World, ...more: readonly string[]): Promise<Snapshot> {
  const argv = ['snapshot', '--out', 'live.json', ...more];
  const { exit, stderr } = await runMain(argv, { cwd: one.folder, env: one.env, now: () => READ_AT });
  expect([exit, stderr]).toEqual([0, expect.not.stringContaining('error')]);
  return JSON.parse(await readFile(path.join(one.folder, 'live.json'), 'utf8'));
}

/** Without a key, and without an address. */
function planLive(one: World, ...more: readonly string[]) {
  return runMain(['plan', '--live', 'live.json', ...more], { cwd: one.folder });
}

describe('snapshot', () => {
  it('keeps what persona files can set, and no phone number, unknown field or key', async () => {
    const one = await world();
    const snapshot = await takeSnapshot(one);
    expect(schemaProblems('snapshot', snapshot)).toEqual([]);
    expect(snapshot.target).toMatchObject({ base_url: one.emulator.url, environment: null });
    expect(snapshot.created_at).toBe(READ_AT.toISOString());
    const [desk] = snapshot.personas;
    expect(desk?.root).toMatchObject({ name: 'Desk', role: 'old', updated_at: expect.any(String) });
    expect(desk?.draft).toMatchObject({
      call_config: { voice: 'June', language: 'en' },
      personality_prompt: 'Be kind.',
    });
    expect(desk?.production).not.toBeNull();
    expect(desk?.redacted).toEqual(['/orchestration_prompt']);
    const text = JSON.stringify(snapshot);
    for (const secret of [KEY, '4155550100', 'inbound_numbers', 'webhook', 'secret_setting', 'user_id'])
      expect(text).not.toContain(secret);
    expect(snapshot.personas.map(({ id }) => id)).toEqual(['p-1', 'p-2']);
    expect(one.methods().every((method) => method === 'GET')).toBe(true);
  });

  it('has fields that allow_fields names, and with --all every persona', async () => {
    const one = await world();
    await one.write('persona-sync.yaml', 'allow_fields: [webhook, call_config.secret_setting]\n');
    const snapshot = await takeSnapshot(one, '--all');
    expect(JSON.stringify(snapshot)).toContain('https://example.com');
    expect(snapshot.personas[0]?.draft?.call_config).toMatchObject({ secret_setting: 'x' });
    expect(snapshot.personas.map(({ id }) => id)).toEqual(['p-1', 'p-2', 'p-3']);
  });

  it('is all or nothing, and says what is missing', async () => {
    const one = await world();
    await one.write('personas/gone.yaml', personaFile({ id: 'p-9', name: 'Gone' }));
    expect((await takeSnapshot(one)).missing).toEqual(['p-9']);
    one.emulator.addFault({ method: 'GET', path: '/v1/personas/p-2', kind: 'status', status: 500, times: 99 });
    const { exitCode, stderr } = await one.runHere(['snapshot', '--out', 'other.json']);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('no snapshot was saved')]);
    await expect(readFile(path.join(one.folder, 'other.json'))).rejects.toThrow('ENOENT');
  });
});

describe('the names of new personas', () => {
  const NEW = personaFile({ name: 'Unmanaged', role: 'new here' });

  it('are not known to a snapshot that does not have the whole account, and the plan says so', async () => {
    const one = await world();
    await one.write('personas/new.yaml', NEW);
    expect((await takeSnapshot(one)).whole).toBe(false);
    const { exit, stdout, stderr } = await planLive(one, '--out', 'plan.json');
    expect([exit, stdout]).toEqual([0, expect.stringContaining('1 persona to create')]);
    expect(stderr).toContain(
      'personas/new.yaml:1:7: warning: `new`: whether a live persona has its name `Unmanaged` already is not known: the snapshot does not have the whole account. [snapshot_name_unknown]',
    );
    expect(stderr).toContain('persona-sync snapshot --all --out FILE');
    const applied = await one.runHere(['apply', '--reviewed', 'plan.json']);
    expect([applied.exitCode, one.methods()]).toEqual([4, expect.not.arrayContaining(['POST'])]);
  });

  it('are known to one that has it', async () => {
    const one = await world();
    await one.write('personas/new.yaml', NEW);
    expect((await takeSnapshot(one, '--all')).whole).toBe(true);
    const { exit, stdout, stderr } = await planLive(one);
    expect([exit, stdout]).toEqual([4, expect.stringContaining('[namesake]')]);
    expect(stderr).not.toContain('snapshot_name_unknown');
    await one.write('personas/new.yaml', personaFile({ name: 'Nobody yet' }));
    const free = await planLive(one);
    expect([free.exit, free.stderr]).toEqual([0, expect.not.stringContaining('snapshot_name_unknown')]);
  });

  it('are not known to a snapshot of before, which does not say what it has', async () => {
    const one = await world();
    await one.write('personas/new.yaml', NEW);
    const { digest: _, whole: __, ...content } = await takeSnapshot(one, '--all');
    const old = { ...content, personas: content.personas.filter(({ id }) => id !== 'p-3') };
    await one.write('live.json', JSON.stringify({ ...old, digest: digestOfSnapshot(old) }));
    expect((await planLive(one)).stderr).toContain('snapshot_name_unknown');
  });

  it('snapshot says that a file is bound to none, and counts what it reads', async () => {
    const one = await world();
    await one.write('personas/new.yaml', NEW);
    const { stdout, stderr } = await one.runHere(['snapshot', '--out', 'live.json']);
    expect(stderr).toBe(`reading 2 personas from ${one.emulator.url}\n`);
    expect(stdout).toBe(
      `Saved 2 personas of ${one.emulator.url} to live.json; 1 file bound to none (--all looks for their names); 1 field left out, because of a key in it.\n`,
    );
    const all = await one.runHere(['snapshot', '--out', 'live.json', '--all']);
    expect(all.stderr).toBe(`reading all personas of ${one.emulator.url}\n`);
    expect(all.stdout).toMatch(/^Saved 3 personas of \S+ to live.json; 1 field left out/);
  });
});

describe('a binding whose file is gone', () => {
  const strayed = async (): Promise<World> => {
    const files = {
      'persona-sync.yaml': 'environments: { live: {} }\n',
      'environments/live.yaml': 'ids: { other: p-2, gone: p-1 }\n',
      'personas/other.yaml': personaFile({ name: 'Other' }),
    };
    return openWorld({ files, seed: SEED });
  };

  it('is said to answer the numbers that the service tells, and none of a snapshot, which has no numbers', async () => {
    const one = await strayed();
    expect((await one.runHere(['plan'])).stderr).toContain('it is left as it is, and it answers +14155550100.');
    await takeSnapshot(one, '--all');
    const { stderr } = await planLive(one);
    expect(stderr).toContain('it is left as it is, and which numbers it answers is not known here.');
  });

  it('is not said to be gone where it only could not be looked at', async () => {
    const one = await strayed();
    await takeSnapshot(one);
    const { exit, stderr } = await planLive(one);
    expect([exit, stderr]).toEqual([0, expect.stringContaining('it is left as it is, and could not be looked at.')]);
  });

  it('is said to be gone where the service does not have it', async () => {
    const one = await strayed();
    await one.write('environments/live.yaml', 'ids: { other: p-2, gone: p-9 }\n');
    expect((await one.runHere(['plan'])).stderr).toContain('p-9 is bound to it; it is not live either.');
  });
});

describe('plan --live', () => {
  it('plans without a key and without a request, and says how old the snapshot is', async () => {
    const one = await world();
    await takeSnapshot(one);
    const seen = one.emulator.requests.length;
    const { exit, stdout, stderr } = await planLive(one);
    expect(exit).toBe(0);
    expect(stdout).toContain('~ role: "old" → "new"');
    expect(stdout).toContain('~ call_config.voice: "June" → "Karl"');
    expect(stderr).toContain(
      'Planned from a snapshot of the live side that is 3 hours old (2026-03-01T06:00:00.000Z).',
    );
    expect(one.emulator.requests).toHaveLength(seen);
  });

  it('is the plan that the service would give, as far as the snapshot knows it', async () => {
    const one = await world();
    await takeSnapshot(one);
    await one.write('personas/desk.yaml', personaFile({ ...DESK, orchestration_prompt: null }).replace(/orch.*\n/, ''));
    for (const flags of [[], ['--promote']]) {
      const [fromSnapshot, fromService] = [
        documentIn(await planLive(one, '--format', 'json', ...flags)),
        documentIn(await one.runHere(['plan', '--format', 'json', ...flags])),
      ];
      // Both versions' whole contents are in a promote's fingerprint, and a snapshot does not have all of them.
      const plain = (personas: unknown): unknown =>
        JSON.parse(JSON.stringify(personas, (key, value) => (key === 'promote' ? value?.digest : value)));
      expect(plain(fromSnapshot.personas)).toEqual(plain(fromService.personas));
      expect(fromSnapshot.target).toEqual(fromService.target);
      expect(fromSnapshot.created_at).toBe(READ_AT.toISOString());
    }
  });

  it('shows no difference where a key was left out, and says so', async () => {
    const one = await world();
    await takeSnapshot(one);
    const { stdout, stderr } = await planLive(one);
    expect(stdout).not.toContain('orchestration_prompt');
    expect(stderr).toContain('`desk`: whether `orchestration_prompt` differs is not known');
    const other = await planLive(one, 'other', '--format', 'json');
    expect(other.stdout).not.toContain('snapshot_unknown');
  });

  it('makes a plan that apply --reviewed takes, and --plan too', async () => {
    const one = await world();
    await one.write('personas/desk.yaml', personaFile({ ...DESK, orchestration_prompt: null }).replace(/orch.*\n/, ''));
    await takeSnapshot(one);
    const { stdout } = await planLive(one, '--out', 'plan.json');
    expect(stdout).toContain('Next: persona-sync apply --reviewed plan.json\n');
    expect((await one.runHere(['apply', '--reviewed', 'plan.json'])).exitCode).toBe(0);
    expect((await one.runHere(['apply', '--plan', 'plan.json'])).exitCode).toBe(0);
    expect(one.methods().filter((method) => method === 'PATCH')).toHaveLength(1);
  });

  it('is incomplete where the snapshot does not have a persona', async () => {
    const one = await world();
    await takeSnapshot(one);
    await one.write('personas/new.yaml', personaFile({ id: 'p-3', name: 'Unmanaged', role: 'x' }));
    const { exit, stdout } = await planLive(one);
    expect([exit, stdout]).toEqual([
      1,
      expect.stringContaining('live.json does not have it (snapshot --all has every live persona)'),
    ]);
    await takeSnapshot(one, '--all');
    expect((await planLive(one)).exit).toBe(0);
  });

  it.each([
    [
      'of another address',
      { BLAND_BASE_URL: 'https://other.example' },
      [],
      'but the service in use is https://other.example',
    ],
    ['that is too old', {}, ['--max-age', '2'], 'is 3 hours old, which is more than 2 hours'],
  ])('refuses a snapshot %s', async (_, env, more, why) => {
    const one = await world();
    await takeSnapshot(one);
    const { exit, stderr } = await runMain(['plan', '--live', 'live.json', ...more], { cwd: one.folder, env });
    expect([exit, stderr]).toEqual([1, expect.stringContaining(why)]);
  });

  it('refuses one from the future, which would never be too old', async () => {
    const one = await world();
    await takeSnapshot(one);
    const now = (): Date => new Date('2026-03-01T04:30:00.000Z');
    const { exit, stderr } = await runMain(['plan', '--live', 'live.json'], { cwd: one.folder, now });
    expect([exit, stderr]).toEqual([1, expect.stringContaining('made later than now (2026-03-01T06:00:00.000Z)')]);
  });

  it('refuses a snapshot that was altered, of another environment, or of another account', async () => {
    const one = await world();
    const snapshot = await takeSnapshot(one);
    const refused = async (change: Partial<Snapshot>, reseal = true): Promise<string> => {
      const { digest, ...content } = { ...snapshot, ...change };
      const sealed = { ...content, digest: reseal ? digestOfSnapshot(content) : digest };
      await writeFile(path.join(one.folder, 'live.json'), JSON.stringify(sealed));
      const { exit, stderr } = await planLive(one, '--env', 'live');
      expect(exit).toBe(1);
      return stderr;
    };
    const { target } = snapshot;
    await one.write('persona-sync.yaml', 'environments: { live: { account: mine } }\n');
    expect(await refused({ missing: ['x'] }, false)).toContain('altered');
    expect(await refused({ target: { ...target, environment: null } })).toContain('of no environment');
    const theirs = { ...target, environment: 'live', account: 'theirs' };
    expect(await refused({ target: theirs })).toContain('of account theirs, but the environment is of account mine');
  });

  it('takes the environment from the snapshot', async () => {
    const one = await world();
    await one.write('persona-sync.yaml', 'environments: { one: {}, two: {} }\n');
    for (const env of ['one', 'two']) await one.write(`environments/${env}.yaml`, 'ids: { desk: p-1, other: p-2 }\n');
    for (const [name, fields] of [
      ['desk', DESK],
      ['other', { name: 'Other' }],
    ] as const)
      await one.write(`personas/${name}.yaml`, personaFile({ ...fields }).replace(/id: .*\n/, ''));
    await takeSnapshot(one, '--env', 'two');
    const { exit, stdout } = await planLive(one, '--format', 'json');
    expect([exit, JSON.parse(stdout).target.environment]).toEqual([0, 'two']);
  });
});
