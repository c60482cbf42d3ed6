import type { Command } from './commander.ts';
import { type About, addCommand, type Found } from './options.ts';
import { wholeNumber } from './values.ts';

const ABOUT: About = {
  name: 'emulator',
  summary: 'run a stand-in for the service on loopback, to try and test without a key',
  examples: `  persona-sync emulator --seed personas      a stand-in that holds what the files say
  then, in another terminal, with the address that it printed:
  export BLAND_API_KEY=emulator BLAND_BASE_URL=http://127.0.0.1:PORT
  persona-sync plan`,
};

interface RawEmulatorOptions {
  readonly config?: string;
  readonly env?: string;
  readonly port: number;
  readonly seed?: string;
  readonly rateLimit?: number;
  readonly quiet?: true;
}

export function addEmulator(program: Command, found: Found): void {
  addCommand(program, ABOUT)
    .option('--port <number>', 'the port to listen on; 0 takes a free one', wholeNumber(0, 65_535), 0)
    .option('--seed <path>', 'what it holds at the start: a folder of persona files, or a JSON file (default: nothing)')
    .option(
      '--rate-limit <number>',
      'requests a second before it answers 429 (default: no limit)',
      wholeNumber(1, 10_000),
    )
    .option('--config <file>', 'the persona-sync.yaml for a seed of persona files (default: found upwards)')
    .option('--env <name>', 'the environment whose ids and values a seed of persona files takes')
    .option('--quiet', 'do not tell of each request')
    .action((options: RawEmulatorOptions) => {
      const { config = null, env = null, port, seed = null, rateLimit = null, quiet = false } = options;
      found({ name: 'emulator', config, env, port, seed, rateLimit, quiet });
    });
}
