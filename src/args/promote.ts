import type { Command } from './commander.ts';
import {
  type About,
  addApproval,
  addCommand,
  addReported,
  addSelectors,
  allowOption,
  type Found,
  isApproved,
  type RawAllow,
  type RawApproval,
  type RawReported,
  reportedOf,
} from './options.ts';

const ABOUT: About = {
  name: 'promote',
  summary: 'ship the drafts that are as the files say to callers, verify, and report',
  examples: `  persona-sync promote                       show what callers would hear, ask, promote
  persona-sync promote emea/support          one persona
  persona-sync promote --auto-approve        in CI
  persona-sync promote --allow foreign       also what somebody edited in the dashboard and no file says`,
};

interface RawPromote extends RawReported, RawAllow, RawApproval {}

export function addPromoteCommand(program: Command, found: Found): void {
  const command = addApproval(addCommand(program, ABOUT)).addOption(allowOption());
  addReported(addSelectors(command)).action((selectors: string[], options: RawPromote) => {
    const { allow = [] } = options;
    found({ name: 'promote', ...reportedOf(options), selectors, autoApprove: isApproved(options), allow });
  });
}
