import type { KeyRing } from './model/key-ring.ts';

/** Everything a run takes from outside, handed in by the process edge (or a test). Nothing below reaches for `process`. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What must never be shown; more is learnt when the config is read. */
  readonly keys: KeyRing;
  /** Absolute path of the working directory. */
  readonly cwd: string;
  /** Absolute path of the folder that this package is installed in. */
  readonly packageFolder: string;
  /** True when a person can be asked: stdin and stdout are terminals. */
  readonly interactive: boolean;
  /** Asks on the terminal and resolves with the answer, or null at end of input. */
  ask(question: string): Promise<string | null>;
  now(): Date;
  /** Resolves after the time has passed, in milliseconds, or at once when the signal fires. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** A number in [0, 1), for jitter. */
  random(): number;
  /** Calls the action every so many milliseconds until the returned function is called. Keeps no process alive. */
  repeat(milliseconds: number, action: () => void): () => void;
  readonly processes: Processes;
  /** Fires on the first Ctrl-C or SIGTERM: finish what is in flight, begin nothing new. */
  readonly interrupted: AbortSignal;
}

/** What the process edge hands in. */
export type Outside = Omit<Io, 'keys'>;

/** This process, and the others of its machine. */
export interface Processes {
  readonly pid: number;
  /** The machine's name. */
  readonly host: string;
  isAlive(pid: number): boolean;
  /** What tells a process from a later one of the same pid, or null where the system shows nothing of the kind. */
  markOf(pid: number): string | null;
}

export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
}
