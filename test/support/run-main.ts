import { fileURLToPath } from 'node:url';
import type { ExitCode } from '../../src/exit-codes.ts';
import type { Io, Processes } from '../../src/io.ts';
import { main } from '../../src/main.ts';
import { KeyRing } from '../../src/model/key-ring.ts';

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Answers to what the program asks; with it, stdin and stdout count as terminals for asking. */
  readonly answers?: readonly string[];
  readonly interrupted?: AbortSignal;
  /** Told of every wait, in milliseconds; nothing really waits. */
  readonly onSleep?: (milliseconds: number) => void;
  /** Another clock than the one that stands still. */
  readonly now?: () => Date;
  /** True: stdout and stderr count as terminals, with colours and a live progress line. */
  readonly terminal?: boolean;
  /** The machine's processes; without it, this process alone lives, on the host `here`. */
  readonly processes?: Processes;
  /** Where the package lies; this repository unless told. */
  readonly packageFolder?: string;
}

export interface RunResult {
  readonly exit: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** The clock of a run stands still here, so that documents are the same each time. */
export const NOW = '2026-03-01T09:00:00.000Z';

/** The one process of a machine on which nothing else runs. */
export const HERE: Processes = { pid: 4711, host: 'here', isAlive: (pid) => pid === 4711, markOf: () => 'boot:1' };

/** Runs the program in this process: real files and HTTP, but a clock that stands still and waits that cost no time. */
export async function runMain(argv: readonly string[], options: RunOptions): Promise<RunResult> {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  const exit = await main(argv, testIo(options, stdout, stderr));
  return { exit, stdout: stdout.join(''), stderr: stderr.join('') };
}

/** The outside of such a run; what is printed is added to the two lists. */
export function testIo(options: RunOptions, stdout: string[] = [], stderr: string[] = []): Io {
  const answers = [...(options.answers ?? [])];
  const isTerminal = options.terminal ?? false;
  return {
    keys: new KeyRing(options.env ?? {}),
    stdout: { write: (text) => void stdout.push(text), isTerminal },
    stderr: { write: (text) => void stderr.push(text), isTerminal },
    env: options.env ?? {},
    cwd: options.cwd,
    interactive: options.answers !== undefined,
    ask: async (question) => {
      stdout.push(question);
      return answers.shift() ?? null;
    },
    now: options.now ?? (() => new Date(NOW)),
    sleep: async (milliseconds) => options.onSleep?.(milliseconds),
    random: () => 0.5,
    repeat: () => () => {},
    packageFolder: options.packageFolder ?? fileURLToPath(new URL('../..', import.meta.url)),
    processes: options.processes ?? HERE,
    interrupted: options.interrupted ?? new AbortController().signal,
  };
}
