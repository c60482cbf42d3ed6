/** argv and io → exit code. The one place that catches, and the last that text passes on its way out. */
import { parseArgs } from './args/parse.ts';
import type { PrinterOptions } from './commands/printer.ts';
import { messageOf, Stop } from './errors.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io, Output, Outside } from './io.ts';
import type { CommandName, RunCommand } from './model/command.ts';
import { KeyRing } from './model/key-ring.ts';
import { redactPrinted } from './model/secrets.ts';

/** `argv` without node and script. Never rejects. */
export async function main(argv: readonly string[], outside: Outside): Promise<ExitCode> {
  const io = withoutSecrets(outside);
  const parsed = parseArgs(argv);
  switch (parsed.kind) {
    case 'show':
      io.stdout.write(parsed.text);
      return EXIT.done;
    case 'help':
      io.stderr.write(parsed.text);
      return EXIT.failed;
    case 'stop':
      return tellStop(io, parsed.name, { ...PLAIN, ...parsed.printed }, parsed.stop);
    case 'run':
      return runSafely(parsed.command, io);
    default:
      return parsed satisfies never;
  }
}

const PLAIN = { format: 'text', color: true, quiet: false } as const;

async function runSafely(command: RunCommand, io: Io): Promise<ExitCode> {
  const options = { ...PLAIN, ...command };
  try {
    const refused = await refuseWishes(command, io);
    return refused === null ? await run(command, io) : await tellStop(io, command.name, options, refused);
  } catch (thrown) {
    const details = thrown instanceof Error && thrown.stack !== undefined ? thrown.stack : messageOf(thrown);
    if ('verbose' in command && command.verbose) io.stderr.write(`${details}\n`);
    const hint =
      'This is a defect of persona-sync: please report it, with what the same command prints with --verbose.';
    const defect = new Stop('internal', `Unexpected: ${messageOf(thrown)}.`, hint);
    return tellStop(io, command.name, options, defect).catch(() => EXIT.failed);
  }
}

/** The texts are loaded when there is something to tell: `--help` needs none of them. */
async function tellStop(io: Io, name: CommandName | null, options: PrinterOptions, stop: Stop): Promise<ExitCode> {
  const { createPrinter, printStop } = await import('./commands/printer.ts');
  return printStop(createPrinter(io, name, options), stop, []);
}

/** Before anything else: a report that cannot be written must not be missed when the work is done. */
async function refuseWishes(command: RunCommand, io: Io): Promise<Stop | null> {
  if (!('reports' in command) || (command.reports.length === 0 && !command.summary)) return null;
  return (await import('./commands/reports.ts')).refuseReports(command, io);
}

/** Each command is loaded when it is asked for, so that the others cost no start-up time. */
async function run(command: RunCommand, io: Io): Promise<ExitCode> {
  switch (command.name) {
    case 'init':
      return (await import('./commands/init.ts')).runInit(command, io);
    case 'validate':
      return (await import('./commands/validate.ts')).runValidate(command, io);
    case 'plan':
      return (await import('./commands/plan.ts')).runPlan(command, io);
    case 'apply':
      return (await import('./commands/apply.ts')).runApply(command, io);
    case 'promote':
      return (await import('./commands/promote.ts')).runPromote(command, io);
    case 'drift':
      return (await import('./commands/drift.ts')).runDrift(command, io);
    case 'explain':
      return (await import('./commands/explain.ts')).runExplain(command, io);
    case 'status':
      return (await import('./commands/status.ts')).runStatus(command, io);
    case 'show':
      return (await import('./commands/show.ts')).runShow(command, io);
    case 'history':
      return (await import('./commands/history.ts')).runHistory(command, io);
    case 'rollback':
      return (await import('./commands/rollback.ts')).runRollback(command, io);
    case 'pull':
      return (await import('./commands/pull.ts')).runPull(command, io);
    case 'bind':
      return (await import('./commands/bind.ts')).runBind(command, io);
    case 'undo':
      return (await import('./commands/undo.ts')).runUndo(command, io);
    case 'runs':
      return (await import('./commands/runs.ts')).runRuns(command, io);
    case 'merge':
      return (await import('./commands/merge.ts')).runMerge(command, io);
    case 'doctor':
      return (await import('./commands/doctor.ts')).runDoctor(command, io);
    case 'snapshot':
      return (await import('./commands/snapshot.ts')).runSnapshot(command, io);
    case 'emulator':
      return (await import('./commands/emulator.ts')).runEmulator(command, io);
    default:
      return command satisfies never;
  }
}

/** A second net below the redaction of data: whatever is printed, no key is in it, also not as JSON escapes it. */
function withoutSecrets(outside: Outside): Io {
  const keys = new KeyRing(outside.env);
  const guard = (output: Output): Output => ({
    get isTerminal() {
      return output.isTerminal;
    },
    write: (text) => output.write(redactPrinted(text, keys.all)),
  });
  return { ...outside, keys, stdout: guard(outside.stdout), stderr: guard(outside.stderr) };
}
