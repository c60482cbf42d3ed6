#!/usr/bin/env node
/**
 * The process edge: real streams, signals, clock and exit code. Nothing else touches `process`. Whatever is not needed to
 * print the version is loaded after that question, and asking a person only when somebody is asked.
 */
import { readFileSync, realpathSync } from 'node:fs';
import module from 'node:module';
import { hostname } from 'node:os';
import path from 'node:path';
import { isCode } from './errors.ts';
import type { Output, Outside } from './io.ts';
import { VERSION } from './version.ts';

const stdout = outputOf(() => process.stdout);
const argv = process.argv.slice(2);
if (argv[0] === '--version') stdout.write(`${VERSION}\n`);
else if (argv.at(-1) === '--help' && argv.length <= 2) void help();
else void run();

/** The texts are ready; what else stands before `--help` is for the parser to judge. */
async function help(): Promise<void> {
  const { HELP } = await import('./args/prepared-help.ts');
  const [name = ''] = argv.slice(0, -1);
  if (Object.hasOwn(HELP, name)) stdout.write(HELP[name] ?? '');
  else await run();
}

async function run(): Promise<void> {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (interruption.signal.aborted) process.exit(130);
      interruption.abort();
    });
  }
  keepCompiled();
  // Until the run says better: one that ends without a word must not look well.
  process.exitCode = 1;
  const { main } = await import('./main.ts');
  process.exitCode = await main(argv, openIo(interruption));
}

/** From Node 22.1 on the code of the chunks is kept compiled in the folder for temporary files: a tenth less of each start. */
function keepCompiled(): void {
  if ('enableCompileCache' in module && typeof module.enableCompileCache === 'function') module.enableCompileCache();
}

function openIo(interruption: AbortController): Outside {
  return {
    stdout,
    stderr: outputOf(() => process.stderr),
    env: process.env,
    cwd: process.cwd(),
    packageFolder: path.dirname(path.dirname(realpathSync(process.argv[1] ?? '.'))),
    interactive: process.stdout.isTTY === true && process.stdin.isTTY === true,
    ask: (question) => ask(question, interruption),
    now: () => new Date(),
    sleep: async (milliseconds, signal) => {
      const { setTimeout: wait } = await import('node:timers/promises');
      await wait(milliseconds, undefined, signal === undefined ? {} : { signal }).catch(() => {});
    },
    random: Math.random,
    repeat,
    processes: {
      pid: process.pid,
      get host() {
        return hostname();
      },
      isAlive,
      markOf,
    },
    interrupted: interruption.signal,
  };
}

/**
 * Opened when it is needed, which takes some milliseconds. A reader that went away (`persona-sync plan | head`) must not turn
 * into a crash.
 */
function outputOf(open: () => NodeJS.WriteStream): Output {
  let opened: NodeJS.WriteStream | null = null;
  const stream = (): NodeJS.WriteStream => {
    opened ??= open().on('error', () => {});
    return opened;
  };
  return {
    write: (text) => void stream().write(text),
    get isTerminal() {
      return stream().isTTY === true;
    },
  };
}

async function ask(question: string, interruption: AbortController): Promise<string | null> {
  const { createInterface } = await import('node:readline/promises');
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

function repeat(milliseconds: number, action: () => void): () => void {
  const timer = setInterval(action, milliseconds).unref();
  return () => clearInterval(timer);
}

/** A process that ended and was not collected by its parent yet (a zombie) counts as gone. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (thrown) {
    if (!isCode(thrown, 'EPERM')) return false;
  }
  return statOf(pid)?.state !== 'Z';
}

/** On Linux the boot and the process's start, in clock ticks since then (proc_pid_stat(5), field 22). */
function markOf(pid: number): string | null {
  const started = statOf(pid)?.started ?? null;
  return started === null ? null : `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${started}`;
}

/** The process's name, in brackets, may hold anything; the fields after it are divided by spaces. */
function statOf(pid: number): { readonly state: string; readonly started: string } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', started: fields[19] ?? '' };
  } catch {
    return null;
  }
}
