/**
 * Makes a persona that is not there yet. POST has no key that tells a repetition from a first try, so nothing is sent
 * without a look at all names just before, and a lost answer is settled by another: what has the name and was not there
 * before is ours. The new id is written down as soon as it is proven; a run that ends before finds the persona by its name.
 */

import { readAccount } from '../bland/read-account.ts';
import { RETRY } from '../bland/retry.ts';
import { type LivePersona, liveAccount } from '../model/persona.ts';
import type { PlannedPersona } from '../model/plan.ts';
import type { Answer, ServiceFailure } from '../model/service.ts';
import { buildBody } from '../plan/body.ts';
import { NOTHING_LIVE } from '../plan/creation.ts';
import { judgeAnswer } from '../plan/judge.ts';
import { bearersOf } from '../plan/namesake.ts';
import type { Findings } from './outcomes.ts';
import { type Ending, isHalted, noteFailure, type Run } from './run.ts';
import { isCertainlyUnwritten } from './settle.ts';
import { managedMismatches } from './verify.ts';
import { triesAfter } from './write.ts';

/** All names of the account, at one moment. */
interface Names {
  readonly all: readonly LivePersona[];
  /** Those that have the wanted name and are no other file's. */
  readonly namesakes: readonly LivePersona[];
  /** Whether another file's has it. */
  readonly isTaken: boolean;
}

type Looked = { readonly names: Names } | { readonly failure: ServiceFailure };

/** `onLook` is told of the account that the first look showed, where it is not the plan's; then nothing is written. */
export async function createPersona(
  run: Run,
  step: PlannedPersona,
  onLook: (stranger: string | null) => Promise<void>,
): Promise<Ending> {
  if (isHalted(run)) return STOPPED;
  let looked = await lookForName(run, step);
  await onLook('names' in looked ? strangerAmong(run, looked.names.all) : null);
  for (let attempt = 1; ; attempt += 1) {
    if ('failure' in looked) return unreadable(run, looked.failure);
    const { names } = looked;
    const taken = weighNames(step, names);
    if (taken !== null) return withBinding(run, step, taken);
    if (run.notReviewed?.update.has(step.key) === true) return ['held', { reason: 'not_reviewed' }];
    if (isHalted(run)) return STOPPED;
    const tried = await tryCreate(run, step, names, attempt);
    if (!('again' in tried)) return tried;
    looked = tried.again;
  }
}

const STOPPED: Ending = ['not_attempted', { reason: 'stopped' }];

async function lookForName(run: Run, step: PlannedPersona): Promise<Looked> {
  const options = { interrupted: run.interrupted, onProgress: () => {} };
  return lookedAt(run, step, await readAccount(run.reader, options));
}

/** After a write: it is looked whatever was asked to stop. */
async function lookAfterwards(run: Run, step: PlannedPersona): Promise<Looked> {
  const options = { interrupted: new AbortController().signal, onProgress: () => {} };
  return lookedAt(run, step, await readAccount(run.reader, options));
}

function lookedAt(run: Run, { name }: PlannedPersona, answer: Answer<readonly LivePersona[]>): Looked {
  if (answer.ok) {
    const bearers = bearersOf(name, answer.value);
    const namesakes = bearers.filter(({ id }) => !run.taken.has(id));
    return { names: { all: answer.value, namesakes, isTaken: namesakes.length < bearers.length } };
  }
  noteFailure(run, answer.failure);
  return { failure: answer.failure };
}

function unreadable(run: Run, failure: ServiceFailure): Ending {
  return run.interrupted.aborted ? STOPPED : ['failed', { reason: 'unreadable', failure }];
}

/** Personas of several accounts may be listed; none of the plan's is the sign of a key for another one. */
function strangerAmong(run: Run, all: readonly LivePersona[]): string | null {
  const planned = run.plan.target.account;
  const accounts = new Set(all.map(liveAccount).filter((account) => account !== null));
  const [stranger = null] = accounts;
  return planned === null || accounts.has(planned) ? null : stranger;
}

