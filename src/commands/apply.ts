import { type Execution, executePlan } from '../apply/execute.ts';
import type { Connection } from '../bland/connect.ts';
import type { Config } from '../config/load.ts';
import { Stop } from '../errors.ts';
import { type ExitCode, exitOfApply, exitOfStop } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { ApplyCommand } from '../model/command.ts';
import type { LivePersona } from '../model/persona.ts';
import type { Plan } from '../model/plan.ts';
import { describeRisk, withRisks } from '../plan/explain-guards.ts';
import { judgeRisks, type Verdict } from '../plan/permits.ts';
import { applyDocument } from '../render/documents.ts';
import { onAirLine } from '../render/on-air.ts';
import { outcomeLine, reportText, type WaysOut } from '../render/report.ts';
import { commandLine, count } from '../render/words.ts';
import { refusedKey } from '../stops.ts';
import { refuseWithoutConsent, withConsent } from './consent.ts';
import { openSavedPlan } from './open-saved-plan.ts';
import { showPlan } from './plan.ts';
import { planWithProgress } from './planning.ts';
import { createPrinter, type Printer, printDocument, printResult, printStop, printStopAlone } from './printer.ts';
import { createProgress } from './progress.ts';

/** A plan to write, made afresh or read from a file. */
export interface Work {
  readonly plan: Plan;
  readonly connection: Connection;
  readonly config: Config;
  readonly seen: ReadonlyMap<string, LivePersona>;
}

/** Shows its plan, asks, writes and reports. */
export async function runApply(command: ApplyCommand, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, 'apply', command);
  const unasked = refuseWithoutConsent(command, io);
  if (unasked !== null) return printStop(printer, unasked, []);
  const work =
    command.plan === null
      ? await planWithProgress(io, printer, command, true)
      : await openSavedPlan(io, printer, command, command.plan);
  if ('stop' in work) return printStop(printer, work.stop, work.diagnostics);
  try {
    return await applyWork(work, command, io, printer);
  } finally {
    work.connection.close();
  }
}

async function applyWork(work: Work, command: ApplyCommand, io: Io, printer: Printer): Promise<ExitCode> {
  const { plan, config } = work;
  const verdict = judgeRisks(plan, config, command.allow);
  const shown = withRisks(plan, verdict.risks);
  if (printer.format === 'text') showPlan(printer, shown);
  const stop = refusePlan(plan, verdict) ?? (await withConsent(command, io, plan, verdict.guarded.size));
  if (stop !== null) return tellUnapplied(printer, stop, shown, io);
  const execution = await execute(work, verdict, command, io, printer);
  return report(work, execution, command, io, printer);
}

async function execute(
  work: Work,
  verdict: Verdict,
  command: ApplyCommand,
  io: Io,
  printer: Printer,
): Promise<Execution> {
  const { plan, connection, seen } = work;
  const progress = createProgress(printer);
  const total = plan.summary.update;
  if (total > 0) progress.begin(`writing ${count(total, 'persona')} to ${connection.baseUrl}`, total);
  let done = 0;
  const execution = await executePlan({
    plan,
    reader: connection.reader,
    writer: connection.openWriter(),
    concurrency: command.concurrency,
    interrupted: io.interrupted,
    keyInUse: connection.key,
    guarded: verdict.guarded,
    seen,
    sleep: (milliseconds) => io.sleep(milliseconds, io.interrupted),
    random: io.random,
    onOutcome: (outcome) => {
      done += 1;
      progress.advance(done, outcomeLine(outcome, printer.errStyle));
    },
  });
  progress.end();
  return execution;
}

function report(work: Work, execution: Execution, command: ApplyCommand, io: Io, printer: Printer): ExitCode {
  const { plan, connection } = work;
  const { outcomes } = execution;
  const stop = whyStopped(execution, plan, connection);
  if (printer.format === 'json') printDocument(printer, applyDocument(plan, outcomes, io.now(), stop));
  else if (plan.summary.update > 0) printResult(printer, `\n${reportText(outcomes, waysOut(command), printer.style)}`);
  else if (!printer.quiet) for (const line of onAirLine(outcomes)) printResult(printer, line);
  if (stop !== null) printStopAlone(printer, stop);
  return exitOfApply({
    statuses: outcomes.map((outcome) => outcome.status),
    interrupted: io.interrupted.aborted,
    stopped: stop !== null,
    wrote: execution.wrote,
  });
}

/** Nothing was written: the plan was shown as text already; JSON gets its one document. */
function tellUnapplied(printer: Printer, stop: Stop, plan: Plan, io: Io): ExitCode {
  if (printer.format !== 'json') return printStop(printer, stop, []);
  printDocument(printer, applyDocument(plan, [], io.now(), stop));
  return exitOfStop(stop.code);
}

/** Why the plan as a whole is not applied, or null. */
function refusePlan(plan: Plan, verdict: Verdict): Stop | null {
  if (!plan.complete) return incomplete();
  const [risk] = verdict.refused;
  if (risk === undefined) return null;
  return new Stop('guarded', describeRisk(risk), `If it is meant: persona-sync apply --allow ${risk.guard}`);
}

function incomplete(): Stop {
  return new Stop(
    'incomplete',
    'Some personas could not be read, so nothing was written.',
    'Apply again when the service answers, or name the personas to apply: persona-sync apply SELECTORS',
  );
}

function whyStopped(execution: Execution, plan: Plan, connection: Connection): Stop | null {
  if (execution.otherAccount !== null) {
    return new Stop(
      'wrong_account',
      `The plan was made for account ${plan.target.account}, but the key is for account ${execution.otherAccount}; nothing was written.`,
      'Set BLAND_API_KEY to a key of the plan’s account, or plan again: persona-sync plan --out FILE',
    );
  }
  return execution.unauthorized === null ? null : refusedKey(connection.baseUrl, execution.unauthorized.message);
}

function waysOut(command: ApplyCommand): WaysOut {
  const config = command.config === null ? [] : ['--config', command.config];
  const { plan } = command;
  return {
    plan: (key) => commandLine(['plan', key, ...config, ...(plan === null ? [] : ['--out', plan])]),
    apply: (key) => commandLine(plan === null ? ['apply', key, ...config] : ['apply', '--plan', plan, ...config]),
  };
}
