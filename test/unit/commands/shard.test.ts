/** `--shard`: a share of the personas, for one of several jobs. All files are judged all the same. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeWorlds, documentIn, openWorld, personaFile } from '../../support/world.ts';

afterEach(closeWorlds);

const KEYS = Array.from({ length: 24 }, (_, number) => `p${number}`);
const filesOf = (keys: readonly string[], role: string) =>
  Object.fromEntries(keys.map((id) => [`personas/${id}.yaml`, personaFile({ id, name: id.toUpperCase(), role })]));
const seedOf = (keys: readonly string[]) => keys.map((id) => ({ id, name: id.toUpperCase(), role: 'old' }));
const openFleet = (role = 'old') => openWorld({ files: filesOf(KEYS, role), seed: seedOf(KEYS) });

describe('--shard', () => {
  it('divides a plan so that each persona is in one share', async () => {
    const world = await openFleet();
    const seen: string[] = [];
    for (const index of [1, 2, 3]) {
      const plan = documentIn(await world.runHere(['plan', '--format', 'json', '--shard', `${index}/3`]));
      const keys = (plan.personas as { key: string }[]).map(({ key }) => key);
      expect(plan).toMatchObject({ summary: { files: 24 }, shard: { index, count: 3, files: keys.length } });
      seen.push(...keys);
    }
    expect(seen.sort()).toEqual([...KEYS].sort());
  });

  it('may select nothing, and says so', async () => {
    const world = await openWorld({ files: filesOf(['a'], 'old'), seed: seedOf(['a']) });
    const runs = await Promise.all(
      [1, 2].flatMap((index) => ['plan', 'drift'].map((name) => world.runHere([name, '--shard', `${index}/2`]))),
    );
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
    const texts = runs.map(({ stdout }) => stdout).sort();
    expect(texts.filter((text) => text.includes('holds none of 1 persona.'))).toEqual([
      expect.stringMatching(/^Nothing to compare: shard ./),
      expect.stringMatching(/^Nothing to do: shard ./),
    ]);
  });

  it('leaves no file unjudged, and shows the problems of its own', async () => {
    const world = await openFleet();
    await world.write('personas/p1.yaml', 'id: p1\nname: P1\nrol: x\n');
    const runs = await Promise.all([1, 2].map((index) => world.runHere(['validate', '--shard', `${index}/2`])));
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([3, 3]);
    expect(runs.filter(({ stdout }) => stdout.includes('unknown_key'))).toHaveLength(1);
    expect(runs.filter(({ stdout }) => stdout.includes('1 problem in files that were not selected'))).toHaveLength(1);
    expect((await world.runHere(['plan', '--shard', '1/2'])).exitCode).toBe(3);
  });

  it('narrows what selectors name', async () => {
    const world = await openFleet();
    const both = await Promise.all(
      [1, 2].map((at) => world.runHere(['validate', 'p1', '--verbose', '--shard', `${at}/2`])),
    );
    expect(both.map(({ stderr }) => stderr).sort()).toEqual(['', 'judged p1\n']);
    expect((await world.runHere(['plan', 'nobody', '--shard', '1/2'])).exitCode).toBe(1);
  });

  it('a mass change that is divided is one in each share', async () => {
    const world = await openFleet('new');
    for (const index of [1, 2, 3]) {
      const run = await world.runHere(['apply', '--auto-approve', '--shard', `${index}/3`]);
      expect(run).toMatchObject({ exitCode: 1 });
      expect(run.stderr).toContain(`persona-sync apply --shard ${index}/3 --allow mass-change`);
    }
    expect(world.methods()).not.toContain('PATCH');
  });

  it('apply writes its share alone, and advises the same share', async () => {
    const world = await openFleet('new');
    const plan = await world.runHere(['plan', '--shard', '2/3', '--allow', 'mass-change']);
    expect(plan.stdout).toContain('Next: persona-sync apply --shard 2/3');
    const run = await world.runHere(['apply', '-y', '--shard', '2/3', '--allow', 'mass-change', '--format', 'json']);
    const report = documentIn(run);
    expect(run.exitCode).toBe(0);
    expect(report.shard).toMatchObject({ index: 2, count: 3 });
    expect(world.methods().filter((method) => method === 'PATCH')).toHaveLength((report.outcomes as unknown[]).length);
  });

  it.each([['0/3'], ['4/3'], ['1'], ['1/0'], ['1/1001'], ['a/b']])('%s is no share', async (text) => {
    const world = await openFleet();
    expect((await world.runHere(['plan', '--shard', text])).stderr).toContain('It must be like 2/8');
  });

  it('a saved plan is applied whole', async () => {
    const world = await openFleet();
    const run = await world.runHere(['apply', '--plan', 'plan.json', '--shard', '1/2']);
    expect(run).toMatchObject({ exitCode: 1 });
    expect(run.stderr).toContain('apply --plan takes no --shard');
  });
});
