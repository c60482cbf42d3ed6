/** `merge`: what several jobs made of their shards, as one run would have made it. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../src/model/json.ts';
import { closeWorlds, documentIn, openWorld, personaFile, type World } from '../../support/world.ts';

afterEach(closeWorlds);

const KEYS = Array.from({ length: 24 }, (_, number) => `p${number}`);
const SHARDS = [1, 2, 3] as const;

/** Twenty-four personas, of which the first so many differ; one file has a warning. */
async function openFleet(differing: number): Promise<World> {
  const files = KEYS.map((id) => [`personas/${id}.yaml`, personaFile({ id, name: id.toUpperCase(), role: 'new' })]);
  const seed = KEYS.map((id, at) => ({ id, name: id.toUpperCase(), role: at < differing ? 'old' : 'new' }));
  const odd = personaFile({ id: 'p23', name: 'P23', role: 'new', call_config: { language: '??' } });
  const last = { id: 'p23', name: 'P23', role: 'new', call_config: { language: '??' } };
  return openWorld({
    files: { ...Object.fromEntries(files), 'personas/p23.yaml': odd },
    seed: [...seed.slice(0, -1), last],
  });
}

/** Runs the command once a shard, and keeps what it prints as 1.json, 2.json, … */
async function inShards(world: World, args: readonly string[]): Promise<string[]> {
  const names: string[] = [];
  for (const index of SHARDS) {
    const { stdout } = await world.runHere([...args, '--format', 'json', '--shard', `${index}/${SHARDS.length}`]);
    await world.write(`${index}.json`, stdout);
    names.push(`${index}.json`);
  }
  return names;
}

async function rewrite(world: World, name: string, change: (document: JsonObject) => JsonObject): Promise<void> {
  const document: JsonObject = JSON.parse(await readFile(path.join(world.folder, name), 'utf8'));
  await world.write(name, JSON.stringify(change(document)));
}

/** Without what each job counts for itself (how many changes git knows nothing of), and the digest over it. */
function withoutNotes({ digest: _, ...document }: JsonObject): JsonObject {
  const diagnostics = (document.diagnostics as JsonObject[]).filter(({ code }) => code !== 'origin_unknown');
  return { ...document, diagnostics };
}

describe('plans', () => {
  it('become the very plan that one job would have made', async () => {
    const world = await openFleet(5);
    const whole = await world.runHere(['plan', '--format', 'json']);
    const files = await inShards(world, ['plan']);
    const merged = await world.runHere(['merge', ...files.toReversed(), '--format', 'json']);
    expect(withoutNotes(documentIn(merged))).toEqual(withoutNotes(documentIn(whole)));
    expect(merged.exitCode).toBe(0);
    expect((await world.runHere(['merge', ...files, '--detailed-exitcode'])).exitCode).toBe(2);
  });

  it('are shown as one, saved, and applied', async () => {
    const world = await openFleet(2);
    const files = await inShards(world, ['plan']);
    const shown = await world.runHere(['merge', ...files, '--out', 'plan.json']);
    expect(shown.stdout).toContain('Plan: 2 of 24 personas to update, 22 unchanged.');
    expect(shown.stdout).toContain('Next: persona-sync apply --plan plan.json');
    expect(await world.runHere(['apply', '--plan', 'plan.json'])).toMatchObject({ exitCode: 0 });
    expect(world.methods().filter((method) => method === 'PATCH')).toHaveLength(2);
  });

  it('are judged together: a mass change that no share shows', async () => {
    const world = await openFleet(24);
    await world.write('persona-sync.yaml', 'guards: { mass_change_percent: 40 }\n');
    const files = await inShards(world, ['plan', 'p?', '--allow', 'mass-change']);
    const codes = (document: JsonObject) => (document.diagnostics as JsonObject[]).map(({ code }) => code);
    for (const file of files) {
      const text = await readFile(path.join(world.folder, file), 'utf8');
      expect(codes(JSON.parse(text))).not.toContain('guard_mass_change');
    }
    const merged = await world.runHere(['merge', ...files, '--out', 'plan.json', '--format', 'json']);
    expect(codes(documentIn(merged)).filter((code) => code === 'guard_mass_change')).toHaveLength(1);
    const applied = await world.runHere(['apply', '--plan', 'plan.json']);
    expect(applied).toMatchObject({ exitCode: 1 });
    expect(applied.stderr).toContain('10 of 24 personas would change');
  });

  it('an incomplete one makes the whole incomplete', async () => {
    const world = await openFleet(1);
    world.emulator.addFault({ kind: 'status', status: 503, path: '/p0', times: Number.POSITIVE_INFINITY });
    const files = await inShards(world, ['plan', 'p0', 'p1', 'p2', 'p3', 'p4', 'p5']);
    const merged = await world.runHere(['merge', ...files, '--out', 'plan.json']);
    expect(merged).toMatchObject({ exitCode: 1 });
    expect((await world.runHere(['apply', '--plan', 'plan.json'])).stderr).toContain('is incomplete');
  });
});

