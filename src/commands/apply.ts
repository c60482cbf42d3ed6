import type { ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { ApplyCommand } from '../model/command.ts';
import { allowWords, commandFor, commandLine, sharedOptions, sinceWords } from '../model/command-line.ts';
import type { ReviewedPlan } from '../plan/reviewed.ts';
import type { Stopped } from '../project.ts';
import { notReviewedLines } from '../render/reviewed.ts';
import { carryOut } from './carry-out.ts';
import { refuseWithoutConsent } from './consent.ts';
import { type Errand, NO_REMARKS, type Remarks, type Work } from './errand.ts';
import { checkFlag, planWithProgress, promoteFlag, promoteWish, shardFlag } from './planning.ts';
import { createPrinter, printNothingTouched, printStop } from './printer.ts';

/** Shows its plan, asks, writes and reports. */
export async function runApply(command: ApplyCommand, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, 'apply', command);
  const unasked = refuseWithoutConsent(errandOf(command, false), command.format, io);
  if (unasked !== null) return printStop(printer, unasked, []);
  const work: Work | Stopped =
    command.reviewed !== null
      ? await (await import('./open-reviewed.ts')).openReviewed(io, printer, command, command.reviewed)
      : command.plan === null
        ? await planWithProgress(io, printer, { ...command, promote: promoteWish(command.promote) }, true)
        : await (await import('./open-saved-plan.ts')).openSavedPlan(io, printer, command, command.plan);
  if ('stop' in work) return printStop(printer, work.stop, work.diagnostics);
  const nothing = command.changedSince !== null && work.plan.personas.length === 0;
  if (nothing) printNothingTouched(printer, command.changedSince ?? '');
  const promotes = work.plan.personas.some(({ promote }) => promote !== null);
  try {
    const errand = errandOf(within(command, work), promotes);
    const remarks = work.reviewed === undefined ? NO_REMARKS : reviewedRemarks(work.reviewed, command);
    const shown = nothing ? { ...remarks, show: () => {} } : remarks;
    return await carryOut(work, { ...errand, remarks: shown }, io, printer);
  } finally {
    work.connection.close();
  }
}

/** The environment of a saved plan is named in all advice, as if it had been typed: other commands must choose one. */
function within(command: ApplyCommand, { config }: Work): ApplyCommand {
  const isOneOfSeveral = (command.plan ?? command.reviewed) !== null && config.environments.length > 1;
  return isOneOfSeveral ? { ...command, env: config.environment?.name ?? null } : command;
}

/** `promotes`: whether the plan does. */
function errandOf(command: ApplyCommand, promotes: boolean): Errand {
  const { plan, reviewed, selectors, allow, concurrency } = command;
  const options = sharedOptions(command);
  const promoting = promoteFlag(command.promote);
  // A saved plan that promotes does so without being told.
  const planning = plan !== null && promotes ? ['--promote'] : promoting;
  const document = [...(plan === null ? [] : ['--plan', plan]), ...(reviewed === null ? [] : ['--reviewed', reviewed])];
  const checking = checkFlag(command.checkReferences);
  const saved = [...document, ...promoting, ...checking];
  const allowed = [...sinceWords(command), ...shardFlag(command.shard), ...allowWords(allow)];
  const again = (...more: readonly string[]): string =>
    commandFor('apply', selectors, [...saved, ...options, ...allowed, ...more]);
  return {
    name: 'apply',
    // A saved plan was approved when it was reviewed.
    approved: command.autoApprove || document.length > 0,
    allow,
    concurrency,
    undoes: null,
    ways: {
      command: 'apply',
      options,
      promotes,
      plan: (key) => commandFor('plan', [key], [...planning, ...checking, ...options]),
      adopt: (key) => commandFor('pull', [key], options),
      apply: (key, ...more) =>
        commandFor('apply', plan === null ? [key] : [], [...saved, ...options, ...allowWords(allow), ...more]),
      ...(reviewed === null
        ? {}
        : {
            unreviewed: (key) =>
              commandFor('apply', [key], [...promoting, ...checking, ...options, ...allowWords(allow)]),
          }),
      ...(plan === null ? {} : { planAnew: commandLine(['plan', ...planning, '--out', 'FILE', ...options]) }),
    },
    whenIncomplete: `When the service answers: ${again()}; or name the personas to apply: ${commandFor('apply', ['SELECTORS'], [...promoting, ...checking, ...options, ...allowWords(allow)])}`,
    again,
    undo: (run) => commandLine(['undo', run, ...options]),
    remarks: NO_REMARKS,
  };
}

/** What is told of a reviewed plan beside its outcomes. */
function reviewedRemarks({ elsewhere, gone }: ReviewedPlan, { reviewed, selectors }: ApplyCommand): Remarks {
  return {
    ...NO_REMARKS,
    inDocument: { reviewed, not_reviewed: elsewhere },
    lines: () => notReviewedLines(elsewhere, selectors.length > 0 ? [] : gone, reviewed ?? ''),
  };
}
