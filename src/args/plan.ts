import type { HistoryOptions } from '../model/options.ts';
import { type Command, Option } from './commander.ts';
import {
  type About,
  addCommand,
  addPromote,
  addReported,
  addSelectors,
  allowOption,
  checkOption,
  type Found,
  historyOption,
  type RawAllow,
  type RawCheck,
  type RawReported,
  type RawShard,
  type RawSince,
  reportedOf,
  shardOption,
  sinceOption,
} from './options.ts';
import { wholeNumber } from './values.ts';

const ABOUT: About = {
  name: 'plan',
  summary: 'show what apply would change; sends nothing but GET',
  examples: `  persona-sync plan                          what would change
  persona-sync plan emea/support             one persona
  persona-sync plan --out plan.json          save it; then: persona-sync apply --plan plan.json
  persona-sync plan --env staging            for one of several environments
  persona-sync plan --promote                also what promote would ship to callers
  persona-sync plan --check-references       also: do voices, knowledge bases and pathways exist there?
  persona-sync plan --changed-since origin/main   only what this branch touches
  persona-sync plan --shard 2/8 --out 2.json the second of eight jobs; then: persona-sync merge *.json
  persona-sync plan --live live.json         from a snapshot: no key, no network
  persona-sync plan --detailed-exitcode      exit 2 when there are changes
  persona-sync plan --format github --report markdown=plan.md --report html=plan.html --summary
                                             in a pull request: annotations, a comment, a page, the job summary`,
};

interface RawPlan extends RawReported, RawAllow, HistoryOptions, RawSince, RawShard, RawCheck {
  readonly out?: string;
  readonly live?: string;
  readonly maxAge: number;
  readonly promote?: boolean;
  readonly detailedExitcode?: true;
}

export function addPlan(program: Command, found: Found): void {
  const command = addPromote(addCommand(program, ABOUT))
    .option('--out <file>', 'also save the plan, for apply --plan (readable by you alone: it holds your prompts)')
    .option('--live <file>', 'plan from this snapshot, without a key and without the network')
    .addOption(
      new Option('--max-age <hours>', 'how old that snapshot may be').argParser(wholeNumber(1, 87_600)).default(168),
    )
    .option('--detailed-exitcode', 'exit 2 when there are changes')
    .addOption(allowOption())
    .addOption(historyOption())
    .addOption(sinceOption())
    .addOption(shardOption(true))
    .addOption(checkOption());
  addReported(addSelectors(command)).action((selectors: string[], options: RawPlan) => {
    const { out = null, promote = null, detailedExitcode = false, allow = [] } = options;
    const { history, changedSince = null, shard = null, live = null, maxAge, checkReferences = false } = options;
    const own = { live, maxAge, out, promote, detailedExitcode, allow, history, changedSince, shard, checkReferences };
    found({ name: 'plan', ...reportedOf(options), selectors, ...own });
  });
}
