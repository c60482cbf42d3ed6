/** The fresh look before a write: either the persona to write onto, or how the step ends without one. */
import type { LivePersona } from '../model/persona.ts';
import type { BoundStep } from '../model/plan.ts';
import type { KeysInUse } from '../model/secrets.ts';
import { redactChanges } from '../plan/build.ts';
import { changesBetween, showSame } from '../plan/changes.ts';
import { fingerprintOf } from '../plan/fingerprint.ts';
import { judgeAnswer, type ReadResult } from '../plan/judge.ts';
import { liveManaged } from '../plan/managed.ts';
import { movedSince } from './moved.ts';
import { type Ending, isHalted, noteFailure, type Run } from './run.ts';
import { managedMismatches } from './verify.ts';

export type Look = { readonly write: LivePersona } | Ending;

export async function readFresh(run: Run, step: BoundStep): Promise<ReadResult> {
  const read = judgeAnswer(step.id, await run.reader.get(step.id, run.interrupted));
  if (read.kind === 'unreadable') noteFailure(run, read.failure);
  return read;
}

/** Weighs what was read against the plan: gone, as desired already, moved, guarded, or to be written. */
export function weighLook(run: Run, step: BoundStep, read: ReadResult): Look {
  if (read.kind === 'unreadable' && run.interrupted.aborted) return ['not_attempted', { reason: 'stopped' }];
  if (read.kind === 'unreadable') return ['failed', { reason: 'unreadable', failure: read.failure }];
  if (read.kind !== 'found') return ['failed', { reason: read.kind }];
  const { live } = read;
  if (managedMismatches(step.set, live).length === 0) return ['unchanged', { live }];
  if (fingerprintOf(liveManaged(live, step.set)) !== step.fingerprint || !isShown(step, live, run.keyInUse)) {
    return ['held', { reason: 'stale', live, moved: movedSince(step, live, run.keyInUse) }];
  }
  if (run.notReviewed?.update.has(step.key) === true) return ['held', { reason: 'not_reviewed', live }];
  const guards = run.guarded.update.get(step.key);
  if (guards !== undefined) return ['held', { reason: 'guarded', guards, live }];
  return isHalted(run) ? ['not_attempted', { reason: 'stopped', live }] : { write: live };
}

/** Whether the plan shows all that would be written. The hashes of a plan with redacted values cannot be made again from it. */
function isShown({ set, changes }: BoundStep, live: LivePersona, keyInUse: KeysInUse): boolean {
  return showSame(changes, redactChanges(changesBetween({ set, sources: new Map() }, live), keyInUse));
}
