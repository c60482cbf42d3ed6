/** The built program as a process of its own against a stage, with a signal when a certain request has come in. */
import os from 'node:os';
import type { Fault } from '../../src/emulator/faults.ts';
import type { Processes } from '../../src/io.ts';
import { startCli } from '../support/running-cli.ts';
import type { Run, Stage } from './stage.ts';

export interface SignalSettings {
  readonly signal: 'SIGKILL' | 'SIGTERM';
  /** The request, counted from 1, that has come in and is not processed yet. */
  readonly at: number;
  readonly faults?: readonly Fault[];
}

/** So long the request is kept waiting, that the signal is there before the answer. Milliseconds. */
const HEAD_START = 60;

export function runAndSignal(
  stage: Stage,
  argv: readonly string[],
  { signal, at, faults = [] }: SignalSettings,
): Promise<Run> {
  let send = (): void => {};
  const settings = {
    faults,
    onArrival: (number: number): void => {
      if (number !== at) return;
      send();
      if (signal === 'SIGTERM') waitHere(HEAD_START);
    },
  };
  return stage.watch(argv, settings, async () => {
    const child = startCli(stage, argv);
    send = () => child.signal(signal);
    const { exitCode, stdout, stderr } = await child.ended;
    return { exit: exitCode, stdout, stderr };
  });
}

/** Blocks this process, the service in it too. */
function waitHere(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** A run in this process, on the same machine as the children: it sees which of them are gone. */
export const SAME_MACHINE: Processes = { pid: process.pid, host: os.hostname(), isAlive, markOf: () => null };

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
