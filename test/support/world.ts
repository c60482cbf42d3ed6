/** Real files in a folder, an emulator beside them, and the built program between the two. */
import path from 'node:path';
import { stringify } from 'yaml';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/server.ts';
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import { type CliResult, runCli } from './built-cli.ts';
import { createProject, removeProject, writeInto } from './project.ts';
import { runMain } from './run-main.ts';

export interface WorldOptions extends Partial<EmulatorOptions> {
  /** Path below the project folder → content. */
  readonly files?: Readonly<Record<string, string>>;
}

/** What is not the usual world of a run: the environment, where null takes a variable away, and the folder. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string | null>>;
  /** Below the project folder; the project folder itself without it. */
  readonly cwd?: string;
}

export interface World {
  readonly folder: string;
  /** The files that it began with, below the folder. */
  readonly given: readonly string[];
  readonly emulator: Emulator;
  /** The environment that a person would have set: the key `emulator` and the emulator's address. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs the built program in the project folder. */
  run(args: readonly string[], options?: RunOptions): Promise<CliResult>;
  /** The same in this process: no start-up, and waits that cost no time. */
  runHere(args: readonly string[], options?: RunOptions): Promise<CliResult>;
  write(name: string, content: string): Promise<void>;
  /** `GET`, `PATCH`, … in the order of arrival. */
  methods(): string[];
}

const opened: World[] = [];

export async function openWorld({ files = {}, keys = ['emulator'], seed = [], ...rest }: WorldOptions): Promise<World> {
  const folder = await createProject(files);
  const emulator = await startEmulator({ keys, seed, ...rest });
  const usual = { BLAND_API_KEY: keys[0] ?? '', BLAND_BASE_URL: emulator.url };
  const placeOf = ({ env = {}, cwd = '.' }: RunOptions = {}) => ({
    cwd: path.join(folder, cwd),
    env: withoutNulls({ ...usual, ...env }),
  });
  const world: World = {
    folder,
    given: Object.keys(files),
    emulator,
    env: usual,
    run: (args, options) => runCli(args, placeOf(options)),
    runHere: async (args, options) => {
      const { exit, stdout, stderr } = await runMain(args, placeOf(options));
      return { exitCode: exit, stdout, stderr };
    },
    write: (name, content) => writeInto(folder, name, content),
    methods: () => emulator.requests.map(({ method }) => method),
  };
  opened.push(world);
  return world;
}

/** For `afterEach`. */
export async function closeWorlds(): Promise<void> {
  for (const { emulator, folder } of opened.splice(0)) {
    await emulator.close();
    await removeProject(folder);
  }
}

/** The text of a persona file. */
export function personaFile(fields: JsonObject): string {
  return stringify(fields);
}

/** The whole of stdout as one JSON document. Throws when it is anything else. */
export function documentIn(result: Pick<CliResult, 'stdout'>): JsonObject {
  const value: JsonValue = JSON.parse(result.stdout);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('stdout is not one document');
  return value as JsonObject;
}

function withoutNulls(env: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}
