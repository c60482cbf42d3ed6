import { enterEnvironment, loadConfig } from '../config/load.ts';
import { Stop } from '../errors.ts';
import { type ExitCode, exitOfApply, exitOfDrift, exitOfPlan, exitOfStop, strongest } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { refuseMerge } from '../merge/agree.ts';
import { joinApplies, joinDrifts, joinPlans } from '../merge/join.ts';
import type { ApplyReport, Document, DriftReport, Part } from '../merge/part.ts';
import { readPart } from '../merge/read.ts';
import type { MergeCommand } from '../model/command.ts';
import { commandFor, commandLine, sharedOptions } from '../model/command-line.ts';
import { FORMAT_VERSION, type Plan } from '../model/plan.ts';
import { driftText, hasFindings } from '../render/drift.ts';
import { reportText } from '../render/report.ts';
import { countStatuses } from '../render/statuses.ts';
import type { WaysOut } from '../render/ways.ts';
import { showPlan } from './plan.ts';
import {
  createPrinter,
  type Printer,
  printRemark,
  printResult,
  printStop,
  printStopAlone,
  tellsText,
} from './printer.ts';
import { publish } from './publish.ts';
import { PLAN_DOCUMENT, saveDocument } from './save-document.ts';

/** Joins what the jobs of one run made, and tells it as one run would have. */
export async function runMerge(command: MergeCommand, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, 'merge', command);
  const parts = await readParts(command.files, io.cwd);
  if (parts instanceof Stop) return printStop(printer, parts, []);
  const refused = refuseMerge(parts) ?? refuseOptions(parts, command);
  if (refused !== null) return printStop(printer, refused, []);
  const documents = parts.map(({ document }) => document);
  const plans = allOf(documents, (one): one is Plan => one.command === 'plan');
  if (plans !== null) return mergePlans(plans, command, io, printer);
  const drifts = allOf(documents, (one): one is DriftReport => one.command === 'drift');
  if (drifts !== null) return mergeDrifts(drifts, command, printer);
  const applies = allOf(documents, (one): one is ApplyReport => one.command === 'apply');
  return applies === null ? printStop(printer, NOTHING, []) : mergeApplies(applies, command, { io, printer });
}

const NOTHING = new Stop('merge', 'No document is named.', 'Name those of the jobs: persona-sync merge FILES');

async function readParts(files: readonly string[], cwd: string): Promise<readonly Part[] | Stop> {
  const parts: Part[] = [];
  for (const file of files) {
    const part = await readPart(file, cwd);
    if (part instanceof Stop) return part;
    parts.push(part);
  }
  return parts;
}

function refuseOptions([first]: readonly Part[], { env, out }: MergeCommand): Stop | null {
  const made = first?.document.target.environment ?? null;
  if (env !== null && env !== made) {
    const message = `${first?.file} is of ${made === null ? 'no environment' : `the environment "${made}"`}, not of "${env}".`;
    return new Stop('merge', message, 'Leave --env out: the documents name their environment themselves.');
  }
  if (out === null || first?.document.command === 'plan') return null;
  return new Stop('merge', '--out saves a plan, and these are reports.', 'For a file: --format json > FILE');
}

function allOf<D extends Document>(
  documents: readonly Document[],
  is: (one: Document) => one is D,
): readonly [D, ...D[]] | null {
  const [first, ...others] = documents.filter(is);
  return first === undefined ? null : [first, ...others];
}

async function mergePlans(
  plans: readonly [Plan, ...Plan[]],
  command: MergeCommand,
  io: Io,
  printer: Printer,
): Promise<ExitCode> {
  const loaded = await loadConfig({ cwd: io.cwd, configFlag: command.config, keys: io.keys });
  const entered = loaded.ok ? enterEnvironment(loaded.config, plans[0].target.environment) : loaded;
  if (!entered.ok) return printStop(printer, entered.stop, entered.diagnostics);
  const plan = joinPlans(plans, entered.config);
  const saved = command.out === null ? null : await saveDocument(plan, command.out, io.cwd, PLAN_DOCUMENT);
  if (saved instanceof Stop) return printStop(printer, saved, []);
  if (tellsText(printer)) {
    showPlan(printer, plan);
    tellNext(plan, command, printer);
  }
  const options = sharedOptions({ config: command.config, env: plan.target.environment });
  const unwritten = await publish(printer, {
    document: plan,
    sheet: async () => (await import('../render/sheet/plan.ts')).planSheet(plan, options),
  });
  return withReports(unwritten, exitOfPlan(plan, command.detailedExitcode));
}

