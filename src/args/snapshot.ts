import type { Command } from './commander.ts';
import { type About, addCommand, addServiceOptions, type Found, type RawService, serviceOf } from './options.ts';

const ABOUT: About = {
  name: 'snapshot',
  summary: 'save the live side, for plans where no key is at hand; sends nothing but GET',
  examples: `  persona-sync snapshot --out live.json      the personas of the files; then: persona-sync plan --live live.json
  persona-sync snapshot --all --out live.json   also those whose files are yet to be merged, and all names`,
};

interface RawSnapshot extends RawService {
  readonly out: string;
  readonly all?: true;
}

export function addSnapshot(program: Command, found: Found): void {
  const command = addCommand(program, ABOUT)
    .requiredOption('--out <file>', 'where it is saved (readable by you alone: it holds your prompts)')
    .option('--all', 'every persona of the account, with a file or without');
  addServiceOptions(command).action((options: RawSnapshot) =>
    found({ name: 'snapshot', ...serviceOf(options), out: options.out, all: options.all ?? false }),
  );
}
