import { stat } from 'node:fs/promises';
import path from 'node:path';
import { parseSeed, seedFromDesired } from '../emulator/seed.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from '../emulator/server.ts';
import { messageOf, Stop } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { readDocument } from '../load/read-document.ts';
import type { EmulatorCommand } from '../model/command.ts';
import { hasErrors } from '../model/diagnostic.ts';
import { USUAL_KEY } from '../model/key-ring.ts';
import { loadProject, type Stopped } from '../project.ts';
import { count } from '../render/words.ts';
import { invalidFiles } from '../stops.ts';
import { createPrinter, printRemark, printStop } from './printer.ts';

/** A key that opens any emulator, and nothing else. */
const EMULATOR_KEY = 'emulator';

/** Runs until Ctrl-C or SIGTERM, its normal end. */
export async function runEmulator(command: EmulatorCommand, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, 'emulator', { format: 'text', color: true, quiet: command.quiet });
  const seed =
    command.seed === null ? { seed: [], things: {}, keyEnv: USUAL_KEY } : await readSeed(command.seed, command, io);
  if ('stop' in seed) return printStop(printer, seed.stop, seed.diagnostics);
  const emulator = await start(command, seed, io);
  if (emulator instanceof Stop) return printStop(printer, emulator, []);
  io.stdout.write(`${emulator.url}\n`);
  printRemark(
    printer,
    `holds ${count(seed.seed.length, 'persona')} until it ends (Ctrl-C); to use it, in another terminal:`,
  );
  printRemark(printer, `  export ${seed.keyEnv}=${EMULATOR_KEY} BLAND_BASE_URL=${emulator.url}`);
  emulator.onRequest((request) => printRemark(printer, `${request.method} ${request.path}`));
  await interruption(io.interrupted);
  await emulator.close();
  return EXIT.done;
}

interface Seed extends Pick<EmulatorOptions, 'seed' | 'things'> {
  /** The variable that the key stands in, for whoever uses it. */
  readonly keyEnv: string;
}

async function start(command: EmulatorCommand, { keyEnv: _, ...held }: Seed, io: Io): Promise<Emulator | Stop> {
  const keys = [EMULATOR_KEY, ...io.keys.all];
  const limit = command.rateLimit === null ? {} : { rateLimit: command.rateLimit };
  try {
    return await startEmulator({ port: command.port, keys, ...held, now: io.now, ...limit });
  } catch (thrown) {
    return new Stop('port', `Port ${command.port} cannot be had: ${messageOf(thrown)}.`, 'Take a free one: --port 0');
  }
}

type Chosen = Pick<EmulatorCommand, 'config' | 'env'>;

/** A folder is read as persona files, a file as JSON. */
async function readSeed(seed: string, chosen: Chosen, io: Io): Promise<Seed | Stopped> {
  const place = path.resolve(io.cwd, seed);
  const found = await stat(place).catch(() => null);
  if (found === null) return refuseSeed(`There is no file or folder ${seed}.`);
  if (found.isDirectory()) return readFolder(place, chosen, io);
  const read = await readDocument(place);
  if (!read.ok) return refuseSeed(`The seed ${seed} cannot be read: ${read.why}.`);
  const parsed = parseSeed(read.text);
  return parsed.ok
    ? { ...parsed, keyEnv: USUAL_KEY }
    : refuseSeed(`The seed ${seed} cannot be used: ${parsed.message}.`);
}

async function readFolder(folder: string, { config, env }: Chosen, io: Io): Promise<Seed | Stopped> {
  const project = await loadProject(io, { config, env, selectors: [], folder });
  if ('stop' in project) return project;
  if (hasErrors(project.diagnostics))
    return { stop: invalidFiles(project.diagnostics, { config }), diagnostics: project.diagnostics };
  const { environment } = project.config;
  return { seed: seedFromDesired(project.personas), things: {}, keyEnv: environment?.keyEnv ?? USUAL_KEY };
}

function refuseSeed(message: string): Stopped {
  const hint = 'A seed is a folder of persona files, or a JSON file: a list of personas, or an answer of the service.';
  return { stop: new Stop('seed', message, hint), diagnostics: [] };
}

function interruption(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
