/**
 * Files and live personas side by side, for commands that only look. A selector may name a live persona that no file
 * manages, by its exact name or by a phone number: then, and only then, the whole account is read.
 */
import type { Connection } from '../bland/connect.ts';
import { readPersonas } from '../bland/read.ts';
import { readAccount } from '../bland/read-account.ts';
import { Stop } from '../errors.ts';
import type { Io } from '../io.ts';
import { openConnection } from '../live/source.ts';
import { diagnosticsOf, hasErrors } from '../model/diagnostic.ts';
import type { ServiceOptions } from '../model/options.ts';
import type { LivePersona } from '../model/persona.ts';
import type { Answer, ServiceFailure } from '../model/service.ts';
import { explainWrongAccount } from '../plan/explain-read.ts';
import { judgeAnswer, judgePersona } from '../plan/judge.ts';
import { matchLive } from '../plan/match-live.ts';
import type { SeenPersona } from '../plan/standing.ts';
import { loadProject, type Project, type SoundPersona, type Stopped } from '../project.ts';
import { count } from '../render/words.ts';
import { interruptedWhileReading, invalidFiles, nobodyMatches, refusedKey, unreadableAccount } from '../stops.ts';
import { type ChosenFiles, chooseFiles, type FileTarget, fileTargets } from './file-targets.ts';
import { verboseTries } from './planning.ts';
import type { Printer } from './printer.ts';
import { createProgress } from './progress.ts';

/** A persona that is looked at, with its file where it has one. */
export interface Sight extends SeenPersona {
  readonly desired: SoundPersona | null;
}

export interface Surroundings {
  readonly project: Project;
  /** To be closed by the caller. */
  readonly connection: Connection;
  readonly target: { readonly base_url: string; readonly environment: string | null };
  /** In the order of the files, then in the account's. */
  readonly sights: readonly Sight[];
  /** The keys of the named files that no live persona is bound to, so that there is nothing to look at. */
  readonly unbound: readonly string[];
}

export interface LookOptions extends ServiceOptions {
  /** Every persona of the account is wanted, with a file or without, where no selector names fewer. */
  readonly everybody: boolean;
  /** For a command that changes files: they must all be valid. */
  readonly edits?: boolean;
}

/** The personas that the selectors name; without any, those of all files. Files that are invalid are left out, and told. */
export async function lookAround(io: Io, printer: Printer, options: LookOptions): Promise<Surroundings | Stopped> {
  const { selectors, everybody, edits = false } = options;
  // Live personas can be named where there are no files at all.
  const mayBeEmpty = edits || everybody || selectors.length > 0;
  const loaded = await loadProject(io, { ...options, selectors: [], mayBeEmpty });
  if ('stop' in loaded) return loaded;
  const chosen = await chooseFiles(loaded, selectors, io.cwd);
  // Whoever looks at the whole account did not come for advice on files.
  const advised = everybody ? [] : [...chosen.keys];
  const project = { ...loaded, diagnostics: diagnosticsOf(advised, loaded.diagnostics) };
  const targets = fileTargets(project);
  const isLost = chosen.keys.size > 0 && !targets.some(({ key }) => chosen.keys.has(key));
  if ((isLost || edits) && hasErrors(project.diagnostics))
    return { stop: invalidFiles(project.diagnostics, options), diagnostics: project.diagnostics };
  const connection = await openConnection(
    io,
    options,
    { ...project.config, flag: options.config },
    verboseTries(printer, options.verbose).onTry,
  );
  if (connection instanceof Stop) return { stop: connection, diagnostics: project.diagnostics };
  const sights = await look({ io, printer, project, targets, connection, chosen, everybody, edits });
  const target = { base_url: connection.baseUrl, environment: project.config.environment?.name ?? null };
  const unbound = project.valid.filter(({ key, id }) => id === null && chosen.keys.has(key)).map(({ key }) => key);
  if (!(sights instanceof Stop)) return { project, connection, target, sights, unbound };
  connection.close();
  return { stop: sights, diagnostics: project.diagnostics };
}

interface Looking {
  readonly io: Io;
  readonly printer: Printer;
  readonly project: Project;
  readonly targets: readonly FileTarget[];
  readonly connection: Connection;
  readonly chosen: ChosenFiles;
  readonly everybody: boolean;
  readonly edits: boolean;
}

