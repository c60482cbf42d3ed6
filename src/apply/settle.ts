/**
 * A write whose answer was lost is looked at, never blindly repeated: the service may have done it, or not, or somebody
 * else may have written meanwhile.
 */
import type { JsonObject } from '../model/json.ts';
import type { LivePersona } from '../model/persona.ts';
import type { Answer, ServiceFailure } from '../model/service.ts';
import { fingerprintOf } from '../plan/fingerprint.ts';
import { judgeAnswer, type ReadResult } from '../plan/judge.ts';
import { liveManaged } from '../plan/managed.ts';
import { managedMismatches } from './verify.ts';

/** What a GET after a lost write shows. */
export type Settlement =
  | { readonly kind: 'written'; readonly live: LivePersona }
  | { readonly kind: 'not_written' }
  | { readonly kind: 'something_else'; readonly live: LivePersona }
  | { readonly kind: 'gone'; readonly read: Exclude<ReadResult, { kind: 'found' | 'unreadable' }> }
  | { readonly kind: 'no_answer'; readonly failure: ServiceFailure };

/** A plain 4xx, and 429 after all tries, say that nothing was written; after every other failure nobody knows. */
export function isDefiniteRefusal(failure: ServiceFailure): boolean {
  return failure.status !== null && failure.status >= 400 && failure.status < 500 && failure.status !== 408;
}

/** `fingerprint` is that of the persona before the write. */
export function settleWrite(
  step: { readonly id: string; readonly set: JsonObject; readonly fingerprint: string },
  answer: Answer<LivePersona>,
): Settlement {
  const read = judgeAnswer(step.id, answer);
  if (read.kind === 'unreadable') return { kind: 'no_answer', failure: read.failure };
  if (read.kind !== 'found') return { kind: 'gone', read };
  if (managedMismatches(step.set, read.live).length === 0) return { kind: 'written', live: read.live };
  const untouched = fingerprintOf(liveManaged(read.live, step.set)) === step.fingerprint;
  return untouched ? { kind: 'not_written' } : { kind: 'something_else', live: read.live };
}
