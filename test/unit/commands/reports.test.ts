/** Reports beside stdout: that they are written however a run ends, and never change how it does. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { runMain } from '../../support/run-main.ts';
import { closeWorlds, openWorld, personaFile, type World } from '../../support/world.ts';

afterEach(closeWorlds);

const ALL = ['text', 'json', 'markdown', 'html', 'github'] as const;
const REPORTS = ALL.flatMap((format) => ['--report', `${format}=out/report.${format}`]);

const openPair = async (more: Parameters<typeof openWorld>[0] = {}): Promise<World> => {
  const world = await openWorld({
    seed: [
      { id: 'a', name: 'a', role: 'old' },
      { id: 'b', name: 'b', role: 'old', call_config: { record: false } },
    ],
    files: {
      'persona-sync.yaml': 'personas: personas\n',
      'personas/a.yaml': personaFile({ id: 'a', name: 'a', role: 'new' }),
      'personas/b.yaml': personaFile({ id: 'b', name: 'b', call_config: { record: true } }),
    },
    ...more,
  });
  mkdirSync(path.join(world.folder, 'out'));
  return world;
};

const report = (world: World, format: string): string =>
  readFileSync(path.join(world.folder, `out/report.${format}`), 'utf8');
const reports = (world: World): string[] => ALL.map((format) => report(world, format));
const writes = (world: World): number => world.methods().filter((method) => method !== 'GET').length;

describe('reports', () => {
  it('are written in every format at once, readable by their owner alone, beside stdout as it was asked for', async () => {
    const world = await openPair();
    const { exitCode, stdout } = await world.runHere(['plan', '--format', 'markdown', ...REPORTS]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('<!-- persona-sync:plan -->');
    const [text, json, markdown, html, github] = reports(world);
    expect(text).toMatch(/^a "a" personas\/a\.yaml\n {2}on air at once\n/);
    expect(JSON.parse(json ?? '')).toMatchObject({ command: 'plan', summary: { update: 2 } });
    expect(markdown).toBe(stdout);
    expect(html).toContain('<!doctype html>');
    expect(github).toContain('::notice file=personas/a.yaml,line=3,col=7,');
    expect(readdirSync(path.join(world.folder, 'out'))).toHaveLength(ALL.length);
    expect(statSync(path.join(world.folder, 'out/report.html')).mode & 0o777).toBe(0o600);
  });

  it('as text are what a terminal would show, without its colours', async () => {
    const world = await openPair();
    const plain = await world.runHere(['plan']);
    await runMain(['plan', '--report', 'text=out/report.text'], { cwd: world.folder, env: world.env, terminal: true });
    expect(report(world, 'text')).toBe(plain.stdout);
  });

  it('name files from the top of the checkout, where the step runs in a folder of it', async () => {
    const world = await openPair();
    const env = { GITHUB_WORKSPACE: path.dirname(world.folder) };
    const { stdout } = await world.runHere(['plan', '--format', 'github'], { env });
    expect(stdout).toContain(`::notice file=${path.basename(world.folder)}/personas/a.yaml,line=3`);
  });

  it('hold no key, also where the page or JSON would write it in another way', async () => {
    const key = 'se&cr<et>"key"-of-20';
    const world = await openPair({
      keys: [key],
      seed: [
        { id: 'a', name: 'a', role: `is ${key}` },
        { id: 'b', name: 'b' },
      ],
    });
    expect(await world.runHere(['plan', '--format', 'html', ...REPORTS])).toMatchObject({ exitCode: 0 });
    for (const text of reports(world)) {
      expect(text).toContain('[redacted]');
      expect(text).not.toMatch(/se(?:&|&amp;)cr/);
    }
  });
});

describe('the exit code is the same in every format', () => {
  it.each([
    ['plan', '--detailed-exitcode'],
    ['drift'],
    ['apply', '--yes'],
    ['apply', '--yes', '--allow', 'shrink'],
    ['plan', '--no-such-flag'],
    ['plan', 'nobody'],
  ])('%s %s', async (...words) => {
    const codes = new Set<number | undefined>();
    for (const format of ALL) {
      const world = await openPair();
      const plain = await world.runHere([...words, '--format', format]);
      rmSync(path.join(world.folder, '.persona-sync'), { recursive: true, force: true });
      codes.add(plain.exitCode);
    }
    expect(codes.size).toBe(1);
  });
});

describe('a run that ends early writes why into each report', () => {
  const said = async (world: World, words: readonly string[], what: string, env: Record<string, string> = {}) => {
    writeFileSync(path.join(world.folder, 'out/report.markdown'), 'a plan of yesterday');
    const { exitCode } = await world.runHere([...words, ...REPORTS], { env });
    for (const text of reports(world)) expect(text.replace(/[`\\]|<\/?code>/g, '')).toContain(what);
    return exitCode;
  };

  it('usage', async () => expect(await said(await openPair(), ['plan', '--quite'], 'Unknown option')).toBe(1));
  it('and a comment of an environment is found again by its first line, also where it was not named', async () => {
    const world = await openPair();
    const environment = `{ base_url: ${world.emulator.url}, api_key_env: BLAND_API_KEY, file: env.yaml }`;
    await world.write('persona-sync.yaml', `environments: { staging: ${environment} }\n`);
    await world.write('env.yaml', 'values: {}\n');
    const good = await world.runHere(['plan', '--format', 'markdown']);
    const refused = await world.runHere(['plan', '--format', 'markdown'], { env: { BLAND_API_KEY: 'another' } });
    const unknown = await world.runHere(['plan', '--format', 'markdown', '--env', 'staging', '--quite']);
    expect([good, refused, unknown].map(({ exitCode }) => exitCode)).toEqual([0, 1, 1]);
    for (const { stdout } of [good, refused, unknown]) expect(stdout).toMatch(/^<!-- persona-sync:plan:staging -->\n/);
  });
  it('a key that is refused', async () => {
    expect(await said(await openPair(), ['plan'], 'refused the key', { BLAND_API_KEY: 'another' })).toBe(1);
  });
  it('files that are invalid, with their places', async () => {
    const world = await openPair();
    await world.write('personas/c.yaml', 'id: c\nname: c\nrol: typo\n');
    expect(await said(world, ['drift'], '1 error in the files')).toBe(3);
    for (const text of reports(world)) expect(text).toMatch(/personas\/c\.yaml|"file": "personas\/c\.yaml"/);
  });
  it('an apply that nobody approved', async () => {
    expect(await said(await openPair(), ['apply'], 'Without a terminal apply cannot ask')).toBe(1);
  });
  it('a lock that another run holds', async () => {
    const world = await openPair();
    mkdirSync(path.join(world.folder, '.persona-sync/lock'), { recursive: true });
    expect(await said(world, ['apply', '--yes'], 'lock')).toBe(1);
    for (const format of ['text', 'markdown', 'html', 'github']) expect(report(world, format)).toContain('role');
  });
  it('a plan that is incomplete', async () => {
    const world = await openPair();
    world.emulator.addFault({ kind: 'status', status: 500, path: '/v1/personas/a', times: Number.POSITIVE_INFINITY });
    expect(await said(world, ['apply', '--yes'], 'could not be read')).toBe(1);
  });
  it('an interruption while writing', async () => {
    const world = await openPair();
    const stop = new AbortController();
    world.emulator.onRequest(({ method }) => method === 'PATCH' && stop.abort());
    const words = ['apply', '--yes', '--concurrency', '1', '--allow', 'recording', ...REPORTS];
    const { exit } = await runMain(words, { cwd: world.folder, env: world.env, interrupted: stop.signal });
    expect(exit).toBe(130);
    for (const text of reports(world)) expect(text).toMatch(/not[ _]attempted/);
  });
});

describe('a report that cannot be written', () => {
  it.each([
    [
      'its folder is missing',
      'html=missing/plan.html',
      'missing/plan.html cannot be written: ENOENT: no such file or directory\\.\n',
    ],
    ['a folder stands there', 'html=out', 'out cannot be written: .* is a folder, not a file'],
  ])('stops the run before the first request: %s', async (_, wish, what) => {
    const world = await openPair();
    const { exitCode, stderr } = await world.runHere(['apply', '--yes', '--report', wish]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(new RegExp(`error: The report ${what}`));
    expect(stderr.match(/error:/g)).toHaveLength(1);
    expect(world.methods()).toEqual([]);
  });

  it('does not hide what was written, nor change its exit code', async () => {
    const world = await openPair();
    world.emulator.onRequest(({ method }) => {
      if (method === 'PATCH') rmSync(path.join(world.folder, 'out'), { recursive: true, force: true });
    });
    const result = await world.runHere(['apply', '--yes', '--allow', 'recording', '--report', 'html=out/report.html']);
    expect(result).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Apply: 2 applied.') });
    expect(result.stderr).toContain('error: The report out/report.html cannot be written: ENOENT');
    expect(writes(world)).toBe(2);
  });

  it('fails a run that writes nothing: what comes next would take an old report for a new one', async () => {
    const world = await openPair();
    world.emulator.onRequest(() => rmSync(path.join(world.folder, 'out'), { recursive: true, force: true }));
    const result = await world.runHere(['drift', '--report', 'html=out/report.html']);
    expect(result).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('Drift: of 2 personas 2 differ') });
  });

  it('is one document only: a file is not named twice', async () => {
    const world = await openPair();
    const { exitCode, stderr } = await world.runHere(['plan', '--out', 'x.json', '--report', 'json=x.json']);
    expect([exitCode, world.methods()]).toEqual([1, []]);
    expect(readFileSync(path.join(world.folder, 'x.json'), 'utf8')).toContain('"code": "usage"');
    expect(stderr).toContain('error: x.json is named twice');
  });

  it.each(['html', 'html=', '=x', 'hmtl=x', 'pdf=x.pdf'])('%s is no report', async (wish) => {
    const { exitCode, stderr } = await (await openPair()).runHere(['plan', '--report', wish]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(wish === 'hmtl=x' ? /Did you mean html=FILE/ : /FORMAT=FILE, such as markdown=plan\.md/);
  });
});

describe('--summary', () => {
  it('appends the Markdown to what other steps wrote', async () => {
    const world = await openPair();
    await world.write('summary.md', 'Of an earlier step.\n');
    const { exitCode } = await world.runHere(['plan', '--summary'], { env: { GITHUB_STEP_SUMMARY: 'summary.md' } });
    const text = readFileSync(path.join(world.folder, 'summary.md'), 'utf8');
    expect(exitCode).toBe(0);
    expect(text).toMatch(/^Of an earlier step\.\n<!-- persona-sync:plan -->\n### Plan\n/);
  });

  it('says outside of a GitHub workflow that there is no summary, before any request', async () => {
    const world = await openPair();
    const { exitCode, stderr } = await world.runHere(['apply', '--yes', '--summary']);
    expect([exitCode, world.methods()]).toEqual([1, []]);
    expect(stderr).toContain('error: --summary appends to the file that GITHUB_STEP_SUMMARY names, and it is not set.');
  });
});

it('drafts of reports are left nowhere', async () => {
  const world = await openPair();
  await world.runHere(['plan', ...REPORTS]);
  const files: readonly string[] = readdirSync(world.folder, { recursive: true, encoding: 'utf8' });
  expect(files.filter((file) => file.includes('.tmp'))).toEqual([]);
});
