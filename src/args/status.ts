import type { Command } from './commander.ts';
import { LIVE_SELECTORS } from './help.ts';
import { type About, addCommand, addServiceOptions, type Found, type RawService, serviceOf } from './options.ts';

const ABOUT: About = {
  name: 'status',
  summary:
    'tell where each persona stands: files, draft, what callers hear, numbers, last promote; sends nothing but GET',
  examples: `  persona-sync status                        a line for each persona file
  persona-sync status +14155550100           who answers this number
  persona-sync status --format json          for machines`,
};

export function addStatus(program: Command, found: Found): void {
  const command = addCommand(program, ABOUT).argument('[selectors...]', LIVE_SELECTORS);
  addServiceOptions(command).action((selectors: string[], options: RawService) =>
    found({ name: 'status', ...serviceOf(options), selectors }),
  );
}
