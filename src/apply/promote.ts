/**
 * One promote, bound to what was reviewed. The service takes no version: it ships whatever the draft is when the request
 * arrives. So each request rests on a look at both versions just before it, is sent only where both are as planned, and
 * is followed by a look that must show the draft in production. Between look and request remains a moment in which
 * another edit of the draft would be shipped too; the look afterwards tells of it.
 *
 * A second promote would mint a version that nobody asked for. So it is never repeated but after a look that showed that
 * the one before was not done.
 */
import { RETRY } from '../bland/retry.ts';
import type { LivePersona } from '../model/persona.ts';
import type { BoundStep, PlannedPromote } from '../model/plan.ts';
import type { ServiceFailure } from '../model/service.ts';
import { judgeAnswer, type ReadResult } from '../plan/judge.ts';
import { readFresh } from './look.ts';
import { isPromoted, isUntouched, verifyPromote, weighPromote } from './promote-look.ts';
import { type Ending, isHalted, noteFailure, type Run } from './run.ts';
import { isCertainlyUnwritten } from './settle.ts';
import { triesAfter } from './write.ts';

export interface PromoteStep extends BoundStep {
  readonly promote: PlannedPromote;
}

/** `first` is the look just before. Each further try begins with a look of its own. */
export async function promotePersona(run: Run, step: PromoteStep, first: ReadResult): Promise<Ending> {
  let sentOn: LivePersona | null = null;
  let read = first;
  for (let attempt = 1; ; attempt += 1) {
    const weighed = weighPromote(run, step, read);
    if (!('promote' in weighed)) return sentOn === null ? weighed : afterAll(weighed, sentOn, read);
    sentOn = weighed.promote;
    const ending = await tryPromote(run, step, sentOn, attempt);
    if (ending !== 'again') return ending;
    read = await readFresh(run, step);
  }
}

/** The look before another try showed that there is nothing to try: the one before was done after all, or all moved on. */
function afterAll(weighed: Ending, before: LivePersona, read: ReadResult): Ending {
  const isDone = read.kind === 'found' && isPromoted(before, read.live);
  return isDone ? verified(before, read.live) : weighed;
}

async function tryPromote(
  run: Run,
  step: PromoteStep,
  before: LivePersona,
  attempt: number,
): Promise<Ending | 'again'> {
  const stopped: Ending = ['not_attempted', { reason: 'stopped', live: before }];
  const failure = (await run.journal?.announcePromote({ step, before, attempt })) ?? null;
  if (failure !== null) run.unjournalled = failure;
  if (isHalted(run)) return stopped;
  run.wrote = true;
  const answer = await run.writer.promote(step.id);
  if (answer.ok) return lookAfter(run, step, before);
  noteFailure(run, answer.failure);
  if (answer.failure.kind === 'unsent') return stopped;
  return afterFailure(run, step, before, { failure: answer.failure, attempt });
}

async function afterFailure(
  run: Run,
  step: PromoteStep,
  before: LivePersona,
  { failure, attempt }: { readonly failure: ServiceFailure; readonly attempt: number },
): Promise<Ending | 'again'> {
  const mayTryAgain = attempt < triesAfter(failure);
  const reason = failure.code === 'NO_DRAFT_VERSION' ? 'no_draft' : 'rejected';
  const refused: Ending = ['failed', { reason, failure, live: before }];
  if (isCertainlyUnwritten(failure)) return failure.kind === 'rate_limited' && mayTryAgain ? 'again' : refused;
  const settled = await settleLostPromote(run, step, before, failure);
  if (settled !== 'not_promoted') return settled;
  if (!mayTryAgain) return refused;
  if (isHalted(run)) return ['not_attempted', { reason: 'stopped', failure, live: before }];
  await run.sleep(run.random() * RETRY.firstWait * 2 ** (attempt - 1));
  return 'again';
}

/** An answer came: what it did, a look must show. */
async function lookAfter(run: Run, step: PromoteStep, before: LivePersona): Promise<Ending> {
  const read = judgeAnswer(step.id, await run.reader.get(step.id));
  if (read.kind === 'unreadable') {
    noteFailure(run, read.failure);
    return ['unknown', { reason: 'no_answer', failure: read.failure, live: before }];
  }
  return read.kind === 'found' ? verified(before, read.live) : ['unverified', { reason: read.kind, live: before }];
}

function verified(before: LivePersona, after: LivePersona): Ending {
  const mismatches = verifyPromote(before, after);
  if (mismatches.length === 0) return ['applied', { live: after }];
  return ['unverified', { reason: 'altered', mismatches, live: after }];
}

async function settleLostPromote(
  run: Run,
  step: PromoteStep,
  before: LivePersona,
  failure: ServiceFailure,
): Promise<Ending | 'not_promoted'> {
  const read = judgeAnswer(step.id, await run.reader.get(step.id));
  if (read.kind === 'unreadable') {
    noteFailure(run, read.failure);
    return ['unknown', { reason: 'no_answer', failure, live: before }];
  }
  if (read.kind !== 'found') return ['unknown', { reason: read.kind, failure, live: before }];
  if (isUntouched(before, read.live)) return 'not_promoted';
  if (isPromoted(before, read.live)) return verified(before, read.live);
  const mismatches = verifyPromote(before, read.live);
  return ['unverified', { reason: 'overtaken', failure, mismatches, live: read.live }];
}
