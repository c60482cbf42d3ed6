import { DRIFT_PLANES, type DriftPlane } from '../model/drift.ts';
import type { HistoryOptions } from '../model/options.ts';
import { type Command, Option } from './commander.ts';
import {
  type About,
  addCommand,
  addReported,
  addSelectors,
  type Found,
  historyOption,
  type RawReported,
  type RawShard,
  type RawSince,
  reportedOf,
  shardOption,
  sinceOption,
} from './options.ts';

const ABOUT: About = {
  name: 'drift',
  summary: 'tell which live personas are not as the files say; sends nothing but GET; exit 2 when any is not',
  examples: `  persona-sync drift                         exit 2 when anything was edited elsewhere
  persona-sync drift --plane production      exit 2 when callers hear anything else than the files say
  persona-sync drift --quiet                 from cron: silent when nothing differs
  persona-sync drift --unmanaged             also personas that nobody has brought into a file
  persona-sync drift --report html=drift.html --summary   a page to look at, and the job summary
  persona-sync drift --format json           for machines`,
};

interface RawDrift extends RawReported, HistoryOptions, RawSince, RawShard {
  readonly plane?: DriftPlane;
  readonly unmanaged?: true;
}

export function addDrift(program: Command, found: Found): void {
  const plane = new Option(
    '--plane <plane>',
    'which side must be as the files say (default: draft; both where the environment promotes)',
  );
  const command = addCommand(program, ABOUT)
    .addOption(plane.choices(DRIFT_PLANES))
    .option('--unmanaged', 'also list the live personas that no file manages; exit 2 when there are any')
    .addOption(historyOption())
    .addOption(sinceOption())
    .addOption(shardOption(true));
  addReported(addSelectors(command)).action((selectors: string[], options: RawDrift) => {
    const { plane: asked = null, unmanaged = false, history, changedSince = null, shard = null } = options;
    found({ name: 'drift', ...reportedOf(options), selectors, plane: asked, unmanaged, history, changedSince, shard });
  });
}
