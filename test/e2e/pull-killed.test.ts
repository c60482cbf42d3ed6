/** A pull that is killed, wherever that is: what it leaves is valid, and the same pull again ends as if nothing had been. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, expect, it } from '@jest/globals';
import { execa } from 'execa';
import type { SeedPersona } from '../../src/emulator/seed.ts';
import { BUILT_CLI, scrubbedEnv } from '../support/built-cli.ts';
import { closeWorlds, openWorld, personaFile, type World } from '../support/world.ts';

afterEach(closeWorlds);

const HOOK = pathToFileURL(fileURLToPath(new URL('../support/die-at.mjs', import.meta.url))).href;
const LONG = 'You answer calls for Northfold. '.repeat(12);

const ACCOUNT: readonly SeedPersona[] = [
  { id: 'p-1', name: 'Support', role: 'Desk', personality_prompt: `${LONG}1`, orchestration_prompt: `${LONG}2` },
  { id: 'p-2', name: 'Sales', tags: ['a'], personality_prompt: `${LONG}3` },
  { id: 'p-3', name: 'Night' },
];

interface Situation {
  readonly files: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
}

const SITUATIONS: readonly (readonly [string, Situation])[] = [
  [
    'of a whole account',
    {
      files: { 'persona-sync.yaml': '', 'personas/night.yaml': personaFile({ id: 'p-3', name: 'Night' }) },
      argv: ['pull', '--all', '--yes'],
    },
  ],
  [
    'of a whole account, with ids in the file of an environment',
    {
      files: {
        'persona-sync.yaml': 'environments:\n  staging: {}\n  production: {}\n',
        'personas/night.yaml': personaFile({ name: 'Night' }),
        'environments/staging.yaml': 'ids:\n  night: p-3\n',
      },
      argv: ['pull', '--all', '--yes', '--env', 'staging'],
    },
  ],
  [
    'into files that are there, of which one gets a prompt file',
    {
      files: {
        'personas/support.yaml': personaFile({
          id: 'p-1',
          name: 'Support',
          role: 'old',
          personality_prompt: { file: '../prompts/support.md' },
        }),
        'prompts/support.md': 'old\n',
        'personas/sales.yaml': personaFile({ id: 'p-2', name: 'Sales', tags: ['b'] }),
      },
      argv: ['pull', '--yes', '--fields', 'role,tags,personality_prompt,orchestration_prompt'],
    },
  ],
];

const open = ({ files }: Situation): Promise<World> => openWorld({ files, seed: [...ACCOUNT] });

/** The built program, killed at its `at`-th change of the file system; 0: not at all. Resolves with what it told on stderr. */
async function pullUntil(world: World, { argv }: Situation, at: number): Promise<{ signal?: string; stderr: string }> {
  const { signal, stderr } = await execa(process.execPath, ['--import', HOOK, BUILT_CLI, ...argv], {
    cwd: world.folder,
    env: scrubbedEnv({ ...world.env, ...(at === 0 ? {} : { DIE_AT: String(at) }) }),
    extendEnv: false,
    reject: false,
  });
  return { stderr, ...(signal === undefined ? {} : { signal }) };
}

async function textsIn({ folder }: World): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((one) => one.isFile()).map((one) => path.join(one.parentPath, one.name));
  const texts = files.sort().map(async (file) => [path.relative(folder, file), await readFile(file, 'utf8')] as const);
  return Object.fromEntries(await Promise.all(texts));
}

it.each(SITUATIONS)('%s', async (_, situation) => {
  const whole = await open(situation);
  const { stderr } = await pullUntil(whole, situation, 0);
  const changes = Number(/changes: (\d+)/.exec(stderr)?.[1]);
  expect(changes).toBeGreaterThan(8);
  const wanted = await textsIn(whole);
  const options = situation.argv.filter((word, at) => word === '--env' || situation.argv[at - 1] === '--env');
  for (let at = 1; at <= changes; at += 1) {
    const world = await open(situation);
    expect([at, await pullUntil(world, situation, at)]).toMatchObject([at, { signal: 'SIGKILL' }]);
    const left = await world.runHere(['validate', ...options]);
    expect([at, left.exitCode, left.stderr]).toEqual([at, 0, expect.not.stringContaining('error')]);
    const again = await world.runHere(situation.argv);
    expect([at, again.exitCode, again.stdout]).toEqual([at, 0, expect.anything()]);
    expect([at, await textsIn(world)]).toEqual([at, wanted]);
  }
});
