/** The run that undo is to take back. */
import path from 'node:path';
import { Stop } from '../errors.ts';
import type { RunRecord } from '../model/journal.ts';
import { createdBy, promotedBy, undoTargets } from '../plan/undo.ts';
import { findJournals, type KeptJournal, readJournal } from './journal-read.ts';

export interface Wanted {
  /** The project root, absolute. */
  readonly root: string;
  readonly cwd: string;
  /** A run's id, its file's name, or the beginning of either; null for the newest that wrote and is no undo. */
  readonly run: string | null;
  /** Where no run is named: only runs of this environment; null for all. */
  readonly environment: string | null;
  /** A journal file, relative to `cwd` or absolute. */
  readonly file: string | null;
}

export async function chooseJournal(wanted: Wanted): Promise<RunRecord | Stop> {
  const { root, cwd, run, file, environment } = wanted;
  if (file !== null) return readOne(path.resolve(cwd, file), file);
  const kept = await findJournals(root);
  if (kept instanceof Stop) return kept;
  if (run === null) return newestThatWrote(kept, cwd, environment);
  const found = kept.filter((one) => one.run.startsWith(run) || one.name.startsWith(run));
  const [first, second] = found;
  if (first === undefined)
    return refuse(`There is no run ${run} in this checkout.`, 'To see those that there are: persona-sync runs');
  if (second !== undefined) {
    const names = found.map((one) => one.run).join(', ');
    return refuse(`"${run}" may be any of ${found.length} runs: ${names}.`, 'Write more of the run’s id.');
  }
  return readOne(first.path, path.relative(cwd, first.path));
}

async function readOne(file: string, place: string): Promise<RunRecord | Stop> {
  const record = await readJournal(file, place);
  if (record !== 'empty') return record;
  return refuse(`The journal ${place} has no whole line.`, 'To see the runs that there are: persona-sync runs');
}

/** An undo is not taken back by the next one unasked: whoever types it twice does not want the run to come back. */
async function newestThatWrote(
  kept: readonly KeptJournal[],
  cwd: string,
  environment: string | null,
): Promise<RunRecord | Stop> {
  for (const { path: file } of kept) {
    const record = await readJournal(file, path.relative(cwd, file));
    if (record instanceof Stop) return record;
    if (record === 'empty') continue;
    if (environment !== null && record.target.environment !== environment) continue;
    const done = [undoTargets(record), promotedBy(record), createdBy(record)];
    if (record.command !== 'undo' && done.some(({ length }) => length > 0)) return record;
  }
  return refuse(
    `No run has written anything${environment === null ? '' : ` to ${environment}`} from this checkout.`,
    'For a run of the CI, fetch its journal: persona-sync undo --journal FILE',
  );
}

function refuse(message: string, hint: string): Stop {
  return new Stop('journal', message, hint);
}
