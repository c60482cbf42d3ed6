import { FORMATS } from '../model/options.ts';
import type { Command } from './commander.ts';
import {
  type About,
  addCommand,
  addCommonOptions,
  addReports,
  commonOf,
  type Found,
  type RawCommon,
  type RawReports,
  reportsOf,
} from './options.ts';

const ABOUT: About = {
  name: 'merge',
  summary:
    'join the plans, or the reports of apply or drift, that several jobs made of their shards; no network, no key',
  examples: `  persona-sync merge plan-*.json --out plan.json   then: persona-sync apply --plan plan.json
  persona-sync merge plan-*.json                   show them as one
  persona-sync merge plan-*.json --report markdown=plan.md   one comment for a pull request
  persona-sync merge apply-*.json --format json    one report for machines`,
};

interface RawMerge extends RawCommon, RawReports {
  readonly out?: string;
  readonly detailedExitcode?: true;
}

export function addMerge(program: Command, found: Found): void {
  const command = addCommand(program, ABOUT)
    .argument('<files...>', 'What plan --out saved, or what plan, apply or drift printed with --format json.')
    .option('--out <file>', 'save the joined plan, for apply --plan')
    .option('--detailed-exitcode', 'of plans: exit 2 when there are changes');
  addReports(addCommonOptions(command, FORMATS)).action((files: string[], options: RawMerge) => {
    const { out = null, detailedExitcode = false } = options;
    found({ name: 'merge', ...commonOf(options), ...reportsOf(options), files, out, detailedExitcode });
  });
}
