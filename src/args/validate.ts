import type { Command } from './commander.ts';
import {
  type About,
  addCommand,
  addCommon,
  commonOf,
  type Found,
  type RawCommon,
  type RawShard,
  shardOption,
} from './options.ts';

const ABOUT: About = {
  name: 'validate',
  summary: 'judge all persona files; no network, no key',
  examples: `  persona-sync validate                      all files
  persona-sync validate personas/emea        report only these
  persona-sync validate --env staging        one environment; without it all of them
  persona-sync validate --format json        for machines`,
};

export function addValidate(program: Command, found: Found): void {
  const command = addCommand(program, ABOUT).addOption(shardOption());
  addCommon(command).action((selectors: string[], options: RawCommon & RawShard) =>
    found({ name: 'validate', ...commonOf(options), selectors, shard: options.shard ?? null }),
  );
}
