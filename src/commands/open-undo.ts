/** The work of `undo`: a run's journal and the live personas → a plan like any other. No persona file is read. */

import { chooseJournal } from '../apply/choose-journal.ts';
import type { Connection } from '../bland/connect.ts';
import { type Config, enterEnvironment, loadConfig } from '../config/load.ts';
import { Stop } from '../errors.ts';
import type { Io } from '../io.ts';
import { readProject } from '../live/read-project.ts';
import { openConnection } from '../live/source.ts';
import { displayPath } from '../load/paths.ts';
import type { UndoCommand } from '../model/command.ts';
import { commandLine, sharedOptions } from '../model/command-line.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { RunRecord } from '../model/journal.ts';
import { liveAccount } from '../model/persona.ts';
import type { KeysInUse } from '../model/secrets.ts';
import type { CallersHear, LeftAlone } from '../model/undo.ts';
import { seenPersonas } from '../pipeline.ts';
import { buildPlan } from '../plan/build.ts';
import { explainReads, explainWrongAccount, isWrongAccount, type ReadPersona } from '../plan/explain-read.ts';
import { createdBy, type Restoration, restorePersona, type UndoTarget, undoTargets } from '../plan/undo.ts';
import type { Stopped } from '../project.ts';
import { count } from '../render/words.ts';
import type { Work } from './errand.ts';
import { verboseTries } from './planning.ts';
import type { Printer } from './printer.ts';
import { createProgress } from './progress.ts';

export interface UndoWork extends Work {
  readonly record: RunRecord;
  readonly leftAlone: readonly LeftAlone[];
  readonly heard: readonly CallersHear[];
}

/** `unasked`: why nobody can be asked, else null. It is told before the first request, but of a run that there is. */
export async function openUndo(
  io: Io,
  printer: Printer,
  command: UndoCommand,
  unasked: Stop | null,
): Promise<UndoWork | Stopped> {
  const loaded = await loadConfig({ cwd: io.cwd, configFlag: command.config, keys: io.keys });
  if (!loaded.ok) return loaded;
  const { root } = loaded.config;
  const { run, journal: file, env } = command;
  const record = await chooseJournal({ root, cwd: io.cwd, run, file, environment: env });
  if (record instanceof Stop) return { stop: record, diagnostics: [] };
  const entered = enterEnvironment(loaded.config, env ?? record.target.environment);
  if (!entered.ok) return entered;
  const { config } = entered;
  const elsewhere = refuseOtherEnvironment(record, config.environment?.name ?? null, command);
  if (elsewhere !== null) return elsewhere;
  if (unasked !== null) return { stop: unasked, diagnostics: [] };
  const { onTry } = verboseTries(printer, command.verbose);
  const connection = await openConnection(io, command, { ...config, flag: command.config }, onTry);
  if (connection instanceof Stop) return { stop: connection, diagnostics: [] };
  const work =
    refuseOtherAddress(record, connection) ?? (await planUndo({ record, config, connection, command }, io, printer));
  if ('stop' in work) connection.close();
  return work;
}

/** What advice repeats of the command. */
type Asked = Pick<UndoCommand, 'journal' | 'config' | 'env'>;

interface Undoing {
  readonly command: UndoCommand;
  readonly record: RunRecord;
  readonly config: Config;
  readonly connection: Connection;
}

async function planUndo(undoing: Undoing, io: Io, printer: Printer): Promise<UndoWork | Stopped> {
  const { record, config, connection, command } = undoing;
  const again = againLine(record, command);
  const { baseUrl, keys: keyInUse } = connection;
  const place = displayPath(record.path, io.cwd);
  const targets = undoTargets(record);
  const reads = await readTargets(targets, place, { connection, io, printer });
  if (reads instanceof Stop) return { stop: reads, diagnostics: [] };
  const refused = refuseOtherAccount(reads, record, connection);
  if (refused !== null) return refused;
  const restored = restoreAll(targets, reads, { place, keyInUse });
  const plan = buildPlan({
    reads: restored.reads,
    files: record.files,
    baseUrl,
    environment: config.environment?.name ?? null,
    createdAt: io.now(),
    commit: null,
    diagnostics: explainReads(reads).map((one) => ({ ...one, hint: hintFor(one, again) })),
    rules: config,
    allow: command.allow,
    advised: sharedOptions(command),
    keyInUse,
  });
  const { heard } = restored;
  const leftAlone = [...createdBy(record), ...restored.leftAlone];
  return { plan, connection, config, seen: seenPersonas(reads), ids: new Set(), record, leftAlone, heard };
}

