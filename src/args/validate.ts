import type { Command } from './commander.ts';
import {
  type About,
  addCommand,
  addCommon,
  commonOf,
  type Found,
  type RawCommon,
  type RawSince,
  sinceOption,
} from './options.ts';

const ABOUT: About = {
  name: 'validate',
  summary: 'judge all persona files; no network, no key',
  examples: `  persona-sync validate                      all files
  persona-sync validate personas/emea        report only these
  persona-sync validate --env staging        one environment; without it all of them
  persona-sync validate --changed-since origin/main   report only what this branch touches
  persona-sync validate --format json        for machines`,
};

interface RawValidate extends RawCommon, RawSince {}

export function addValidate(program: Command, found: Found): void {
  addCommon(addCommand(program, ABOUT).addOption(sinceOption())).action((selectors: string[], options: RawValidate) =>
    found({ name: 'validate', ...commonOf(options), selectors, changedSince: options.changedSince ?? null }),
  );
}
