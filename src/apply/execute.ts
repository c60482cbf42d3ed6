/**
 * The one way to write: takes a plan, and for each changed persona reads it again, writes and verifies; then, where the
 * plan says so, reads it once more, promotes and verifies.
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
import { type BoundStep, isUpdate, type PlannedPersona } from '../model/plan.ts';
import type { ReadResult } from '../plan/judge.ts';
import { createPersona } from './create.ts';
import { createGate, type Gate } from './gate.ts';
import { readFresh, weighLook } from './look.ts';
import { makeOutcome, makePromoteOutcome } from './outcomes.ts';
import { type PromoteStep, promotePersona } from './promote.ts';
import { type Ending, type ExecuteOptions, isHalted, type Run } from './run.ts';
import { writePersona } from './write.ts';

export interface Execution extends Pick<Run, 'unauthorized' | 'otherAccount' | 'unjournalled' | 'wrote'> {
  /** One a planned step, in plan order; a persona's promote behind its update. */
  readonly outcomes: readonly Outcome[];
}

export async function executePlan(options: ExecuteOptions): Promise<Execution> {
  const run: Run = { ...options, unauthorized: null, otherAccount: null, unjournalled: null, wrote: false };
  const limit = pLimit(options.concurrency);
  const gate = createGate();
  const first = options.plan.personas.find(hasStep);
  const outcomes = options.plan.personas.map((step) =>
    hasStep(step)
      ? limit(() => executePersona(run, step, { gate, isFirst: step === first }))
      : [withoutRequest(run, step)],
  );
  return { outcomes: (await Promise.all(outcomes)).flat(), ...picked(run) };
}

/** Whether the persona is to be written or promoted. */
function hasStep(step: PlannedPersona): boolean {
  return step.action === 'update' || step.action === 'create' || isPromoteStep(step);
}

function isPromoteStep(step: PlannedPersona): step is PromoteStep {
  return step.promote?.action === 'promote' && step.id !== null;
}

function picked({ unauthorized, otherAccount, unjournalled, wrote }: Run): Omit<Execution, 'outcomes'> {
  return { unauthorized, otherAccount, unjournalled, wrote };
}

function withoutRequest(run: Run, step: PlannedPersona): Outcome {
  if (step.promote?.action === 'failed' && step.promote.reason !== null)
    return makePromoteOutcome(step, 'failed', { reason: step.promote.reason }, run.keyInUse);
  return makeOutcome(step, ...endWithoutRequest(run, step), run.keyInUse);
}

function endWithoutRequest(run: Run, step: PlannedPersona): Ending {
  if (step.reason !== null) return ['failed', { reason: step.reason }];
  const live = run.seen.get(step.key);
  return ['unchanged', live === undefined ? {} : { live }];
}

/** Where in the run the persona stands: the first one's look opens the gate for all. */
interface Turn {
  readonly gate: Gate;
  readonly isFirst: boolean;
}

/** Update, then promote. What was not updated well is not promoted. */
async function executePersona(run: Run, step: PlannedPersona, turn: Turn): Promise<Outcome[]> {
  run.onBegin?.(step);
  try {
    if (step.action === 'create') return [await executeCreation(run, step, turn)];
    const updated = isUpdate(step) ? await executeUpdate(run, step, turn) : withoutRequest(run, step);
    if (!isPromoteStep(step)) return [updated];
    const ending = isWell(updated) ? await executePromote(run, step, turn) : NOT_UPDATED;
    const promoted = makePromoteOutcome(step, ...ending, run.keyInUse);
    await tell(run, promoted);
    if (run.promoteOnly === true) return [promoted];
    return [isWell(promoted) ? { ...updated, not_on_air: promoted.not_on_air } : updated, promoted];
  } finally {
    if (turn.isFirst) turn.gate.open();
  }
}

const NOT_UPDATED: Ending = ['not_attempted', { reason: 'not_updated' }];

function isWell({ status }: Outcome): boolean {
  return status === 'applied' || status === 'unchanged';
}

async function tell(run: Run, outcome: Outcome): Promise<void> {
  await run.journal?.recordOutcome(outcome);
  run.onOutcome?.(outcome);
}

async function executeUpdate(run: Run, step: BoundStep, turn: Turn): Promise<Outcome> {
  const read = await lookInTurn(run, step, turn);
  const checked = 'kind' in read ? weighLook(run, step, read) : read;
  const ending = 'write' in checked ? await writePersona(run, step, checked.write) : checked;
  const outcome = makeOutcome(step, ...ending, run.keyInUse);
  await tell(run, outcome);
  return outcome;
}

async function executeCreation(run: Run, step: PlannedPersona, turn: Turn): Promise<Outcome> {
  const ending = await createPersona(run, step, (stranger) => passGate(run, turn, stranger));
  const outcome = makeOutcome(step, ...ending, run.keyInUse);
  await tell(run, outcome);
  return outcome;
}

/** The first look of the run opens the gate; the others wait for it. `stranger`: an account that is not the plan's. */
async function passGate(run: Run, { gate, isFirst }: Turn, stranger: string | null): Promise<void> {
  if (isFirst && stranger !== null) run.otherAccount = stranger;
  if (isFirst) gate.open();
  await gate.opened;
}

async function executePromote(run: Run, step: PromoteStep, turn: Turn): Promise<Ending> {
  const read = await lookInTurn(run, step, turn);
  return 'kind' in read ? promotePersona(run, step, read) : read;
}

/** The fresh look, which for the first step also shows whether the account is the plan's; or how the step ends without one. */
async function lookInTurn(run: Run, step: BoundStep, { gate, isFirst }: Turn): Promise<ReadResult | Ending> {
  if (isHalted(run)) return ['not_attempted', { reason: 'stopped' }];
  const read = await readFresh(run, step);
  const stranger = strangerIn(run, read);
  await passGate(run, { gate, isFirst }, stranger);
  return stranger !== null && read.kind === 'found' ? ['failed', { reason: 'other_account', live: read.live }] : read;
}

/** The persona's account where it is not the plan's, else null. An unknown account is never compared. */
function strangerIn(run: Run, read: ReadResult): string | null {
  const planned = run.plan.target.account;
  const account = read.kind === 'found' ? liveAccount(read.live) : null;
  return planned !== null && account !== null && account !== planned ? account : null;
}
