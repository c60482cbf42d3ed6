/** The command line: argv → what is to be done. Nothing is run, read or printed here. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { Stop } from './errors.ts';
import { ENVIRONMENT, EXAMPLES, EXIT_CODES, INTRODUCTION, RUN, SELECTORS } from './help.ts';
import {
  type CommandName,
  type CommonOptions,
  FORMATS,
  type Format,
  type RunCommand,
  type ServiceOptions,
} from './model/command.ts';
import { GUARD_NAMES, type GuardName } from './model/guard.ts';
import { nearestName } from './model/nearest.ts';
import { commandIn, explainUsage, findContradiction, formatIn } from './usage.ts';
import { VERSION } from './version.ts';

export type Parsed =
  | { readonly kind: 'run'; readonly command: RunCommand }
  /** Help or version: text for stdout. */
  | { readonly kind: 'show'; readonly text: string }
  /** No command at all: the help, as an error. */
  | { readonly kind: 'help'; readonly text: string }
  /** A usage error; `name` and `format` are what could be told of them, so that a machine still gets its document. */
  | { readonly kind: 'stop'; readonly stop: Stop; readonly name: CommandName | null; readonly format: Format };

/** `argv` without node and script. */
export function parseArgs(argv: readonly string[]): Parsed {
  const shown: string[] = [];
  const found: RunCommand[] = [];
  const program = createProgram(
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

function createProgram(found: (command: RunCommand) => void, show: (text: string) => void): Command {
  const program = new Command('persona-sync')
    .description(INTRODUCTION)
    .usage('COMMAND [options]')
    .version(VERSION, '--version', 'print the version')
    .helpOption('--help', 'show this help; with a command, that command’s')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: show, writeErr: () => {} })
    .addHelpText('after', `\n${ENVIRONMENT}\n\n${EXIT_CODES}`);
  addValidate(program, found);
  addPlan(program, found);
  addApply(program, found);
  addDrift(program, found);
  addUndo(program, found);
  addRuns(program, found);
  addEmulator(program, found);
  return program;
}

function addCommand(program: Command, name: CommandName, summary: string): Command {
  return program
    .command(name)
    .description(summary)
    .helpOption('--help', 'show this help')
    .addHelpText('after', `\nExamples:\n${EXAMPLES[name]}`);
}

function addValidate(program: Command, found: (command: RunCommand) => void): void {
  addCommon(addCommand(program, 'validate', 'judge all persona files; no network, no key')).action(
    (selectors: string[], options: RawCommon) => found({ name: 'validate', ...commonOf(options), selectors }),
  );
}

function addPlan(program: Command, found: (command: RunCommand) => void): void {
  const command = addCommand(program, 'plan', 'show what apply would change; sends nothing but GET')
    .option('--out <file>', 'also save the plan, for apply --plan (readable by you alone: it holds your prompts)')
    .option('--detailed-exitcode', 'exit 2 when there are changes')
    .addOption(allowOption());
  addService(command).action((selectors: string[], options: RawPlan) => {
    const { out = null, detailedExitcode = false, allow = [] } = options;
    found({ name: 'plan', ...serviceOf(options), selectors, out, detailedExitcode, allow });
  });
}

function addApply(program: Command, found: (command: RunCommand) => void): void {
  const command = addCommand(program, 'apply', 'write what differs, verify it, and report')
    .option('--plan <file>', 'apply exactly this saved plan; asks nothing')
    .option('--auto-approve', 'do not ask; needed without a terminal, and with --format json')
    .option('-y, --yes', 'the same as --auto-approve')
    .addOption(allowOption());
  addService(command).action((selectors: string[], options: RawApply) => {
    const { plan = null, autoApprove = false, yes = false, allow = [] } = options;
    found({ name: 'apply', ...serviceOf(options), selectors, plan, autoApprove: autoApprove || yes, allow });
  });
}

interface RawPlan extends RawService {
  readonly out?: string;
  readonly detailedExitcode?: true;
  readonly allow?: readonly GuardName[];
}

interface RawApply extends RawService {
  readonly plan?: string;
  readonly autoApprove?: true;
  readonly yes?: true;
  readonly allow?: readonly GuardName[];
}

function addDrift(program: Command, found: (command: RunCommand) => void): void {
  const summary = 'tell which live personas are not as the files say; sends nothing but GET; exit 2 when any is not';
  addService(addCommand(program, 'drift', summary)).action((selectors: string[], options: RawService) =>
    found({ name: 'drift', ...serviceOf(options), selectors }),
  );
}

