import { FORMATS } from '../model/options.ts';
import type { Command } from './commander.ts';
import {
  type About,
  addCommand,
  addCommonOptions,
  addReports,
  addSelectors,
  commonOf,
  type Found,
  type RawCommon,
  type RawReports,
  type RawShard,
  type RawSince,
  reportsOf,
  shardOption,
  sinceOption,
} from './options.ts';

const ABOUT: About = {
  name: 'validate',
  summary: 'judge all persona files; no network, no key',
  examples: `  persona-sync validate                      all files
  persona-sync validate personas/emea        report only these
  persona-sync validate --env staging        one environment; without it all of them
  persona-sync validate --changed-since origin/main   report only what this branch touches
  persona-sync validate --format github      in a GitHub workflow: annotations in the files
  persona-sync validate --format json        for machines`,
};

interface RawValidate extends RawCommon, RawReports, RawSince, RawShard {}

export function addValidate(program: Command, found: Found): void {
  const command = addSelectors(addCommand(program, ABOUT).addOption(sinceOption()).addOption(shardOption(false)));
  addReports(addCommonOptions(command, FORMATS)).action((selectors: string[], options: RawValidate) => {
    const { changedSince = null, shard = null } = options;
    found({ name: 'validate', ...commonOf(options), ...reportsOf(options), selectors, changedSince, shard });
  });
}
