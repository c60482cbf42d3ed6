import { Stop } from '../errors.ts';
import { type ExitCode, exitOfPlan, exitOfStop, strongest } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { PlanCommand } from '../model/command.ts';
import { allowWords, commandFor, sharedOptions, sinceWords } from '../model/command-line.ts';
import type { GuardFinding, GuardName } from '../model/guard.ts';
import type { Plan } from '../model/plan.ts';
import type { Planned } from '../pipeline.ts';
import { withRisks } from '../plan/explain-guards.ts';
import { judgeRisks } from '../plan/permits.ts';
import { planSummary, planText } from '../render/plan.ts';
import { referenceLines } from '../render/references.ts';
import { checkFlag, planWithProgress, promoteFlag, promoteWish, shardFlag } from './planning.ts';
import {
  createPrinter,
  type Printer,
  printNothingTouched,
  printRemark,
  printResult,
  printStop,
  tellsText,
} from './printer.ts';
import { publish } from './publish.ts';
import { PLAN_DOCUMENT, saveDocument } from './save-document.ts';

/** Shows what apply would change. */
export async function runPlan(command: PlanCommand, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, 'plan', command);
  const wantsCommit =
    command.format !== 'text' || command.out !== null || command.reports.length > 0 || command.summary;
  const live =
    command.live === null
      ? null
      : await (await import('./open-snapshot.ts')).openSnapshot(command.live, command.maxAge, io);
  if (live instanceof Stop) return printStop(printer, live, []);
  const snapshot = live === null ? {} : { snapshot: { file: command.live ?? '', ...live } };
  const planned = await planWithProgress(
    io,
    printer,
    {
      ...command,
      ...snapshot,
      env: command.env ?? live?.target.environment ?? null,
      promote: promoteWish(command.promote),
    },
    wantsCommit,
  );
  if ('stop' in planned) return printStop(printer, planned.stop, planned.diagnostics);
  planned.connection.close();
  const saved = command.out === null ? null : await saveDocument(planned.plan, command.out, io.cwd, PLAN_DOCUMENT);
  if (saved instanceof Stop) return printStop(printer, saved, []);
  const { plan, touched } = planned;
  const shown = advised(planned, command);
  if (touched !== null && plan.personas.length === 0) printNothingTouched(printer, touched.ref);
  else if (tellsText(printer)) showPlan(printer, shown);
  if (tellsText(printer)) showNext(printer, plan, command);
  const unwritten = await publish(printer, {
    document: plan,
    sheet: async () => (await import('../render/sheet/plan.ts')).planSheet(shown, sharedOptions(command)),
  });
  const exit = exitOfPlan(plan, command.detailedExitcode);
  return unwritten === null ? exit : strongest(exit, exitOfStop(unwritten.code));
}

/** The plan as text, with its summary line. Quiet and empty: nothing. */
export function showPlan(printer: Printer, plan: Plan): void {
  const text = planText(plan, printer.style);
  if (text !== '') printResult(printer, `${text}\n`);
  if (text !== '' || !printer.quiet) printResult(printer, planSummary(plan, printer.style));
  if (!printer.quiet) for (const line of referenceLines(plan)) printResult(printer, line);
}

/** What allows a risk is said in the words of this very command. A document keeps the plain words, as its digest does. */
function advised({ plan, config }: Planned, command: PlanCommand): Plan {
  const { selectors, allow } = command;
  const options = sharedOptions(command);
  const { risks } = judgeRisks(plan, config, allow);
  const promoting = planningFlags(command);
  const allowing = ({ key }: GuardFinding, guards: readonly GuardName[]): string =>
    commandFor('apply', key === null ? selectors : [key], [
      ...promoting,
      ...options,
      ...allowWords(allow),
      '--allow',
      guards.join(','),
    ]);
  return withRisks(plan, risks, { command: 'apply', allow: allowing, options });
}

function planningFlags({ promote, shard, checkReferences }: PlanCommand): string[] {
  return [...promoteFlag(promote), ...shardFlag(shard), ...checkFlag(checkReferences)];
}

function showNext(printer: Printer, plan: Plan, command: PlanCommand): void {
  if (!plan.complete) {
    const what = command.out === null ? 'This plan is' : `Saved to ${command.out}, but`;
    printRemark(printer, `${what} incomplete: it cannot be applied. Plan again when the service answers.`);
    return;
  }
  if (command.out !== null) printRemark(printer, `Saved to ${command.out}.`);
  const { create, update, promote } = plan.summary;
  if (create + update + promote === 0) return;
  // A saved plan was divided and checked already.
  const promoting = command.out === null ? planningFlags(command) : [];
  const options = [...promoting, ...sharedOptions(command), ...allowWords(command.allow)];
  const next =
    command.out === null
      ? commandFor('apply', command.selectors, [...options, ...sinceWords(command)])
      : commandFor('apply', [], [command.live === null ? '--plan' : '--reviewed', command.out, ...options]);
  if (!printer.quiet) printResult(printer, `Next: ${next}`);
}
