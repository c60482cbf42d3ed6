/** The commands that drift advises: each, when pasted, does what its line says, and allows nothing that holds others. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Emulator, startEmulator } from '../../../src/emulator/server.ts';
import type { DriftCause, DriftPersona, DriftStatus } from '../../../src/model/drift.ts';
import type { GuardName } from '../../../src/model/guard.ts';
import { type DriftWords, nextSteps } from '../../../src/render/drift-steps.ts';
import { createRepository, removeRepositories } from '../../support/repository.ts';
import { runMain } from '../../support/run-main.ts';
import { closeWorlds, openWorld, personaFile } from '../../support/world.ts';

const emulators: Emulator[] = [];

afterEach(async () => {
  for (const emulator of emulators.splice(0)) await emulator.close();
  await closeWorlds();
  await removeRepositories();
});

function persona(key: string, cause: DriftCause, status: DriftStatus = 'differs'): DriftPersona {
  const nothing = { changes: [], production_changes: [], foreign: [], not_on_air: [], findings: [] };
  return { key, id: key, name: key, file: `${key}.yaml`, status, cause, updated_at: null, ...nothing };
}

const SIX = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'] as const;
const ALL_SIX = SIX.join(' ');

/** The lines about six personas of one cause, and others; `held` by key. */
function linesOf(
  cause: DriftCause,
  held: Readonly<Record<string, readonly GuardName[]>>,
  words: Partial<DriftWords> & { readonly run?: readonly GuardName[]; readonly others?: readonly DriftPersona[] } = {},
): string[] {
  const { run = [], others = [], ...rest } = words;
  const update = new Map(Object.entries(held));
  const told = {
    plane: 'draft',
    selectors: ['emea/*'],
    options: ['--env', 'x'],
    held: { update, run },
    ...rest,
  } as const;
  return nextSteps([...SIX.map((key) => persona(key, cause)), ...others], told);
}

const OVERWRITE = Object.fromEntries(SIX.map((key) => [key, ['overwrite']])) as Record<string, GuardName[]>;

describe('six personas that were edited', () => {
  it('are named as the command line named them, with the one guard that holds them all', () => {
    expect(linesOf('edited', OVERWRITE, { run: ['mass-change'] })).toEqual([
      "To keep what was edited, bring it into the files: persona-sync pull 'emea/*' --env x",
      "To write over it: persona-sync apply 'emea/*' --env x --allow overwrite,mass-change",
    ]);
  });

  it('have what holds only some of them allowed for these alone', () => {
    const held = { ...OVERWRITE, p1: ['overwrite', 'recording'], p3: ['overwrite', 'identity'] } as const;
    expect(linesOf('edited', held).slice(1)).toEqual([
      "To write over it: persona-sync apply 'emea/*' --env x --allow overwrite",
      'That leaves 2 of them, held by recording, identity; when it is meant: persona-sync apply p1 p3 --env x --allow overwrite,recording,identity',
    ]);
  });

  it.each<[string, Parameters<typeof linesOf>[2]]>([
    ['overwrite holds another one too', { others: [persona('q', 'unknown')] }],
    ['fewer were looked at than the selectors name', { isNarrowed: true }],
    ['nobody knows what holds others', { held: undefined as never }],
  ])('are named one by one where %s', (_, words) => {
    expect(linesOf('edited', { ...OVERWRITE, q: ['overwrite'] }, words)).toContain(
      `To write over it: persona-sync apply ${ALL_SIX} --env x --allow overwrite`,
    );
  });
});

describe('six personas that nobody edited', () => {
  it.each([
    ['behind', 'To apply what was committed'],
    ['unknown', 'To put back what the files say'],
  ] as const)('%s: have what holds one of them allowed for that one', (cause, what) => {
    expect(linesOf(cause, { p2: ['shrink'] }).slice(-2)).toEqual([
      `${what}: persona-sync apply 'emea/*' --env x`,
      'That leaves 1 of them, held by shrink; when it is meant: persona-sync apply p2 --env x --allow shrink',
    ]);
  });

  it('are named one by one where each of them is held', () => {
    const held = Object.fromEntries(SIX.map((key) => [key, ['recording']])) as Record<string, GuardName[]>;
    expect(linesOf('behind', held)).toEqual([
      `To apply what was committed: persona-sync apply ${ALL_SIX} --env x --allow recording`,
    ]);
  });

  it('new ones are created where they were looked for, and nowhere else', () => {
    const others = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6'].map((key) => persona(key, 'unknown', 'new'));
    const words = { plane: 'draft', selectors: ['emea/*'], options: [] } as const;
    const held = { update: new Map(), run: ['mass-change'] } as const;
    expect(nextSteps(others, { ...words, held })).toEqual([
      "To create what is new: persona-sync apply 'emea/*' --allow mass-change",
    ]);
  });
});