interface Reading {
  readonly connection: Connection;
  readonly io: Io;
  readonly printer: Printer;
}

async function readTargets(
  targets: readonly UndoTarget[],
  place: string,
  { connection, io, printer }: Reading,
): Promise<readonly ReadPersona[] | Stop> {
  const progress = createProgress(printer);
  const wanted = targets.map(({ key, id, name }) => ({ key, id, name, file: place, set: {}, sources: new Map() }));
  if (wanted.length > 0)
    progress.begin(`reading ${count(wanted.length, 'persona')} from ${connection.baseUrl}`, wanted.length);
  const alone = { personas: wanted, taken: new Set<string>(), valid: [], strays: [] };
  const read = await readProject(alone, connection, io, (found, key) => {
    progress.at(key);
    progress.advance(found);
  });
  progress.end();
  return read instanceof Stop ? read : read.reads;
}

interface RestoredAll extends Pick<Restoration, 'leftAlone' | 'heard'> {
  /** What the plan is made from: those that cannot be read, and those of which anything may be put back. */
  readonly reads: readonly ReadPersona[];
}

function restoreAll(
  targets: readonly UndoTarget[],
  reads: readonly ReadPersona[],
  context: { readonly place: string; readonly keyInUse: KeysInUse },
): RestoredAll {
  const all = reads.map((one, index) => {
    const target = targets[index];
    if (target === undefined || one.read.kind !== 'found') return { read: one, leftAlone: [], heard: [] };
    const { desired, leftAlone, heard } = restorePersona(target, one.read.live, context);
    return { read: { ...one, desired }, leftAlone, heard };
  });
  return {
    reads: all.flatMap(({ read, leftAlone }) =>
      leftAlone.length > 0 && Object.keys(read.desired.set).length === 0 ? [] : [read],
    ),
    leftAlone: all.flatMap((one) => one.leftAlone),
    heard: all.flatMap((one) => one.heard),
  };
}

/** The same undo once more, in another environment than it was typed for where one is given. */
function againLine({ run }: RunRecord, { journal, config, env }: Asked, environment = env): string {
  const which = journal === null ? [run] : ['--journal', journal];
  return commandLine(['undo', ...which, ...sharedOptions({ config, env: environment })]);
}

function hintFor({ code }: Diagnostic, again: string): string {
  return code === 'persona_unreadable'
    ? `Nothing was written. When the service answers: ${again}`
    : 'Its fields cannot be put back; those of the others can.';
}

/** Null when the run wrote to this address. */
function refuseOtherAddress({ run, target }: RunRecord, { baseUrl }: Connection): Stopped | null {
  if (target.base_url === baseUrl) return null;
  const message = `Run ${run} wrote to ${target.base_url}, but the service in use is ${baseUrl}.`;
  return { stop: new Stop('journal', message, `Set BLAND_BASE_URL to ${target.base_url}`), diagnostics: [] };
}

/** Null when the run wrote to this environment. One from before there were environments is known by address and account alone. */
function refuseOtherEnvironment(record: RunRecord, environment: string | null, asked: Asked): Stopped | null {
  const { run, target } = record;
  if (target.environment === null || target.environment === environment) return null;
  const inUse = environment === null ? 'none' : `"${environment}"`;
  const message = `Run ${run} wrote to the environment "${target.environment}", but the one in use is ${inUse}.`;
  const hint = `To take it back: ${againLine(record, asked, target.environment)}`;
  return { stop: new Stop('journal', message, hint), diagnostics: [] };
}

/** Null when the key is for the account that the run wrote to, as far as either is known. */
function refuseOtherAccount(
  reads: readonly ReadPersona[],
  { run, target }: RunRecord,
  connection: Connection,
): Stopped | null {
  if (isWrongAccount(reads)) {
    const diagnostic = explainWrongAccount(reads.length, connection);
    const hint = `Set ${connection.keyEnv} and the address to the account that the run wrote to.`;
    return { stop: new Stop('wrong_account', diagnostic.summary, hint), diagnostics: [{ ...diagnostic, hint }] };
  }
  const accounts = reads.flatMap(({ read }) => (read.kind === 'found' ? [liveAccount(read.live)] : []));
  const other = accounts.find((account) => account !== null && target.account !== null && account !== target.account);
  if (other === undefined) return null;
  const message = `Run ${run} wrote to account ${target.account}, but the key is for account ${other}; nothing was written.`;
  const hint = `Set ${connection.keyEnv} to a key of the account that the run wrote to.`;
  return { stop: new Stop('wrong_account', message, hint), diagnostics: [] };
}
