/**
 * A write whose answer was lost is looked at, never blindly repeated: the service may have done it, or not, or somebody
 * else may have written meanwhile.
 */
import type { LivePersona } from '../model/persona.ts';
import type { BoundStep } from '../model/plan.ts';
import type { Answer, ServiceFailure } from '../model/service.ts';
import { fingerprintOf } from '../plan/fingerprint.ts';
import { judgeAnswer, type ReadResult } from '../plan/judge.ts';
import { liveManaged } from '../plan/managed.ts';
import { managedMismatches } from './verify.ts';

/** What a GET after a lost write shows. */
export type Settlement =
  /** Also where only a part of it is live: the service altered the rest, or somebody wrote after us. */
  | { readonly kind: 'written'; readonly live: LivePersona }
  | { readonly kind: 'not_written'; readonly live: LivePersona }
  /** Nothing of ours is live, and what is live is not what was there before. */
  | { readonly kind: 'something_else'; readonly live: LivePersona }
  | { readonly kind: 'gone'; readonly read: Exclude<ReadResult, { kind: 'found' | 'unreadable' }> }
  | { readonly kind: 'no_answer'; readonly failure: ServiceFailure };

/** After these nothing was written; after every other failure nobody knows. */
export function isCertainlyUnwritten({ status, kind }: ServiceFailure): boolean {
  return kind === 'unsent' || (status !== null && status >= 400 && status < 500 && status !== 408);
}

/** `fingerprint` is that of the persona before the write. */
export function settleWrite(
  step: Pick<BoundStep, 'id' | 'set' | 'changes'> & { readonly fingerprint: string },
  answer: Answer<LivePersona>,
): Settlement {
  const read = judgeAnswer(step.id, answer);
  if (read.kind === 'unreadable') return { kind: 'no_answer', failure: read.failure };
  if (read.kind !== 'found') return { kind: 'gone', read };
  const untouched = fingerprintOf(liveManaged(read.live, step.set)) === step.fingerprint;
  if (untouched) return { kind: 'not_written', live: read.live };
  const missing = managedMismatches(step.set, read.live).map(({ path }) => path);
  const isOursLive = step.changes.some(({ path }) => !missing.includes(path));
  return { kind: isOursLive ? 'written' : 'something_else', live: read.live };
}
