/** The one way from a plan to the service, for every command that writes: show, guard, ask, lock, journal, write, report. */
import { type BegunRun, beginRun } from '../apply/begin.ts';
import { type Execution, executePlan } from '../apply/execute.ts';
import { Stop } from '../errors.ts';
import type { ExitCode } from '../exit-codes.ts';
import { ciRun } from '../git/ci-run.ts';
import type { Io } from '../io.ts';
import type { GuardFinding, GuardName } from '../model/guard.ts';
import type { Plan } from '../model/plan.ts';
import { describeRisk, withRisks } from '../plan/explain-guards.ts';
import { type Guarded, judgeRisks, type Verdict } from '../plan/permits.ts';
import { ALL_REVIEWED, type NotReviewed } from '../plan/reviewed.ts';
import { bannerLine } from '../render/protection.ts';
import { outcomeLine } from '../render/report.ts';
import { countStatuses } from '../render/statuses.ts';
import { allowLine } from '../render/ways.ts';
import { count } from '../render/words.ts';
import { VERSION } from '../version.ts';
import { type OpenSteps, withConsent } from './consent.ts';
import type { Errand, Work } from './errand.ts';
import { type Printer, printResult, tellsText } from './printer.ts';
import { createProgress } from './progress.ts';
import { lookAtWorkTree, refuseProtected } from './protect.ts';
import { idFinder, idRecorder } from './record-id.ts';
import { type Journalled, reportRun, tellUnapplied } from './report-run.ts';

export async function carryOut(work: Work, errand: Errand, io: Io, printer: Printer): Promise<ExitCode> {
  const { plan, config } = work;
  const notReviewed = work.reviewed?.held ?? ALL_REVIEWED;
  const verdict = judgeRisks(withoutUnreviewed(plan, notReviewed), config, errand.allow);
  const shown = withRisks(plan, verdict.risks, {
    command: errand.name,
    allow: (risk, guards) => allowing(errand, risk, guards),
    options: errand.ways.options,
  });
  if (tellsText(printer)) errand.remarks.show(printer, shown);
  const steps = openSteps(withoutUnreviewed(plan, notReviewed), verdict.guarded);
  const writes = steps.updates + steps.promotes > 0;
  const tree = writes ? await lookAtWorkTree(work, io) : null;
  const refused = (tree === null ? null : refuseProtected(work, errand, tree, io)) ?? refusePlan(plan, verdict, errand);
  if (refused === null && tree !== null && tellsText(printer)) printResult(printer, `\n${bannerLine(plan, tree)}`);
  const stop = refused ?? (await withConsent(errand, io, plan, steps));
  if (stop !== null) return tellUnapplied(errand, printer, stop, shown, io);
  const begun = writes ? await begin(work, errand, io) : null;
  if (begun instanceof Stop) return tellUnapplied(errand, printer, begun, shown, io);
  try {
    const execution = await execute(work, { errand, verdict, steps, begun }, io, printer);
    const journalled = await endJournal(begun, execution, io);
    return await reportRun({ ...work, shown }, errand, { ...execution, ...journalled }, io, printer);
  } finally {
    await begun?.release();
  }
}

/** What is held in any case needs no guard, and counts for none. */
function withoutUnreviewed(plan: Plan, { update, promote }: NotReviewed): Plan {
  const personas = plan.personas.filter(({ key }) => !update.has(key));
  return { ...plan, personas: personas.map((one) => (promote.has(one.key) ? { ...one, promote: null } : one)) };
}

function allowing({ ways, again }: Errand, { key }: GuardFinding, guards: readonly GuardName[]): string {
  return key === null ? again('--allow', guards.join(',')) : allowLine(ways, key, guards);
}

/** What may come to be written: then it is journalled, and no other run may write meanwhile. */
function openSteps({ personas }: Plan, guarded: Guarded): OpenSteps {
  const open = personas.filter(({ key }) => !guarded.update.has(key));
  const promoted = open.filter(({ key, promote }) => promote?.action === 'promote' && !guarded.promote.has(key));
  const writes = open.filter(({ action }) => action === 'update' || action === 'create');
  return { updates: writes.length, promotes: promoted.length };
}

function begin({ plan, config, connection }: Work, errand: Errand, io: Io): Promise<BegunRun | Stop> {
  const about = {
    command: errand.name,
    undoes: errand.undoes,
    target: plan.target,
    commit: plan.commit,
    files: plan.summary.files,
    version: VERSION,
    ci: ciRun(io.env),
  };
  return beginRun({ io, root: config.root, about, keyInUse: connection.keys });
}

async function endJournal(begun: BegunRun | null, { outcomes }: Execution, io: Io): Promise<Journalled> {
  if (begun === null) return { journal: null, journalFailure: null };
  const counts = Object.fromEntries(countStatuses(outcomes));
  const journalFailure = await begun.journal.end({ interrupted: io.interrupted.aborted, counts });
  return { journal: begun.journal, journalFailure };
}

interface Ready {
  readonly errand: Errand;
  readonly verdict: Verdict;
  readonly steps: OpenSteps;
  readonly begun: BegunRun | null;
}

async function execute(
  work: Work,
  { errand, verdict, steps, begun }: Ready,
  io: Io,
  printer: Printer,
): Promise<Execution> {
  const { plan, config, connection, seen, ids } = work;
  const progress = createProgress(printer);
  const { create, update, promote } = plan.summary;
  // What is held is told in its turn too, but where nothing else is, nothing is being written.
  if (steps.updates + steps.promotes > 0)
    progress.begin(titleOf(steps.updates, steps.promotes, connection.baseUrl), create + update + promote);
  let done = 0;
  const execution = await executePlan({
    plan,
    reader: connection.reader,
    writer: connection.openWriter(),
    journal: begun?.journal ?? null,
    concurrency: errand.concurrency,
    interrupted: io.interrupted,
    keyInUse: connection.keys,
    guarded: verdict.guarded,
    notReviewed: work.reviewed?.held ?? ALL_REVIEWED,
    promoteOnly: errand.name === 'promote',
    seen,
    taken: ids,
    recordId: idRecorder(config, io),
    findId: idFinder(config, io),
    sleep: (milliseconds) => io.sleep(milliseconds, io.interrupted),
    random: io.random,
    onBegin: ({ key }) => progress.at(key),
    onOutcome: (outcome) => {
      done += 1;
      progress.note(outcomeLine(outcome, printer.errStyle));
      progress.advance(done);
    },
  });
  progress.end();
  return execution;
}

function titleOf(update: number, promote: number, baseUrl: string): string {
  if (promote === 0) return `writing ${count(update, 'persona')} to ${baseUrl}`;
  const writing = update === 0 ? 'promoting' : `writing ${count(update, 'persona')} and promoting`;
  return `${writing} ${count(promote, 'persona')} at ${baseUrl}`;
}

/** Why the plan as a whole is not applied, or null. */
function refusePlan(plan: Plan, { refused }: Verdict, errand: Errand): Stop | null {
  if (!plan.complete) {
    return new Stop('incomplete', 'Some personas could not be read, so nothing was written.', errand.whenIncomplete);
  }
  const [risk] = refused;
  if (risk === undefined) return null;
  return new Stop(
    'guarded',
    describeRisk(risk, errand.name),
    `If it is meant: ${allowing(errand, risk, [risk.guard])}`,
  );
}