function tellNext(plan: Plan, { files, out, config }: MergeCommand, printer: Printer): void {
  if (!plan.complete) {
    printRemark(printer, 'This plan is incomplete: it cannot be applied. Plan again when the service answers.');
    return;
  }
  if (out !== null) printRemark(printer, `Saved to ${out}.`);
  if (printer.quiet || plan.summary.update + plan.summary.promote === 0) return;
  const options = sharedOptions({ config, env: null });
  const next =
    out === null
      ? commandFor('merge', files, ['--out', 'FILE', ...options])
      : commandLine(['apply', '--plan', out, ...options]);
  printResult(printer, `Next: ${next}`);
}

/** Nothing is written to the service here: a report that could not be written is a failure. */
function withReports(unwritten: Stop | null, exit: ExitCode): ExitCode {
  return unwritten === null ? exit : strongest(exit, exitOfStop(unwritten.code));
}

async function mergeDrifts(
  reports: readonly [DriftReport, ...DriftReport[]],
  { config }: MergeCommand,
  printer: Printer,
): Promise<ExitCode> {
  const joined = joinDrifts(reports);
  const { personas, diagnostics, complete, plane, target } = joined;
  const words = { selectors: [], options: sharedOptions({ config, env: target.environment }), plane };
  if (tellsText(printer) && (hasFindings(personas) || !printer.quiet))
    printResult(printer, driftText(personas, { diagnostics }, words, printer.style));
  const unwritten = await publish(printer, {
    document: { format_version: FORMAT_VERSION, ...joined },
    sheet: async () => {
      const { driftSheet } = await import('../render/sheet/drift.ts');
      return driftSheet(personas, joined, { ...words, unmanaged: null });
    },
  });
  const statuses = personas.map(({ status }) => status);
  return withReports(unwritten, exitOfDrift(complete, statuses));
}

async function mergeApplies(
  reports: readonly [ApplyReport, ...ApplyReport[]],
  { config }: MergeCommand,
  { io, printer }: { readonly io: Io; readonly printer: Printer },
): Promise<ExitCode> {
  const { errors, outcomes, diagnostics, ...about } = joinApplies(reports);
  const options = sharedOptions({ config, env: about.target.environment });
  const [error] = errors;
  const ways = waysOf(
    options,
    outcomes.some(({ action }) => action === 'promote'),
  );
  const journals = about.runs.map(({ journal }) => `Journal: ${journal}`);
  if (tellsText(printer)) {
    printResult(printer, reportText(outcomes, ways, printer.style));
    for (const line of journals) printResult(printer, line);
  }
  for (const { message, hint } of errors) printStopAlone(printer, new Stop('merge', message, hint));
  const summary = Object.fromEntries(countStatuses(outcomes));
  const stopped = error === undefined ? {} : { error };
  const unwritten = await publish(printer, {
    document: { format_version: FORMAT_VERSION, ...about, summary, outcomes, diagnostics, ...stopped },
    sheet: async () => {
      const { reportSheet } = await import('../render/sheet/report.ts');
      const plan = { ...about, personas: [], diagnostics };
      const ended = { endedAt: io.now(), stop: error ?? null, remarks: journals };
      return reportSheet({ command: 'apply', plan, outcomes, ways, ...ended });
    },
  });
  const exit = exitOfApply({
    statuses: outcomes.map(({ status }) => status),
    interrupted: errors.some(({ code }) => code === 'interrupted'),
    stopped: errors.length > 0,
    wrote: outcomes.some(({ status }) => status !== 'unchanged' && status !== 'not_attempted'),
  });
  return withReports(unwritten, exit);
}

function waysOf(options: readonly string[], promotes: boolean): WaysOut {
  return {
    command: 'apply',
    options,
    promotes,
    plan: (key) => commandFor('plan', [key], options),
    adopt: (key) => commandFor('pull', [key], options),
    apply: (key, ...more) => commandFor('apply', [key], [...options, ...more]),
  };
}
