import { PULL_PLANES, type PullPlane } from '../model/pull.ts';
import { type Command, Option } from './commander.ts';
import { LIVE_SELECTORS } from './help.ts';
import {
  type About,
  addApproval,
  addCommand,
  addServiceOptions,
  type Found,
  isApproved,
  type RawApproval,
  type RawService,
  serviceOf,
} from './options.ts';

const ABOUT: About = {
  name: 'pull',
  summary: 'bring what is live into the files: edits those that differ, and writes new ones; sends nothing but GET',
  examples: `  persona-sync pull                          adopt what was edited in the dashboard: show the diff, ask, write
  persona-sync pull emea/support             one persona
  persona-sync pull 'Front Desk'             a live persona without a file, by its exact name or id
  persona-sync pull --all                    every persona of the account
  persona-sync pull --check                  write nothing; exit 2 when files would change`,
};

interface RawPull extends RawService, RawApproval {
  readonly all?: true;
  readonly from?: PullPlane;
  readonly fields?: readonly string[];
  readonly inline?: true;
  readonly check?: true;
}

export function addPull(program: Command, found: Found): void {
  const from = new Option('--from <plane>', 'what the files are to say: the draft (default), or what callers hear');
  const command = addCommand(program, ABOUT)
    .argument('[selectors...]', LIVE_SELECTORS)
    .option('--all', 'also a file for every live persona that has none')
    .addOption(from.choices(PULL_PLANES))
    .option('--fields <names>', 'manage these from now on: role, call_config.voice (divided by commas)', fieldNames)
    .option('--inline', 'keep long prompts in the persona files, instead of Markdown files beside them')
    .option('--check', 'write nothing; exit 2 when files would change');
  addServiceOptions(addApproval(command)).action((selectors: string[], options: RawPull) => {
    const { all = false, from: plane = null, fields = [], inline = false, check = false } = options;
    const own = { selectors, all, from: plane, fields, inline, check, autoApprove: isApproved(options) };
    found({ name: 'pull', ...serviceOf(options), ...own });
  });
}

function fieldNames(text: string, before: readonly string[] = []): string[] {
  const names = text.split(',').map((name) => name.trim());
  return [...before, ...names.filter((name) => name !== '')];
}