function addUndo(program: Command, found: (command: RunCommand) => void): void {
  const command = addCommand(program, 'undo', 'put back what a run wrote, where it still is as that run left it')
    .argument('[run]', RUN)
    .option('--journal <file>', 'take back the run of this journal, fetched from where it ran')
    .option('--auto-approve', 'do not ask; needed without a terminal, and with --format json')
    .option('-y, --yes', 'the same as --auto-approve')
    .addOption(allowOption());
  addServiceOptions(command).action((run: string | undefined, options: RawUndo) => {
    const { journal = null, autoApprove = false, yes = false, allow = [] } = options;
    const approval = { autoApprove: autoApprove || yes, allow };
    found({ name: 'undo', ...serviceOf(options), run: run ?? null, journal, ...approval });
  });
}

interface RawUndo extends RawService {
  readonly journal?: string;
  readonly autoApprove?: true;
  readonly yes?: true;
  readonly allow?: readonly GuardName[];
}

function addRuns(program: Command, found: (command: RunCommand) => void): void {
  const command = addCommand(program, 'runs', 'list the runs that wrote from this checkout; no network, no key');
  addCommonOptions(command).action((options: RawCommon) => found({ name: 'runs', ...commonOf(options) }));
}

interface RawEmulatorOptions {
  readonly config?: string;
  readonly port: number;
  readonly seed?: string;
  readonly rateLimit?: number;
  readonly quiet?: true;
}

function addEmulator(program: Command, found: (command: RunCommand) => void): void {
  addCommand(program, 'emulator', 'run a stand-in for the service on loopback, to try and test without a key')
    .option('--port <number>', 'the port to listen on; 0 takes a free one', wholeNumber(0, 65_535), 0)
    .option('--seed <path>', 'what it holds at the start: a folder of persona files, or a JSON file (default: nothing)')
    .option(
      '--rate-limit <number>',
      'requests a second before it answers 429 (default: no limit)',
      wholeNumber(1, 10_000),
    )
    .option('--config <file>', 'the persona-sync.yaml for a seed of persona files (default: found upwards)')
    .option('--quiet', 'do not tell of each request')
    .action((options: RawEmulatorOptions) => {
      const { config = null, port, seed = null, rateLimit = null, quiet = false } = options;
      found({ name: 'emulator', config, port, seed, rateLimit, quiet });
    });
}

/** Names of guards, divided by commas; may stand several times. */
function allowOption(): Option {
  const meaning = `risks that are meant: ${GUARD_NAMES.join(', ')} (repeatable, or divided by commas)`;
  return new Option('--allow <names>', meaning).argParser(guardNames);
}

function guardNames(text: string, before: readonly GuardName[] = []): GuardName[] {
  const names = text.split(',').map((word) => {
    const name = GUARD_NAMES.find((known) => known === word.trim());
    if (name !== undefined) return name;
    const nearest = nearestName(word.trim(), GUARD_NAMES);
    const advice = nearest === null ? `Known are ${GUARD_NAMES.join(', ')}.` : `Did you mean ${nearest}?`;
    throw new InvalidArgumentError(advice);
  });
  return [...before, ...names];
}

function addCommon(command: Command): Command {
  return addCommonOptions(command.argument('[selectors...]', SELECTORS));
}

function addCommonOptions(command: Command): Command {
  return command
    .option('--config <file>', 'the persona-sync.yaml to use (default: found upwards from here)')
    .addOption(new Option('--format <format>', 'how the result is printed').choices(FORMATS).default('text'))
    .option('--no-color', 'no colours')
    .option('--quiet', 'no progress; nothing at all when there is nothing to tell')
    .option('--verbose', 'tell of each file and each request');
}

function addService(command: Command): Command {
  return addServiceOptions(command.argument('[selectors...]', SELECTORS));
}

function addServiceOptions(command: Command): Command {
  return addCommonOptions(command)
    .option('--concurrency <number>', 'requests at once', wholeNumber(1, 64), 4)
    .addOption(
      new Option('--timeout <seconds>', 'how long one try of one request may take')
        .argParser(seconds)
        .default(30_000, '30'),
    );
}

interface RawCommon {
  readonly config?: string;
  readonly format: Format;
  readonly color: boolean;
  readonly quiet?: true;
  readonly verbose?: true;
}

interface RawService extends RawCommon {
  readonly concurrency: number;
  readonly timeout: number;
}

function commonOf(options: RawCommon): Omit<CommonOptions, 'selectors'> {
  const { config = null, format, color, quiet = false, verbose = false } = options;
  return { config, format, color, quiet, verbose };
}

function serviceOf(options: RawService): Omit<ServiceOptions, 'selectors'> {
  return { ...commonOf(options), concurrency: options.concurrency, timeout: options.timeout };
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

/** Seconds, also with a decimal point → milliseconds. */
function seconds(text: string): number {
  const number = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && number > 0 && number <= 3600) return number * 1000;
  throw new InvalidArgumentError('It must be a number of seconds, more than 0 and at most 3600.');
}

function usage(argv: readonly string[], stop: Stop): Parsed {
  return { kind: 'stop', stop, name: commandIn(argv), format: formatIn(argv) };
}
