import type { Command } from './commander.ts';
import { ONE_PERSONA } from './history.ts';
import {
  type About,
  addApproval,
  addCommand,
  addReported,
  allowOption,
  type Found,
  isApproved,
  type RawAllow,
  type RawApproval,
  type RawReported,
  reportedOf,
} from './options.ts';

const ABOUT: About = {
  name: 'rollback',
  summary: 'bring the content of a version back onto the draft: show the plan, ask, write, verify',
  examples: `  persona-sync rollback emea/support --to 3            a version's number or id; persona-sync history lists them
  persona-sync rollback emea/support --to 3 --promote  and let callers hear it at once
  persona-sync rollback emea/support --to production   throw away what was edited on the draft`,
};

interface RawRollback extends RawReported, RawAllow, RawApproval {
  readonly to: string;
  readonly promote?: true;
}

export function addRollback(program: Command, found: Found): void {
  const command = addCommand(program, ABOUT)
    .argument('<persona>', ONE_PERSONA)
    .requiredOption('--to <version>', 'the number or the id of a version, or production')
    .option('--promote', 'then promote: callers hear it at once');
  addApproval(command).addOption(allowOption());
  addReported(command).action((persona: string, options: RawRollback) => {
    const { to, promote = false, allow = [] } = options;
    found({
      name: 'rollback',
      ...reportedOf(options),
      selectors: [persona],
      to,
      promote,
      allow,
      autoApprove: isApproved(options),
    });
  });
}
