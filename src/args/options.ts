/** Options that commands share, and what they become. */
import type { CommandName, RunCommand } from '../model/command.ts';
import { GUARD_NAMES, type GuardName } from '../model/guard.ts';
import {
  type CommonOptions,
  DEFAULT_HISTORY,
  FORMATS,
  type Format,
  PLAIN_FORMATS,
  type ReportedOptions,
  type ReportWish,
  type ReportWishes,
  type ServiceOptions,
} from '../model/options.ts';
import type { Shard } from '../model/shard.ts';
import { type Command, Option } from './commander.ts';
import { SELECTORS } from './help.ts';
import { guardNames, reportWishes, seconds, shard, wholeNumber } from './values.ts';

/** Told of the command that the command line asks for. */
export type Found = (command: RunCommand) => void;

/** A command, to which its own options are then added. */
export interface About {
  readonly name: CommandName;
  readonly summary: string;
  /** One line each, indented by two. */
  readonly examples: string;
}

export function addCommand(program: Command, { name, summary, examples }: About): Command {
  return program
    .command(name)
    .description(summary)
    .helpOption('--help', 'show this help')
    .addHelpText('after', `\nExamples:\n${examples}`);
}

/** Only what a branch touches. */
export function sinceOption(): Option {
  const meaning =
    'only personas whose files, prompts or values changed since this commit or branch (what HEAD and it share)';
  return new Option('--changed-since <ref>', meaning);
}

export interface RawSince {
  readonly changedSince?: string;
}

/** How far back git is asked who moved. */
export function historyOption(): Option {
  return new Option('--history <number>', 'how many commits are looked at to tell who changed what differs')
    .argParser(wholeNumber(1, 100_000))
    .default(DEFAULT_HISTORY);
}

/** A share of the personas, for one of several jobs. `joined`: whether `merge` takes what the jobs make. */
export function shardOption(joined: boolean): Option {
  const meaning = 'only this share of the personas, for one of n jobs';
  return new Option('--shard <i/n>', joined ? `${meaning}; join with merge` : meaning).argParser(shard);
}

export interface RawShard {
  readonly shard?: Shard;
}

/** Whether more than the personas is looked at. */
export function checkOption(): Option {
  const meaning = 'ask the account whether the voices, knowledge bases and pathways exist that the files refer to';
  return new Option('--check-references', meaning);
}

export interface RawCheck {
  readonly checkReferences?: true;
}

/** Names of guards, divided by commas; may stand several times. */
export function allowOption(): Option {
  const meaning = `risks that are meant: ${GUARD_NAMES.join(', ')} (repeatable, or divided by commas)`;
  return new Option('--allow <names>', meaning).argParser(guardNames);
}

/** The options of every command that may ask: they answer yes. */
export function addApproval(command: Command): Command {
  return command
    .option('--auto-approve', 'do not ask; needed without a terminal, and with another --format than text')
    .option('-y, --yes', 'the same as --auto-approve');
}

/** Without either, the environment says. */
export function addPromote(command: Command): Command {
  return command
    .option('--promote', 'then promote, draft → production: what callers hear')
    .option('--no-promote', 'do not promote, where the environment says promote: after-apply');
}

export interface RawApproval {
  readonly autoApprove?: true;
  readonly yes?: true;
}

export function isApproved({ autoApprove, yes }: RawApproval): boolean {
  return autoApprove === true || yes === true;
}

export interface RawAllow {
  readonly allow?: readonly GuardName[];
}

export function addCommonOptions(command: Command, formats: readonly Format[] = PLAIN_FORMATS): Command {
  return command
    .option('--config <file>', 'the persona-sync.yaml to use (default: found upwards from here)')
    .option('--env <name>', 'the environment, where persona-sync.yaml has several')
    .addOption(new Option('--format <format>', 'how the result is printed').choices(formats).default('text'))
    .option('--no-color', 'no colours')
    .option('--quiet', 'no progress; nothing at all when there is nothing to tell')
    .option('--verbose', 'tell of each file and each request');
}

export function addServiceOptions(command: Command, formats: readonly Format[] = PLAIN_FORMATS): Command {
  return addCommonOptions(command, formats)
    .option('--concurrency <number>', 'requests at once', wholeNumber(1, 64), 4)
    .addOption(
      new Option('--timeout <seconds>', 'how long one try of one request may take')
        .argParser(seconds)
        .default(30_000, '30'),
    );
}

/** The options of a command that reports on personas. */
export function addReported(command: Command): Command {
  return addReports(addServiceOptions(command, FORMATS));
}

export function addReports(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--report <format=file>',
        `also write a report to a file, as ${FORMATS.join(', ')} (repeatable)`,
      ).argParser(reportWishes),
    )
    .option('--summary', 'also append the Markdown to the job summary, the file that GITHUB_STEP_SUMMARY names');
}

/** For commands that take selectors. */
export function addSelectors(command: Command): Command {
  return command.argument('[selectors...]', SELECTORS);
}

export interface RawCommon {
  readonly config?: string;
  readonly env?: string;
  readonly format: Format;
  readonly color: boolean;
  readonly quiet?: true;
  readonly verbose?: true;
}

export interface RawService extends RawCommon {
  readonly concurrency: number;
  readonly timeout: number;
}

export interface RawReports {
  readonly report?: readonly ReportWish[];
  readonly summary?: true;
}

export interface RawReported extends RawService, RawReports {}

export function commonOf(options: RawCommon): Omit<CommonOptions, 'selectors'> {
  const { config = null, env = null, format, color, quiet = false, verbose = false } = options;
  return { config, env, format, color, quiet, verbose };
}

export function serviceOf(options: RawService): Omit<ServiceOptions, 'selectors'> {
  return { ...commonOf(options), concurrency: options.concurrency, timeout: options.timeout };
}

export function reportsOf({ report = [], summary }: RawReports): ReportWishes {
  return { reports: report, summary: summary === true };
}

export function reportedOf(options: RawReported): Omit<ReportedOptions, 'selectors'> {
  return { ...serviceOf(options), ...reportsOf(options) };
}
