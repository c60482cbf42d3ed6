import type { Command } from './commander.ts';
import { type About, addCommand, addServiceOptions, type Found, type RawService, serviceOf } from './options.ts';

const ABOUT: About = {
  name: 'history',
  summary:
    'list the versions of a persona, the newest first: when, by whom, and how far from the files; sends nothing but GET',
  examples: `  persona-sync history emea/support          a line for each version
  persona-sync history emea/support -p       with what changed in each
  persona-sync history +14155550100          of whoever answers this number`,
};

export const ONE_PERSONA =
  'A persona key, an id, a path, the exact name of a live persona, or a phone number that it answers.';

interface RawHistory extends RawService {
  readonly patch?: true;
}

export function addHistory(program: Command, found: Found): void {
  const command = addCommand(program, ABOUT)
    .argument('<persona>', ONE_PERSONA)
    .option('-p, --patch', 'also show what changed in each version');
  addServiceOptions(command).action((persona: string, options: RawHistory) =>
    found({ name: 'history', ...serviceOf(options), selectors: [persona], patch: options.patch ?? false }),
  );
}
