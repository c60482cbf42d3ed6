#!/usr/bin/env node
/** The process edge: real streams, signals, clock and exit code. Nothing else touches `process`. */
import { createInterface } from 'node:readline/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Io, Output } from './io.ts';
import { main } from './main.ts';

const interruption = new AbortController();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interruption.signal.aborted) process.exit(130);
    interruption.abort();
  });
}

const outputs = [outputOf(process.stdout), outputOf(process.stderr)] as const;

const io: Io = {
  stdout: outputs[0],
  stderr: outputs[1],
  env: process.env,
  cwd: process.cwd(),
  interactive: process.stdin.isTTY === true && process.stdout.isTTY === true,
  ask,
  now: () => new Date(),
  sleep: async (milliseconds, signal) => {
    await wait(milliseconds, undefined, signal === undefined ? {} : { signal }).catch(() => {});
  },
  random: Math.random,
  interrupted: interruption.signal,
};

process.exitCode = await main(process.argv.slice(2), io);

/** A reader that went away (`persona-sync plan | head`) must not turn into a crash. */
function outputOf(stream: NodeJS.WriteStream): Output {
  stream.on('error', () => {});
  return { write: (text) => void stream.write(text), isTerminal: stream.isTTY === true };
}

async function ask(question: string): Promise<string | null> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const ended = new Promise<null>((resolve) => {
    terminal.once('close', () => resolve(null));
    terminal.once('SIGINT', () => interruption.abort());
  });
  try {
    return await Promise.race([terminal.question(question, { signal: interruption.signal }).catch(() => null), ended]);
  } finally {
    terminal.close();
  }
}
