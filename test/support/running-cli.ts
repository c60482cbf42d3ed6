/** The built program as a process that goes on running: to be watched, signalled and waited for. */
import { spawn } from 'node:child_process';
import { BUILT_CLI, type CliResult, scrubbedEnv } from './built-cli.ts';
import type { World } from './world.ts';

export interface RunningCli {
  /** Resolves with the first whole line on stdout, or with what there is when the program ends before. */
  readonly firstLine: Promise<string>;
  /** `exitCode` is undefined when a signal ended it. */
  readonly ended: Promise<CliResult>;
  signal(name: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void;
  /** Closes the reading end of its stdout, as `head` does. */
  stopReading(): void;
}

/** Starts the built program in the world's folder. Nothing is sent to its stdin. */
export function startCli(world: Pick<World, 'folder' | 'env'>, args: readonly string[]): RunningCli {
  const child = spawn(process.execPath, [BUILT_CLI, ...args], {
    cwd: world.folder,
    env: scrubbedEnv(world.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      texts[name] += chunk;
    });
  }
  const ended = new Promise<CliResult>((resolve) => {
    child.once('close', (code) => resolve({ exitCode: code ?? undefined, ...texts }));
  });
  const firstLine = new Promise<string>((resolve) => {
    const look = () => texts.stdout.includes('\n') && resolve(texts.stdout.split('\n')[0] ?? '');
    child.stdout.on('data', look);
    child.once('close', () => resolve(texts.stdout));
  });
  return {
    firstLine,
    ended,
    signal: (name) => void child.kill(name),
    stopReading: () => void child.stdout.destroy(),
  };
}
