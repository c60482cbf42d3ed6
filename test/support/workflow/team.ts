/** A team for tests: two personas, with or without environments, and the packed tarball that its recipes install. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, jest } from '@jest/globals';
import { execa } from 'execa';
import type { JsonObject } from '../../../src/model/json.ts';
import { ROOT } from './parse.ts';
import type { RunResult, Settings } from './run.ts';
import { openTeam, type Team, type TeamOptions } from './world.ts';

export const PROMPT = 'You are Bob. You answer the phone.\n';

export const FILES = {
  'persona-sync.yaml': 'guards: { require_origin: true }\n',
  'personas/ann.yaml': 'id: ann\nname: Ann\nrole: Support\ncall_config: { voice: June }\n',
  'personas/bob.yaml': 'id: bob\nname: Bob\npersonality_prompt: { file: ../prompts/bob.md }\n',
  'prompts/bob.md': PROMPT,
};

export const SEED = [
  { id: 'ann', name: 'Ann', role: 'Support', call_config: { voice: 'June' } },
  { id: 'bob', name: 'Bob', personality_prompt: PROMPT.trim() },
];

const KEY = { secrets: { BLAND_API_KEY: 'emulator' } };

/** The keys where README.md says: in the environments, none in the repository. */
export const SETTINGS: Settings = {
  environments: { production: KEY, 'production-drift': KEY, 'production-promote': KEY },
};

interface Packed {
  readonly tarball: string;
  readonly npmPrefix: string;
  open(options?: Partial<TeamOptions>): Promise<Team>;
  closeTeams(): Promise<void>;
  remove(): Promise<void>;
}

/** The packed tarball for all tests of a file; teams are closed after each test. Tests take some seconds, more on a busy machine. */
export function usePackage(): () => Pick<Packed, 'tarball' | 'npmPrefix' | 'open'> {
  jest.setTimeout(180_000);
  let packed: Packed | null = null;
  beforeAll(async () => {
    packed = await pack();
  });
  afterEach(() => packed?.closeTeams());
  afterAll(() => packed?.remove());
  return () => {
    if (packed === null) throw new Error('the package is there from the first test on');
    return packed;
  };
}

/** Packs once; `npm test` has built before. */
async function pack(): Promise<Packed> {
  const folder = await mkdtemp(path.join(tmpdir(), 'persona-sync-recipes-'));
  const quiet = ['--json', '--ignore-scripts', `--pack-destination=${folder}`];
  const { stdout } = await execa('npm', ['pack', ...quiet], { cwd: ROOT });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  const common = {
    tarball: path.join(folder, filename),
    npmPrefix: path.join(folder, 'npm'),
    installed: new Set<string>(),
  };
  const teams: Team[] = [];
  return {
    ...common,
    open: async (options) => {
      const team = await openTeam({ files: FILES, seed: SEED, settings: SETTINGS, ...common, ...options });
      teams.push(team);
      return team;
    },
    closeTeams: async () => {
      for (const team of teams.splice(0)) await team.close();
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The root's fields and the draft's, in one. */
export function liveFields({ emulator }: Team, id: string): JsonObject {
  const { current_draft_version: draft, ...root } = emulator.store.snapshot(id);
  return { ...(draft as JsonObject), ...root };
}

/** The result of each job; throws with the logs when it is another, so that a failing test tells why. */
export function expectJobs({ jobs }: RunResult, wanted: Readonly<Record<string, string>>): void {
  const found = Object.fromEntries(Object.entries(jobs).map(([id, { result }]) => [id, result]));
  const isSame = Object.keys({ ...found, ...wanted }).every((id) => found[id] === wanted[id]);
  if (isSame) return;
  const logs = Object.entries(jobs).map(([id, { result, log, summary }]) => `── ${id}: ${result}\n${log}${summary}`);
  throw new Error(`Wanted ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}.\n${logs.join('\n')}`);
}