describe('reports', () => {
  it('of apply: all outcomes in order, each run with its journal', async () => {
    const world = await openFleet(5);
    const files = await inShards(world, ['apply', '--auto-approve']);
    const merged = documentIn(await world.runHere(['merge', ...files, '--format', 'json']));
    expect(merged).toMatchObject({ command: 'apply', summary: { applied: 5, unchanged: 19 } });
    expect((merged.outcomes as JsonObject[]).map(({ key }) => key)).toEqual([...KEYS].sort());
    expect(merged.runs).toHaveLength(new Set(await Promise.all(files.map((file) => runOf(world, file)))).size);
    const text = await world.runHere(['merge', ...files]);
    expect(text).toMatchObject({ exitCode: 0 });
    expect(text.stdout).toContain('Apply: 5 applied, 19 unchanged.');
    expect(text.stdout).toContain('Journal: .persona-sync/runs/');
  });

  it('of apply where one job stopped: what it did, why it stopped, and its exit code', async () => {
    const world = await openFleet(3);
    const files = await inShards(world, ['apply', '--auto-approve']);
    const error = { code: 'write_file', message: 'The disk is full.', hint: 'Make room.' };
    await rewrite(world, '2.json', (document) => ({ ...document, error }));
    const merged = await world.runHere(['merge', ...files]);
    expect(merged).toMatchObject({ exitCode: 4 });
    expect(merged.stderr).toContain('error: The disk is full.');
    expect(documentIn(await world.runHere(['merge', ...files, '--format', 'json'])).error).toEqual(error);
  });

  it('of drift: exit 2 when any differs, each problem of the files once', async () => {
    const world = await openFleet(4);
    const files = await inShards(world, ['drift']);
    const merged = await world.runHere(['merge', ...files, '--format', 'json']);
    expect(merged.exitCode).toBe(2);
    const whole = await world.runHere(['drift', '--format', 'json']);
    expect(withoutNotes(documentIn(merged))).toEqual(withoutNotes(documentIn(whole)));
    const { stdout } = await world.runHere(['merge', ...files]);
    expect(stdout).toContain('Drift: of 24 personas 4 differ');
    const unjudged = 'No guard was judged here: apply tells what one holds, and how to let it pass.\n';
    expect(stdout).toBe(`${(await world.runHere(['drift'])).stdout}${unjudged}`);
  });
});

async function runOf(world: World, file: string): Promise<unknown> {
  return JSON.parse(await readFile(path.join(world.folder, file), 'utf8')).run;
}

