/**
 * The one way to write: takes a plan, and for each changed persona reads it again, writes and verifies.
 *
 * Writing what was planned without a second look would overwrite whoever came between plan and apply. So each step
 * starts from a fresh GET, is held where the managed fields are not as the plan saw them, and builds its body from that
 * GET. No write is sent before the first GET has been answered: it shows whether the account is the plan's.
 *
 * Personas are bounded here, requests by the connection's limiter. A thousand personas under way would be looked at long
 * before the last of them is written.
 */
import pLimit from 'p-limit';
import type { Outcome } from '../model/outcome.ts';
import { liveAccount } from '../model/persona.ts';
import type { PlannedPersona } from '../model/plan.ts';
import type { ReadResult } from '../plan/judge.ts';
import { createGate, type Gate } from './gate.ts';
import { type Look, readFresh, weighLook } from './look.ts';
import { makeOutcome } from './outcomes.ts';
import { type Ending, type ExecuteOptions, isHalted, type Run } from './run.ts';
import { writePersona } from './write.ts';

export interface Execution extends Pick<Run, 'unauthorized' | 'otherAccount' | 'unjournalled' | 'wrote'> {
  /** One a planned step, in plan order. */
  readonly outcomes: readonly Outcome[];
}

export async function executePlan(options: ExecuteOptions): Promise<Execution> {
  const run: Run = { ...options, unauthorized: null, otherAccount: null, unjournalled: null, wrote: false };
  const limit = pLimit(options.concurrency);
  const gate = createGate();
  const first = options.plan.personas.find((step) => step.action === 'update');
  const outcomes = options.plan.personas.map(async (step) => {
    if (step.action !== 'update') return makeOutcome(step, ...endWithoutRequest(run, step), run.keyInUse);
    const outcome = await limit(() => executeStep(run, step, gate, step === first));
    await run.journal?.recordOutcome(outcome);
    run.onOutcome?.(outcome);
    return outcome;
  });
  return { outcomes: await Promise.all(outcomes), ...picked(run) };
}

function picked({ unauthorized, otherAccount, unjournalled, wrote }: Run): Omit<Execution, 'outcomes'> {
  return { unauthorized, otherAccount, unjournalled, wrote };
}

function endWithoutRequest(run: Run, step: PlannedPersona): Ending {
  if (step.reason !== null) return ['failed', { reason: step.reason }];
  const live = run.seen.get(step.key);
  return ['unchanged', live === undefined ? {} : { live }];
}

async function executeStep(run: Run, step: PlannedPersona, gate: Gate, isFirst: boolean): Promise<Outcome> {
  try {
    const checked = await checkStep(run, step, gate, isFirst);
    const ending = 'write' in checked ? await writePersona(run, step, checked.write) : checked;
    return makeOutcome(step, ...ending, run.keyInUse);
  } finally {
    if (isFirst) gate.open();
  }
}

/** The fresh look, which for the first step also shows whether the account is the plan's. */
async function checkStep(run: Run, step: PlannedPersona, gate: Gate, isFirst: boolean): Promise<Look> {
  if (isHalted(run)) return ['not_attempted', { reason: 'stopped' }];
  const read = await readFresh(run, step);
  const stranger = strangerIn(run, read);
  if (isFirst) run.otherAccount = stranger;
  if (isFirst) gate.open();
  await gate.opened;
  if (stranger !== null && read.kind === 'found') return ['failed', { reason: 'other_account', live: read.live }];
  return weighLook(run, step, read);
}

/** The persona's account where it is not the plan's, else null. An unknown account is never compared. */
function strangerIn(run: Run, read: ReadResult): string | null {
  const planned = run.plan.target.account;
  const account = read.kind === 'found' ? liveAccount(read.live) : null;
  return planned !== null && account !== null && account !== planned ? account : null;
}
