/** One write, verified; and settled by a look where its answer was lost. */
import { RETRY } from '../bland/retry.ts';
import type { LivePersona } from '../model/persona.ts';
import type { BoundStep } from '../model/plan.ts';
import type { ServiceFailure } from '../model/service.ts';
import { buildBody } from '../plan/body.ts';
import { fingerprintOf } from '../plan/fingerprint.ts';
import { judgeAnswer, judgePersona } from '../plan/judge.ts';
import { liveManaged } from '../plan/managed.ts';
import type { AnnouncedWrite } from './journal-lines.ts';
import { type Look, readFresh, weighLook } from './look.ts';
import { movedSince } from './moved.ts';
import { type Ending, isHalted, noteFailure, type Run } from './run.ts';
import { isCertainlyUnwritten, settleWrite } from './settle.ts';
import { verifyWrite } from './verify.ts';

const WRITE_TRIES = 3;

/** A write that was proven not to have happened is tried this often in all; after 429, where waiting helps, more often. */
export function triesAfter(failure: ServiceFailure): number {
  return failure.status === 429 ? RETRY.tries : WRITE_TRIES;
}

/**
 * `seen` is the persona as the GET just now showed it, with the managed fields as planned. Each further try rests on the
 * look that came after the one before, so that an edit which that look showed is not written over.
 */
export async function writePersona(run: Run, step: BoundStep, seen: LivePersona): Promise<Ending> {
  let before = seen;
  for (let attempt = 1; ; attempt += 1) {
    const tried = await tryWrite(run, step, before, attempt);
    if (!('write' in tried)) return tried;
    before = tried.write;
  }
}

/** How the write ended, or the persona to try it on again. */
async function tryWrite(run: Run, step: BoundStep, before: LivePersona, attempt: number): Promise<Look> {
  const body = buildBody(step, before);
  if (!(await announce(run, { step, before, body, attempt })))
    return ['not_attempted', { reason: 'stopped', live: before }];
  run.wrote = true;
  const answer = await run.writer.patch(step.id, body);
  if (answer.ok) return proveWrite(run, step, before, answer.value);
  noteFailure(run, answer.failure);
  return afterFailure(run, step, before, { failure: answer.failure, attempt });
}

interface FailedTry {
  readonly failure: ServiceFailure;
  readonly attempt: number;
}

async function afterFailure(run: Run, step: BoundStep, before: LivePersona, tried: FailedTry): Promise<Look> {
  const { failure, attempt } = tried;
  const refused: Ending = ['failed', { reason: 'rejected', failure, live: before }];
  const mayTryAgain = attempt < triesAfter(failure);
  if (failure.kind === 'unsent') return ['not_attempted', { reason: 'stopped', live: before }];
  if (isCertainlyUnwritten(failure)) {
    const isWorthIt = failure.kind === 'rate_limited' && mayTryAgain;
    return isWorthIt ? weighLook(run, step, await readFresh(run, step)) : refused;
  }
  const settled = await settleLostWrite(run, step, before, failure);
  if (!('write' in settled)) return settled;
  if (!mayTryAgain) return refused;
  if (isHalted(run)) return ['not_attempted', { reason: 'stopped', failure, live: before }];
  await run.sleep(run.random() * RETRY.firstWait * 2 ** (attempt - 1));
  return settled;
}

/** Whether the write may be sent: it stands in the journal, and nothing stopped the run meanwhile. */
async function announce(run: Run, write: AnnouncedWrite): Promise<boolean> {
  const failure = (await run.journal?.announceWrite(write)) ?? null;
  if (failure !== null) run.unjournalled = failure;
  return !isHalted(run);
}

/** The PATCH's own answer is proof when it shows the result; when it does not, a GET decides. */
async function proveWrite(run: Run, step: BoundStep, before: LivePersona, answered: LivePersona): Promise<Ending> {
  if (judgePersona(step.id, answered).kind === 'found') {
    const shown = verifyWrite(step.set, before, answered);
    if (shown.mismatches.length === 0) return ['applied', { added: shown.added, live: answered }];
  }
  const read = judgeAnswer(step.id, await run.reader.get(step.id));
  if (read.kind === 'unreadable') {
    noteFailure(run, read.failure);
    return ['unknown', { reason: 'no_answer', failure: read.failure, live: before }];
  }
  if (read.kind !== 'found') return ['unverified', { reason: read.kind, live: before }];
  return verified(step, before, read.live);
}

function verified(step: BoundStep, before: LivePersona, after: LivePersona): Ending {
  const { mismatches, added } = verifyWrite(step.set, before, after);
  if (mismatches.length === 0) return ['applied', { added, live: after }];
  return ['unverified', { reason: 'altered', mismatches, added, live: after }];
}

async function settleLostWrite(run: Run, step: BoundStep, before: LivePersona, failure: ServiceFailure): Promise<Look> {
  const fingerprint = fingerprintOf(liveManaged(before, step.set));
  const settlement = settleWrite({ ...step, fingerprint }, await run.reader.get(step.id));
  switch (settlement.kind) {
    case 'written':
      return verified(step, before, settlement.live);
    case 'not_written':
      return { write: settlement.live };
    case 'something_else':
      return [
        'held',
        { reason: 'overtaken', failure, live: settlement.live, moved: movedSince(step, settlement.live, run.keyInUse) },
      ];
    case 'gone':
      // Gone, or not shown: that does not tell whether it was written first.
      return ['unknown', { reason: settlement.read.kind, failure, live: before }];
    case 'no_answer':
      noteFailure(run, settlement.failure);
      return ['unknown', { reason: 'no_answer', failure, live: before }];
    default:
      return settlement satisfies never;
  }
}
