import type { Command } from './commander.ts';
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
  name: 'undo',
  summary: 'put back what a run wrote, where it still is as that run left it',
  examples: `  persona-sync undo                          take back the newest run that wrote: show the plan, ask
  persona-sync undo 3f9c2a                   take back this run
  persona-sync undo --journal run.jsonl      take back a run of the CI, by the journal that it kept
  persona-sync undo 3f9c2a --auto-approve --report markdown=undo.md   in CI, with a report`,
};

const RUN =
  'The id of a run, or its beginning; persona-sync runs lists them. Without it the newest that wrote and is no undo.';

interface RawUndo extends RawReported, RawAllow, RawApproval {
  readonly journal?: string;
}

export function addUndo(program: Command, found: Found): void {
  const command = addCommand(program, ABOUT)
    .argument('[run]', RUN)
    .option('--journal <file>', 'take back the run of this journal, fetched from where it ran');
  addApproval(command).addOption(allowOption());
  addReported(command).action((run: string | undefined, options: RawUndo) => {
    const { journal = null, allow = [] } = options;
    found({
      name: 'undo',
      ...reportedOf(options),
      run: run ?? null,
      journal,
      autoApprove: isApproved(options),
      allow,
    });
  });
}