describe('what does not belong together is refused', () => {
  it.each<[string, (document: JsonObject) => JsonObject, string]>([
    [
      'another command',
      (one) => ({ ...one, command: 'apply', outcomes: [] }),
      'the command is drift in 1.json, and apply',
    ],
    ['another commit', (one) => ({ ...one, commit: 'b'.repeat(40) }), 'the commit is none in 1.json'],
    ['another environment', (one) => with_(one, { environment: 'staging' }), 'the environment is none in 1.json'],
    ['another address', (one) => with_(one, { base_url: 'https://x.example' }), 'the address is http'],
    ['another plane', (one) => ({ ...one, plane: 'both' }), 'the plane is draft in 1.json, and both in 2.json'],
    ['another division', (one) => ({ ...one, shard: { index: 2, count: 4, files: 3 } }), 'the number of shards is 3'],
    ['the same shard twice', (one) => ({ ...one, shard: { index: 1, count: 3, files: 3 } }), 'both of shard 1/3'],
    ['a run that stopped', () => ({ command: 'drift', error: { code: 'no_key', message: 'No key.' } }), 'No key.'],
    ['no document of ours', () => ({ hello: 1 }), '2.json is neither a plan nor a report'],
  ])('%s', async (_, change, told) => {
    const world = await openFleet(0);
    const files = await inShards(world, ['drift']);
    await rewrite(world, '2.json', change);
    const merged = await world.runHere(['merge', ...files]);
    expect(merged).toMatchObject({ exitCode: 1, stdout: '' });
    expect(merged.stderr).toContain(told);
  });

  it('other accounts', async () => {
    const world = await openFleet(0);
    const files = await inShards(world, ['drift']);
    await rewrite(world, '1.json', (one) => with_(one, { account: 'a' }));
    await rewrite(world, '2.json', (one) => with_(one, { account: 'b' }));
    expect((await world.runHere(['merge', ...files])).stderr).toContain('the accounts in 1.json and 2.json differ');
  });

  it('a missing shard, a persona in two documents, an altered plan', async () => {
    const world = await openFleet(2);
    const files = await inShards(world, ['plan']);
    expect((await world.runHere(['merge', '1.json', '3.json'])).stderr).toContain('Shard 2/3 is missing');
    expect((await world.runHere(['merge', '1.json'])).stderr).toContain('Shards 2/3, 3/3 are missing');
    await world.runHere(['plan', 'p0', '--out', 'a.json']);
    await world.runHere(['plan', 'p0', 'p1', '--out', 'b.json']);
    expect((await world.runHere(['merge', 'a.json', 'b.json'])).stderr).toContain(
      'the persona p0 is in a.json and in b.json',
    );
    await rewrite(world, '2.json', (one) => ({ ...one, created_at: 'now' }));
    expect((await world.runHere(['merge', ...files])).stderr).toContain('2.json was altered');
  });

  it('--out of reports, and --env of another environment', async () => {
    const world = await openFleet(0);
    const files = await inShards(world, ['drift']);
    expect((await world.runHere(['merge', ...files, '--out', 'x.json'])).stderr).toContain('--out saves a plan');
    expect((await world.runHere(['merge', ...files, '--env', 'x'])).stderr).toContain('not of "x"');
  });
});

function with_(document: JsonObject, target: JsonObject): JsonObject {
  return { ...document, target: { ...(document.target as JsonObject), ...target } };
}

describe('a comment of all shards', () => {
  const tableOf = (markdown: string): string[] => markdown.split('\n').filter((line) => line.startsWith('|'));

  it.each(['plan', 'drift'])('of %s has what one job would have written', async (command) => {
    const world = await openFleet(5);
    const whole = await world.runHere([command, '--format', 'markdown']);
    const files = await inShards(world, [command]);
    const merged = await world.runHere(['merge', ...files, '--format', 'json', '--report', 'markdown=all.md']);
    const markdown = await readFile(path.join(world.folder, 'all.md'), 'utf8');
    expect(merged.exitCode).toBe(whole.exitCode);
    expect(tableOf(markdown)).toEqual(tableOf(whole.stdout));
    expect(markdown.split('\n').slice(0, 5)).toEqual(whole.stdout.split('\n').slice(0, 5));
  });

  it('of apply names each outcome, and the journal of each job', async () => {
    const world = await openFleet(5);
    const files = await inShards(world, ['apply', '--yes']);
    const { stdout, exitCode } = await world.runHere(['merge', ...files, '--format', 'markdown']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^<!-- persona-sync:apply -->\n### Apply\n\n\*\*Apply: 5 applied, 19 unchanged\.\*\*\n/);
    expect(stdout.match(/^Journal: /gm)?.length).toBeGreaterThan(1);
    expect(tableOf(stdout)).toHaveLength(2 + 5);
  });
});
