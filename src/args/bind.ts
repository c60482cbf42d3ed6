import type { Command } from './commander.ts';
import { type About, addCommand, addServiceOptions, type Found, type RawService, serviceOf } from './options.ts';

const ABOUT: About = {
  name: 'bind',
  summary: 'write down which live persona a persona file manages: into the environment’s file, or the persona’s own',
  examples: `  persona-sync bind emea/support 6b0f2f0a-5b1c-4e55-9c43-0d1f6f2b8a11
                                             no network, no key
  persona-sync bind --by-name --env staging  every file that has exactly one live persona of its name`,
};

interface RawBind extends RawService {
  readonly byName?: true;
}

export function addBind(program: Command, found: Found): void {
  const command = addCommand(program, ABOUT)
    .argument('[key]', 'The key of a persona file: its path below the personas folder, without ending.')
    .argument('[id]', 'The id of the live persona, from its page in the dashboard.')
    .option('--by-name', 'bind all that are bound to nothing yet, by their exact names');
  addServiceOptions(command).action((key: string | undefined, id: string | undefined, options: RawBind) =>
    found({ name: 'bind', ...serviceOf(options), key: key ?? null, id: id ?? null, byName: options.byName === true }),
  );
}
