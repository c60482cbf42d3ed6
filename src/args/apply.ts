import type { HistoryOptions } from '../model/options.ts';
import type { Command } from './commander.ts';
import {
  type About,
  addApproval,
  addCommand,
  addPromote,
  addReported,
  addSelectors,
  allowOption,
  checkOption,
  type Found,
  historyOption,
  isApproved,
  type RawAllow,
  type RawApproval,
  type RawCheck,
  type RawReported,
  type RawShard,
  type RawSince,
  reportedOf,
  shardOption,
  sinceOption,
} from './options.ts';

const ABOUT: About = {
  name: 'apply',
  summary: 'write what differs, verify it, and report',
  examples: `  persona-sync apply                         show the plan, ask, write
  persona-sync apply --auto-approve          in CI: show the plan and write
  persona-sync apply 'emea/*'                only some
  persona-sync apply --promote               and ship each draft to callers, where nothing foreign is in it
  persona-sync apply --check-references      hold what refers to a voice or knowledge base that is not there
  persona-sync apply --shard 2/8 -y          the second of eight jobs
  persona-sync apply --plan plan.json        exactly this document
  persona-sync apply --reviewed plan.json    the changes of this document, on today's state
  persona-sync apply --auto-approve --summary   and the report in the job summary`,
};

interface RawApply extends RawReported, RawAllow, RawApproval, HistoryOptions, RawSince, RawShard, RawCheck {
  readonly plan?: string;
  readonly reviewed?: string;
  readonly promote?: boolean;
}

export function addApply(program: Command, found: Found): void {
  const command = addCommand(program, ABOUT)
    .option('--plan <file>', 'apply exactly this saved plan; asks nothing')
    .option('--reviewed <file>', 'plan afresh, and apply only the changes of this saved plan; asks nothing');
  addApproval(addPromote(command))
    .addOption(allowOption())
    .addOption(historyOption())
    .addOption(sinceOption())
    .addOption(shardOption(true))
    .addOption(checkOption());
  addReported(addSelectors(command)).action((selectors: string[], options: RawApply) => {
    const {
      plan = null,
      reviewed = null,
      promote = null,
      allow = [],
      history,
      changedSince = null,
      shard = null,
      checkReferences = false,
    } = options;
    const approved = { autoApprove: isApproved(options), allow };
    found({
      name: 'apply',
      ...reportedOf(options),
      selectors,
      plan,
      reviewed,
      promote,
      ...approved,
      history,
      changedSince,
      shard,
      checkReferences,
    });
  });
}
