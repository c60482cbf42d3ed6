/** The work of `rollback`: a version and the live persona → a plan like any other. */
import path from 'node:path';
import { Stop } from '../errors.ts';
import { filesInGit } from '../git/newest-commit.ts';
import type { Io } from '../io.ts';
import type { RollbackCommand } from '../model/command.ts';
import { commandFor, sharedOptions } from '../model/command-line.ts';
import type { LivePersona } from '../model/persona.ts';
import type { FilesSay, NotBrought } from '../model/rollback.ts';
import { type Version, versionId, versionType } from '../model/version.ts';
import { buildPlan } from '../plan/build.ts';
import { changesBetween } from '../plan/changes.ts';
import { chooseVersions } from '../plan/choose-version.ts';
import { newestFirst } from '../plan/history.ts';
import { type Rollback, rollbackTo } from '../plan/rollback.ts';
import type { SoundPersona, Stopped } from '../project.ts';
import { versionTitle } from '../render/rollback.ts';
import { chooseOne, whyUnread } from './choose-one.ts';
import type { Work } from './errand.ts';
import { lookAround, type Sight, type Surroundings } from './look-around.ts';
import type { Printer } from './printer.ts';
import { readVersions } from './read-versions.ts';

export interface RollbackWork extends Work {
  readonly persona: SoundPersona;
  readonly version: Version;
  readonly notBrought: readonly NotBrought[];
  readonly undocumented: readonly string[];
  readonly filesSay: FilesSay;
}

export async function openRollback(
  io: Io,
  printer: Printer,
  command: RollbackCommand,
): Promise<RollbackWork | Stopped> {
  const around = await lookAround(io, printer, { ...command, everybody: false });
  if ('stop' in around) return around;
  const work = await planRollback(around, io, command);
  if (!(work instanceof Stop)) return work;
  around.connection.close();
  return { stop: work, diagnostics: [] };
}

async function planRollback(around: Surroundings, io: Io, command: RollbackCommand): Promise<RollbackWork | Stop> {
  const ready = readyPersona(around, command);
  if (ready instanceof Stop) return ready;
  const { persona, live } = ready;
  const version = await findVersion(ready, around, io, command);
  if (version instanceof Stop) return version;
  const { project, connection, target } = around;
  const keyInUse = connection.keys;
  const rollback = rollbackTo(version, persona, { live, keyInUse });
  const plan = buildPlan({
    reads: [{ desired: rollback.desired, read: { kind: 'found', live } }],
    files: project.files,
    baseUrl: target.base_url,
    environment: target.environment,
    createdAt: io.now(),
    commit: null,
    diagnostics: [],
    rules: project.config,
    allow: command.allow,
    promote: command.promote ? 'after_update' : 'never',
    advised: sharedOptions(command),
    keyInUse,
  });
  const { notBrought, undocumented }: Rollback = rollback;
  const filesSay = await askFiles(persona, version, io);
  const seen = new Map([[persona.key, live]]);
  const { config, taken: ids } = project;
  return { plan, connection, config, seen, ids, persona, version, notBrought, undocumented, filesSay };
}

interface Ready {
  readonly persona: SoundPersona;
  readonly live: LivePersona;
}

/** One persona that a file manages, and that may be written. */
function readyPersona(around: Surroundings, command: RollbackCommand): Ready | Stop {
  const options = sharedOptions(command);
  const promote = command.promote ? ['--promote'] : [];
  const one = chooseOne(around, options, (selector) =>
    commandFor('rollback', [selector], ['--to', command.to, ...promote, ...options]),
  );
  if (one instanceof Stop) return one;
  const { desired, read } = one;
  if (desired === null) return unmanaged(one, options);
  if (read.kind === 'found') return { persona: desired, live: read.live };
  if (read.kind === 'archived') {
    const hint = 'A PATCH has nothing to land on: restore it in the dashboard.';
    return new Stop('no_version', `${desired.key} has neither a draft nor a production version.`, hint);
  }
  const unread = whyUnread(one);
  if (unread !== null) return unread;
  const message = `${desired.key} is the machine-made twin of another agent (tag v2-agent:…): the service rewrites it.`;
  return new Stop('no_match', message, 'Change that agent instead.');
}

/** What no file names is never touched. */
function unmanaged({ key, id }: Sight, options: readonly string[]): Stop {
  if (key !== null) {
    const mend = `Mend it; to check: ${commandFor('validate', [key], options)}`;
    return new Stop('invalid_files', `The file of ${key} is invalid; nothing was written.`, mend);
  }
  const hint = `Give it a persona file first: ${commandFor('pull', [id], options)}`;
  return new Stop('no_match', `No file manages persona ${id}; nothing was written.`, hint);
}

async function findVersion(
  { persona, live }: Ready,
  { connection }: Surroundings,
  io: Io,
  command: RollbackCommand,
): Promise<Version | Stop> {
  const { key } = persona;
  if (command.to === 'production' && live.production !== null) return live.production;
  const versions = await readVersions(connection, persona.id, key, io);
  if (versions instanceof Stop) return versions;
  const [version, other] = chooseVersions(versions, command.to);
  const listed = newestFirst(versions).filter((one) => versionType(one) !== 'draft');
  const hint = [
    'There are:',
    ...listed.map(versionTitle),
    `More of each: ${commandFor('history', [key], sharedOptions(command))}`,
  ].join('\n');
  if (version === undefined)
    return new Stop('no_version', `${key} has no version "${command.to}"; nothing was written.`, hint);
  if (other !== undefined) {
    const ids = chooseVersions(versions, command.to).map((one) => `--to ${versionId(one)}: ${versionTitle(one)}`);
    const choice = ['Name one by its id:', ...ids].join('\n');
    return new Stop('no_version', `${key} has several versions "${command.to}"; nothing was written.`, choice);
  }
  if (versionType(version) !== 'draft') return version;
  return new Stop('no_version', `Version "${command.to}" of ${key} is the draft itself; nothing was written.`, hint);
}

/** Where the files say something else than the version. */
async function askFiles(persona: SoundPersona, version: Version, io: Io): Promise<FilesSay> {
  const asLive = { id: persona.id, root: {}, draft: version, production: null };
  const changes = changesBetween(persona, asLive).filter(({ plane }) => plane === 'draft');
  const files = [...new Set(changes.flatMap(({ sources }) => sources.map(({ file }) => file)))];
  const absolute = files.map((file) => path.resolve(io.cwd, file));
  const { commit, uncommitted } = await filesInGit(absolute, { folder: io.cwd, env: io.env });
  return {
    fields: changes.map((change) => change.path),
    files,
    commit,
    uncommitted: files.filter((_, index) => uncommitted.includes(absolute[index] ?? '')),
  };
}
