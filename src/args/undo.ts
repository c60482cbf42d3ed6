import type { Command } from './commander.ts';
import {
  type About,
  addApproval,
  addCommand,
  addServiceOptions,
  allowOption,
  type Found,
  isApproved,
  type RawAllow,
  type RawApproval,
  type RawService,
  serviceOf,
} from './options.ts';

const ABOUT: About = {
  name: 'undo',
  summary: 'put back what a run wrote, where it still is as that run left it',
  examples: `  persona-sync undo                          take back the newest apply: show the plan, ask, write
  persona-sync undo 3f9c2a                   take back this run
  persona-sync undo --journal run.jsonl      take back a run of the CI, by the journal that it kept`,
};

const RUN = 'The id of a run, or its beginning; persona-sync runs lists them. Without it the newest apply that wrote.';

interface RawUndo extends RawService, RawAllow, RawApproval {
  readonly journal?: string;
}

export function addUndo(program: Command, found: Found): void {
  const command = addCommand(program, ABOUT)
    .argument('[run]', RUN)
    .option('--journal <file>', 'take back the run of this journal, fetched from where it ran');
  addApproval(command).addOption(allowOption());
  addServiceOptions(command).action((run: string | undefined, options: RawUndo) => {
    const { journal = null, allow = [] } = options;
    found({
      name: 'undo',
      ...serviceOf(options),
      run: run ?? null,
      journal,
      autoApprove: isApproved(options),
      allow,
    });
  });
}
