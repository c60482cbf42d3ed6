import type { Command } from './commander.ts';
import { type About, addCommand, addCommonOptions, commonOf, type Found, type RawCommon } from './options.ts';

const ABOUT: About = {
  name: 'runs',
  summary: 'list the runs that wrote from this checkout; no network, no key',
  examples: `  persona-sync runs                          newest first
  persona-sync runs --format json            for machines`,
};

export function addRuns(program: Command, found: Found): void {
  addCommonOptions(addCommand(program, ABOUT)).action((options: RawCommon) =>
    found({ name: 'runs', ...commonOf(options) }),
  );
}
