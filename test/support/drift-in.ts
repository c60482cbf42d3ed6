/** Drift of one persona in a repository, against an emulator that holds it: what is said of who moved. */
import { parseSeed } from '../../src/emulator/seed.ts';
import { type Emulator, startEmulator } from '../../src/emulator/server.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/model/json.ts';
import type { Repository } from './repository.ts';
import { NOW, type RunResult, runMain } from './run-main.ts';

export const FILE = 'personas/desk.yaml';

/** The text of the persona's file. */
export function desk(fields: string): string {
  return `id: p-1\nname: Desk\n${fields}`;
}

export interface DriftOptions {
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** When the live persona was written, ISO 8601. */
  readonly updatedAt?: string;
  /** What the emulator holds, instead of the one persona. */
  readonly seed?: readonly JsonObject[];
  /** Below the repository. */
  readonly cwd?: string;
}

export async function runIn(
  { folder }: Pick<Repository, 'folder'>,
  live: JsonObject,
  argv: readonly string[],
  { env = {}, updatedAt = NOW, cwd = '', seed = [{ id: 'p-1', name: 'Desk', ...live }] }: DriftOptions = {},
): Promise<RunResult> {
  const emulator = await emulatorWith(seed, updatedAt);
  try {
    const usual = { BLAND_API_KEY: 'emulator', BLAND_BASE_URL: emulator.url };
    return await runMain(argv, { cwd: `${folder}/${cwd}`.replace(/\/$/, ''), env: { ...usual, ...env } });
  } finally {
    await emulator.close();
  }
}

export interface Moved {
  readonly cause: JsonValue;
  /** Path, origin, and of `behind` the subject and the number of commits. */
  readonly changes: readonly (readonly [string, string, string | null])[];
  /** Summary and hint of what is unknown. */
  readonly notes: readonly (readonly [string, string | null])[];
}

export async function driftIn(
  repository: Pick<Repository, 'folder'>,
  live: JsonObject,
  options: DriftOptions = {},
): Promise<Moved> {
  const { stdout } = await runIn(repository, live, ['drift', '--format', 'json', ...(options.argv ?? [])], options);
  const { personas, diagnostics } = JSON.parse(stdout);
  return {
    cause: personas[0].cause,
    changes: personas[0].changes.map(movedOf),
    notes: diagnostics
      .filter(({ code }: JsonObject) => code === 'origin_unknown')
      .map(({ summary, hint }: JsonObject) => [summary, hint]),
  };
}

function movedOf({ path, origin, behind }: JsonObject): readonly JsonValue[] {
  return [path ?? null, origin ?? null, isJsonObject(behind) ? `${behind.subject} ${behind.commits}` : null];
}

function emulatorWith(seed: readonly JsonObject[], updatedAt: string): Promise<Emulator> {
  const parsed = parseSeed(JSON.stringify(seed));
  if (!parsed.ok) throw new Error(parsed.message);
  return startEmulator({ keys: ['emulator'], seed: parsed.seed, now: () => new Date(updatedAt) });
}
