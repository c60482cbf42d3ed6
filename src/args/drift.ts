import type { HistoryOptions } from '../model/command.ts';
import type { Command } from './commander.ts';
import {
  type About,
  addCommand,
  addService,
  type Found,
  historyOption,
  type RawService,
  serviceOf,
} from './options.ts';

const ABOUT: About = {
  name: 'drift',
  summary: 'tell which live personas are not as the files say; sends nothing but GET; exit 2 when any is not',
  examples: `  persona-sync drift                         exit 2 when anything was edited elsewhere
  persona-sync drift --quiet                 from cron: silent when nothing differs
  persona-sync drift --format json           for machines`,
};

interface RawDrift extends RawService, HistoryOptions {}

export function addDrift(program: Command, found: Found): void {
  addService(addCommand(program, ABOUT).addOption(historyOption())).action((selectors: string[], options: RawDrift) =>
    found({ name: 'drift', ...serviceOf(options), selectors, history: options.history }),
  );
}