/** Null where the name is free. */
function weighNames(step: PlannedPersona, { namesakes, isTaken }: Names): Ending | null {
  const [first, second] = namesakes;
  if (first === undefined) return isTaken ? ['held', { reason: 'namesake' }] : null;
  const isTheOne = second === undefined && managedMismatches(step.set, first).length === 0;
  return isTheOne ? ['unchanged', { live: first, id: first.id }] : ['held', { reason: 'namesake' }];
}

/** A plan that is applied once more finds what it made, and where its id stands. */
async function withBinding(run: Run, step: PlannedPersona, [status, findings]: Ending): Promise<Ending> {
  const bound = findings.id === undefined ? null : await run.findId(step, findings.id);
  return [status, bound === null ? findings : { ...findings, bound }];
}

async function tryCreate(
  run: Run,
  step: PlannedPersona,
  names: Names,
  attempt: number,
): Promise<Ending | { readonly again: Looked }> {
  const body = buildBody(step, NOTHING_LIVE);
  const unjournalled = (await run.journal?.announceCreation({ step, body, attempt })) ?? null;
  if (unjournalled !== null) run.unjournalled = unjournalled;
  if (isHalted(run)) return STOPPED;
  run.wrote = true;
  const answer = await run.writer.create(body);
  if (answer.ok) return proveAnswer(run, step, names, answer.value);
  const { failure } = answer;
  noteFailure(run, failure);
  if (failure.kind === 'unsent') return STOPPED;
  const refused: Ending = ['failed', { reason: 'rejected', failure }];
  const mayTryAgain = attempt < triesAfter(failure);
  if (isCertainlyUnwritten(failure)) {
    if (failure.kind !== 'rate_limited' || !mayTryAgain) return refused;
    return { again: await lookForName(run, step) };
  }
  const settled = await settleLost(run, step, names, failure);
  if (!('again' in settled)) return settled;
  if (!mayTryAgain) return refused;
  if (isHalted(run)) return ['not_attempted', { reason: 'stopped', failure }];
  await run.sleep(run.random() * RETRY.firstWait * 2 ** (attempt - 1));
  return { again: await lookForName(run, step) };
}

/** The answer names the new persona, but another id in it would be written down for ever: so a GET must show it. */
async function proveAnswer(run: Run, step: PlannedPersona, names: Names, answered: LivePersona): Promise<Ending> {
  const isKnown = names.all.some(({ id }) => id === answered.id);
  const read = isKnown ? null : judgeAnswer(answered.id, await run.reader.get(answered.id));
  if (read?.kind === 'found') return created(run, step, read.live);
  if (read?.kind === 'unreadable') noteFailure(run, read.failure);
  const failure = read?.kind === 'unreadable' ? read.failure : NOT_SHOWN;
  const settled = await settleLost(run, step, names, failure);
  return 'again' in settled ? ['unknown', { reason: 'no_answer', failure }] : settled;
}

const NOT_SHOWN: ServiceFailure = {
  kind: 'unreadable',
  status: 200,
  code: null,
  message: 'the answer does not show the new persona',
};

/** What has the name now and was not there before is ours; nothing means that nothing was made. */
async function settleLost(
  run: Run,
  step: PlannedPersona,
  before: Names,
  failure: ServiceFailure,
): Promise<Ending | { readonly again: Looked }> {
  const looked = await lookAfterwards(run, step);
  if ('failure' in looked) return ['unknown', { reason: 'no_answer', failure }];
  const fresh = looked.names.namesakes.filter(({ id }) => !before.all.some((known) => known.id === id));
  const [ours, other] = fresh;
  if (ours === undefined) return { again: looked };
  return other === undefined ? created(run, step, ours) : ['unknown', { reason: 'namesake', failure }];
}

/** Whether it is as the files say, or not: it is there, and its id must not be lost. */
async function created(run: Run, step: PlannedPersona, live: LivePersona): Promise<Ending> {
  const bound = await run.recordId(step, live.id);
  const mismatches = managedMismatches(step.set, live);
  const findings: Findings = { live, id: live.id, ...(bound === null ? {} : { bound }) };
  if (mismatches.length === 0) return ['applied', findings];
  return ['unverified', { ...findings, reason: 'altered', mismatches }];
}
