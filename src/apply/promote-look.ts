/** What a look shows of a promote: before it, whether both versions are as planned; after it, whether it was done. */
import type { Mismatch } from '../model/outcome.ts';
import type { LivePersona } from '../model/persona.ts';
import type { KeysInUse } from '../model/secrets.ts';
import { promotedFrom, versionId } from '../model/version.ts';
import { redactShipped } from '../plan/build.ts';
import { showSame } from '../plan/changes.ts';
import { type ChangeContext, compareManaged } from '../plan/compare.ts';
import { sortedJson } from '../plan/fingerprint.ts';
import type { ReadResult } from '../plan/judge.ts';
import { changesToShip, contentsOf, digestOfPromote, fingerprintOfContents, wasShipped } from '../plan/promote.ts';
import { movedVersions } from './moved-versions.ts';
import type { PromoteStep } from './promote.ts';
import { type Ending, isHalted, type Run } from './run.ts';

/** Either the persona to promote, both versions as planned, or how the step ends without a request. */
export function weighPromote(
  run: Run,
  step: PromoteStep,
  read: ReadResult,
): { readonly promote: LivePersona } | Ending {
  if (read.kind === 'unreadable' && run.interrupted.aborted) return ['not_attempted', { reason: 'stopped' }];
  if (read.kind === 'unreadable') return ['failed', { reason: 'unreadable', failure: read.failure }];
  if (read.kind !== 'found') return ['failed', { reason: read.kind }];
  const { live } = read;
  if (live.draft === null) return ['failed', { reason: 'no_draft', live }];
  if (wasShipped(step.promote, live)) return ['unchanged', { live }];
  if (!isAsPlanned(step, live, run.keyInUse))
    return ['held', { reason: 'stale', live, moved: movedVersions(step, live, run.keyInUse) }];
  if (run.notReviewed?.promote.has(step.key) === true) return ['held', { reason: 'not_reviewed', live }];
  const guards = run.guarded.promote.get(step.key);
  if (guards !== undefined) return ['held', { reason: 'guarded', guards, live }];
  return isHalted(run) ? ['not_attempted', { reason: 'stopped', live }] : { promote: live };
}

/** Both versions have the planned content, and what would be shipped is what was shown, in a plan that was edited too. */
function isAsPlanned({ id, set, promote }: PromoteStep, live: LivePersona, keyInUse: KeysInUse): boolean {
  const contents = contentsOf(live);
  const shipped = changesToShip({ set, sources: new Map() }, live, contents);
  const isSame =
    fingerprintOfContents(contents) === promote.fingerprint && digestOfPromote(id, shipped) === promote.digest;
  const shown = redactShipped(shipped, keyInUse);
  return (
    isSame &&
    showSame(promote.changes, shown) &&
    shown.every(({ foreign }, at) => foreign === promote.changes[at]?.foreign)
  );
}

/** Whether production has the content that the draft had. Before the promote it had another, or none would have been sent. */
export function isPromoted(before: LivePersona, after: LivePersona): boolean {
  return sortedJson(contentsOf(after).production) === sortedJson(contentsOf(before).draft);
}

/** Whether production is the very version that it was. */
export function isUntouched(before: LivePersona, after: LivePersona): boolean {
  const isSame = versionId(before.production ?? {}) === versionId(after.production ?? {});
  return isSame && sortedJson(contentsOf(after).production) === sortedJson(contentsOf(before).production);
}

/** Where production is not the draft that was promoted; empty when it is. `sent` is the draft's value. */
export function verifyPromote(before: LivePersona, after: LivePersona): Mismatch[] {
  const context: ChangeContext = { planeOf: () => 'draft', sourcesOf: () => [] };
  const differing = compareManaged(contentsOf(after).production, contentsOf(before).draft, context);
  const mismatches = differing.map(
    ({ path, before: cameBack, after: sent }): Mismatch => ({ path, field: 'managed', sent, came_back: cameBack }),
  );
  const draftId = versionId(before.draft ?? {});
  const origin = promotedFrom(after.production ?? {});
  if (draftId === '' || origin === draftId) return mismatches;
  const path = '/promoted_from_version_id';
  return [...mismatches, { path, field: 'managed', sent: draftId, came_back: origin ?? null }];
}
