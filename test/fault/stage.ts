/** Real files, an emulator, and runs of the whole program between them; everything that passes by is kept. */
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from '../../src/args/parse.ts';
import type { Fault } from '../../src/emulator/faults.ts';
import { type Emulator, type RecordedRequest, startEmulator } from '../../src/emulator/server.ts';
import type { Variants } from '../../src/emulator/variants.ts';
import type { Processes } from '../../src/io.ts';
import { GUARD_NAMES } from '../../src/model/guard.ts';
import { createProject, removeProject } from '../support/project.ts';
import { runMain } from '../support/run-main.ts';
import { type Content, contentOf } from './content.ts';
import type { Situation } from './situation.ts';

/** Shaped like a real one, so that every place where it leaks is seen. */
export const KEY = `org_${'f4k3'.repeat(8)}`;

export interface Seen extends RecordedRequest {
  /** The persona as it was when the request came in, before it was processed; null for a page, or no such persona. */
  readonly at: Content | null;
}

export type Contents = ReadonlyMap<string, Content>;

export interface Run {
  readonly argv: readonly string[];
  readonly exit: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly requests: readonly Seen[];
  readonly before: Contents;
  readonly after: Contents;
  /** Text of the journals that this run began: one, or none where nothing was to be written. */
  readonly journals: readonly string[];
}

export interface RunSettings {
  readonly faults?: readonly Fault[];
  readonly interrupted?: AbortSignal;
  /** Where the run takes place, for its lock; absent: on a machine of its own. */
  readonly processes?: Processes;
  /** Called when a request has come in and before it is processed; `number` counts this run's requests from 1. */
  readonly onArrival?: (number: number, request: RecordedRequest) => void;
}

export interface Stage {
  readonly situation: Situation;
  readonly folder: string;
  readonly emulator: Emulator;
  readonly env: Readonly<Record<string, string>>;
  run(argv: readonly string[], settings?: RunSettings): Promise<Run>;
  /** The same around any way to run the program. */
  watch(argv: readonly string[], settings: RunSettings, start: () => Promise<Ended>): Promise<Run>;
  contents(): Contents;
  /** No fault that was added hits anything any more. */
  endFaults(): void;
  close(): Promise<void>;
}

export interface Ended {
  readonly exit: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StageOptions {
  readonly situation: Situation;
  /** A project folder to use again; absent: a new one that `close` removes. */
  readonly folder?: string;
  readonly variants?: Partial<Variants>;
}

/** What allows every guarded change of the situation. */
export const ALLOW: readonly string[] = ['--allow', GUARD_NAMES.join(',')];

/** Whether the program has this command. */
export function hasCommand(name: string): boolean {
  return parseArgs([name, '--auto-approve']).kind === 'run';
}

export async function openStage({ situation, folder: given, variants = {} }: StageOptions): Promise<Stage> {
  const folder = given ?? (await createProject(situation.files));
  await rm(path.join(folder, '.persona-sync'), { recursive: true, force: true });
  const seed = situation.members.map(({ live }) => live);
  const emulator = await startEmulator({ keys: [KEY], seed, variants });
  // A commit that is known costs no process of git in each run.
  const env = { BLAND_API_KEY: KEY, BLAND_BASE_URL: emulator.url, GITHUB_SHA: 'f4c3'.repeat(10) };
  const contents = (): Contents =>
    new Map(emulator.store.ids().map((id) => [id, contentOf(emulator.store.snapshot(id))]));
  const lasting: { times?: number }[] = [];
  const addFault = (fault: Fault): void => {
    const own = { ...fault };
    lasting.push(own);
    emulator.addFault(own);
  };
  let current: { seen: Seen[]; onArrival: RunSettings['onArrival'] } = { seen: [], onArrival: undefined };
  emulator.onRequest((request) => {
    current.onArrival?.(current.seen.length + 1, request);
    const known = request.persona !== null && emulator.store.ids().includes(request.persona);
    const at = known && request.persona !== null ? contentOf(emulator.store.snapshot(request.persona)) : null;
    current.seen.push({ ...request, at });
  });
  const watch: Stage['watch'] = async (argv, { faults = [], onArrival }, start) => {
    current = { seen: [], onArrival };
    const { seen } = current;
    const old = new Set(await journalNames(folder));
    for (const fault of faults) addFault(fault);
    const before = contents();
    const ended = await start();
    const names = (await journalNames(folder)).filter((name) => !old.has(name));
    const journals = await Promise.all(names.map((name) => readFile(path.join(runsIn(folder), name), 'utf8')));
    return { argv, ...ended, requests: [...seen], before, after: contents(), journals };
  };
  return {
    situation,
    folder,
    emulator,
    env,
    watch,
    contents,
    endFaults: () => {
      for (const fault of lasting) fault.times = 0;
    },
    run: (argv, settings = {}) =>
      watch(argv, settings, () =>
        runMain(argv, {
          cwd: folder,
          env,
          ...(settings.interrupted === undefined ? {} : { interrupted: settings.interrupted }),
          ...(settings.processes === undefined ? {} : { processes: settings.processes }),
        }),
      ),
    close: async () => {
      await emulator.close();
      if (given === undefined) await removeProject(folder);
    },
  };
}

function runsIn(folder: string): string {
  return path.join(folder, '.persona-sync', 'runs');
}

async function journalNames(folder: string): Promise<string[]> {
  const names = await readdir(runsIn(folder)).catch(() => []);
  return names.filter((name) => name.endsWith('.jsonl'));
}
