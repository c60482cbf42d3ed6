/** The command line: argv → what is to be done. Nothing is run, read or printed here. */
import type { Stop } from '../errors.ts';
import type { CommandName, RunCommand } from '../model/command.ts';
import type { Format, ReportWishes } from '../model/options.ts';
import { VERSION } from '../version.ts';
import { addApply } from './apply.ts';
import { addBind } from './bind.ts';
import { Command, CommanderError } from './commander.ts';
import { addDoctor } from './doctor.ts';
import { addDrift } from './drift.ts';
import { addEmulator } from './emulator.ts';
import { addExplain } from './explain.ts';
import { ENVIRONMENT, EXIT_CODES, INTRODUCTION } from './help.ts';
import { addHistory } from './history.ts';
import { addInit } from './init.ts';
import { addMerge } from './merge.ts';
import type { Found } from './options.ts';
import { addPlan } from './plan.ts';
import { addPromoteCommand } from './promote.ts';
import { addPull } from './pull.ts';
import { addRollback } from './rollback.ts';
import { addRuns } from './runs.ts';
import { addShow } from './show.ts';
import { addSnapshot } from './snapshot.ts';
import { addStatus } from './status.ts';
import { addUndo } from './undo.ts';
import { commandIn, explainUsage, findContradiction, formatIn, placeIn, reportsIn } from './usage.ts';
import { addValidate } from './validate.ts';

type Add = (program: Command, found: Found) => void;

/** Every command, in the order of the help. */
const COMMANDS: ReadonlyMap<string, Add> = new Map(
  Object.entries({
    init: addInit,
    validate: addValidate,
    plan: addPlan,
    apply: addApply,
    promote: addPromoteCommand,
    drift: addDrift,
    pull: addPull,
    explain: addExplain,
    status: addStatus,
    show: addShow,
    history: addHistory,
    rollback: addRollback,
    bind: addBind,
    undo: addUndo,
    runs: addRuns,
    doctor: addDoctor,
    merge: addMerge,
    snapshot: addSnapshot,
    emulator: addEmulator,
  } satisfies Record<CommandName, Add>),
);

/** In columns, whatever the terminal: so the build can prepare the texts (`prepared-help.ts`). */
const HELP_WIDTH = 80;

export type Parsed =
  | { readonly kind: 'run'; readonly command: RunCommand }
  /** Help or version: text for stdout. */
  | { readonly kind: 'show'; readonly text: string }
  /** No command at all: the help, as an error. */
  | { readonly kind: 'help'; readonly text: string }
  /** A usage error; `name` and `printed` are what could be told of them, so that a machine still gets its documents. */
  | { readonly kind: 'stop'; readonly stop: Stop; readonly name: CommandName | null; readonly printed: Printed };

interface Printed extends ReportWishes {
  readonly format: Format;
  readonly env: string | null;
  readonly config: string | null;
}

/** `argv` without node and script. */
export function parseArgs(argv: readonly string[]): Parsed {
  const shown: string[] = [];
  const found: RunCommand[] = [];
  const program = createProgram(
    commandsFor(argv),
    (command) => found.push(command),
    (text) => shown.push(text),
  );
  try {
    program.parse([...argv], { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (thrown.exitCode === 0) return { kind: 'show', text: shown.join('') };
    if (thrown.code === 'commander.help') return { kind: 'help', text: program.helpInformation() };
    return usage(argv, explainUsage(thrown, argv));
  }
  const [command] = found;
  if (command === undefined) return { kind: 'help', text: program.helpInformation() };
  const stop = findContradiction(command);
  return stop === null ? { kind: 'run', command } : usage(argv, stop);
}

/** The command that comes first, since the others cost a start more than reading them does; all of them where it is none. */
function commandsFor([first = '']: readonly string[]): readonly Add[] {
  const add = COMMANDS.get(first);
  return add === undefined ? [...COMMANDS.values()] : [add];
}

function createProgram(commands: readonly Add[], found: Found, show: (text: string) => void): Command {
  const program = new Command('persona-sync')
    .description(INTRODUCTION)
    .usage('COMMAND [options]')
    .version(VERSION, '--version', 'print the version')
    .helpOption('--help', 'show this help; with a command, that command’s')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: show,
      writeErr: () => {},
      getOutHelpWidth: () => HELP_WIDTH,
      getErrHelpWidth: () => HELP_WIDTH,
    })
    .addHelpText('after', `\n${ENVIRONMENT}\n\n${EXIT_CODES}`);
  for (const add of commands) add(program, found);
  return program;
}

function usage(argv: readonly string[], stop: Stop): Parsed {
  return {
    kind: 'stop',
    stop,
    name: commandIn(argv),
    printed: { format: formatIn(argv), ...reportsIn(argv), ...placeIn(argv) },
  };
}