it('where no guard was judged that is said, but not where nothing is advised', () => {
  const words = { plane: 'draft', selectors: [], options: [] } as const;
  const unjudged = 'No guard was judged here: apply tells what one holds, and how to let it pass.';
  expect(nextSteps([persona('p', 'behind')], words)).toEqual([
    'To apply what was committed: persona-sync apply p',
    unjudged,
  ]);
  expect(nextSteps([persona('p', 'behind', 'in_sync')], words)).toEqual([]);
});

describe('pasted', () => {
  /** What stands behind the words of a line, as arguments. */
  const pasted = (stdout: string, what: string): string[] => {
    const line = stdout.split('\n').find((one) => one.startsWith(what)) ?? '';
    const words = line.slice(line.indexOf('persona-sync ') + 'persona-sync '.length);
    return [...words.matchAll(/'([^']*)'|(\S+)/g)].map(([, inQuotes, plain]) => inQuotes ?? plain ?? '');
  };

  it('the wide command writes over what was edited, and leaves what other guards hold', async () => {
    const repository = await createRepository();
    const textOf = (id: string, record: boolean): string =>
      personaFile({ id, name: id.toUpperCase(), role: 'Desk', call_config: { record } });
    const keys = [...SIX, 'p7'];
    const fileOf = (id: string): string => `personas/${id}.yaml`;
    const begun = Object.fromEntries(keys.map((id) => [fileOf(id), textOf(id, false)]));
    await repository.commit('Begin', { ...begun, '.gitignore': '.persona-sync\n' });
    await repository.commit('Record', { [fileOf('p1')]: textOf('p1', true), [fileOf('p7')]: textOf('p7', true) });
    const seed = keys.map((id) => {
      const role = id === 'p7' ? 'Desk' : 'Boss';
      return { id, name: id.toUpperCase(), role, call_config: { record: false } };
    });
    const emulator = await startEmulator({ keys: ['emulator'], seed });
    emulators.push(emulator);
    const env = { BLAND_API_KEY: 'emulator', BLAND_BASE_URL: emulator.url };
    const run = (argv: readonly string[]) => runMain(argv, { cwd: repository.folder, env });
    const recording = (): string[] =>
      keys.filter((id) => JSON.stringify(emulator.store.snapshot(id)).includes('"record":true'));
    const { stdout } = await run(['drift']);
    expect(stdout).toContain(
      [
        'To write over it: persona-sync apply --allow overwrite',
        'That leaves 1 of them, held by recording; when it is meant: persona-sync apply p1 --allow overwrite,recording',
        'To apply what was committed: persona-sync apply p7 --allow recording',
        '',
      ].join('\n'),
    );
    expect((await run([...pasted(stdout, 'To write over it'), '--yes'])).exit).toBe(4);
    expect([recording(), emulator.store.snapshot('p2')]).toEqual([[], expect.objectContaining({ role: 'Desk' })]);
    expect((await run([...pasted(stdout, 'That leaves'), '--yes'])).exit).toBe(0);
    expect(recording()).toEqual(['p1']);
    expect((await run([...pasted(stdout, 'To apply what was committed'), '--yes'])).exit).toBe(0);
    expect((await run(['drift'])).exit).toBe(0);
  });

  it('without git, what the files say is put back, whatever holds it', async () => {
    const world = await openWorld({
      files: { 'personas/a b.yaml': personaFile({ id: 'p', name: 'New', call_config: { record: true } }) },
      seed: [{ id: 'p', name: 'Old', call_config: { record: false } }],
    });
    const { stdout } = await world.runHere(['drift']);
    expect(stdout).toContain("To put back what the files say: persona-sync apply 'a b' --allow identity,recording\n");
    expect((await world.runHere([...pasted(stdout, 'To put back'), '--yes'])).exitCode).toBe(0);
    expect((await world.runHere(['drift'])).exitCode).toBe(0);
  });
});