async function look(looking: Looking): Promise<readonly Sight[] | Stop> {
  const { io, connection, targets, chosen, everybody } = looking;
  const files = targets.filter(({ key }) => chosen.keys.has(key));
  const account = everybody || chosen.others.length > 0 ? await readEverybody(looking) : [];
  if (account instanceof Stop) return account;
  const known = new Map(account.map((live) => [live.id, live]));
  const answers = await readFiles(looking, files, known);
  if (io.interrupted.aborted) return interruptedWhileReading();
  const sights = files.flatMap((target) => sightOf(target, answers.get(target.id)));
  const refused = sights.find(({ read }) => read.kind === 'unreadable' && read.failure.kind === 'unauthorized');
  if (refused?.read.kind === 'unreadable') return refusedKey(connection, refused.read.failure.message);
  if (sights.length > 1 && sights.every(({ read }) => read.kind === 'missing')) return wrongAccount(sights, connection);
  const rest = chosen.others.length > 0 ? [] : strangers(account, targets, looking.edits);
  const named = matchOthers(looking, account);
  return named instanceof Stop ? named : onceEach([...sights, ...named, ...rest]);
}

function wrongAccount(sights: readonly Sight[], connection: Connection): Stop {
  const { summary, hint } = explainWrongAccount(sights.length, connection);
  return new Stop('wrong_account', summary, hint);
}

async function readEverybody(looking: Looking): Promise<readonly LivePersona[] | Stop> {
  const { io, printer, connection } = looking;
  const progress = createProgress(printer);
  progress.begin(`reading all personas of ${connection.baseUrl}`, 1);
  const answer = await readAccount(connection.reader, { interrupted: io.interrupted, onProgress: () => {} });
  progress.end();
  if (io.interrupted.aborted) return interruptedWhileReading();
  return answer.ok ? answer.value : stopFor(answer.failure, connection);
}

function stopFor(failure: ServiceFailure, connection: Connection): Stop {
  if (failure.kind === 'unauthorized') return refusedKey(connection, failure.message);
  return unreadableAccount(connection.baseUrl, failure);
}

/** The live side of each file: what the account's list did not bring is asked for. */
async function readFiles(
  { io, printer, connection }: Looking,
  files: readonly FileTarget[],
  known: ReadonlyMap<string, LivePersona>,
): Promise<ReadonlyMap<string, Answer<LivePersona>>> {
  const answers = new Map<string, Answer<LivePersona>>();
  for (const [id, live] of known) answers.set(id, { ok: true, value: live });
  const missing = files.map(({ id }) => id).filter((id) => !answers.has(id));
  if (missing.length === 0) return answers;
  const progress = createProgress(printer);
  progress.begin(`reading ${count(missing.length, 'persona')} from ${connection.baseUrl}`, missing.length);
  const keys = new Map(files.map(({ id, key }) => [id, key]));
  const onProgress = (found: number, id: string | null): void => {
    progress.at(keys.get(id ?? '') ?? null);
    progress.advance(found);
  };
  const read = await readPersonas(connection.reader, missing, { interrupted: io.interrupted, onProgress });
  progress.end();
  return new Map([...answers, ...read]);
}

function sightOf(target: FileTarget, answer: Answer<LivePersona> | undefined): Sight[] {
  if (answer === undefined) return [];
  return [{ ...target, read: judgeAnswer(target.id, answer), live: answer.ok ? answer.value : null }];
}

/** A persona that the account's list brought. */
function listed(live: LivePersona, file: FileTarget | undefined): Sight {
  const { key = null, desired = null } = file ?? {};
  return { key, desired, id: live.id, read: judgePersona(live.id, live), live };
}

/** Live personas of which no file says anything. */
function strangers(account: readonly LivePersona[], targets: readonly FileTarget[], withDeleted: boolean): Sight[] {
  const managed = new Set(targets.map(({ id }) => id));
  return account
    .filter(({ id }) => !managed.has(id))
    .map((live) => listed(live, undefined))
    .filter(({ read }) => withDeleted || read.kind !== 'deleted');
}

function matchOthers({ project, targets, chosen }: Looking, account: readonly LivePersona[]): readonly Sight[] | Stop {
  const files = new Map(targets.map((target) => [target.id, target]));
  const living = account
    .map((live) => ({ ...listed(live, files.get(live.id)), live }))
    .filter(({ read }) => read.kind !== 'deleted');
  const matched = chosen.others.map((selector) => ({ selector, found: matchLive(living, selector) }));
  const nobody = matched.filter(({ found }) => found.length === 0).map(({ selector }) => selector);
  const keys = project.known.map(({ key }) => key);
  return nobody.length > 0 ? nobodyMatches(nobody, keys, living) : matched.flatMap(({ found }) => found);
}

/** Several selectors may name the same persona: it stands where it was named first. */
function onceEach(sights: readonly Sight[]): Sight[] {
  const seen = new Set<string>();
  return sights.filter(({ key, id }) => {
    const name = JSON.stringify([key, id]);
    return !seen.has(name) && seen.add(name);
  });
}
