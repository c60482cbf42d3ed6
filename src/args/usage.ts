/** What is wrong with a command line, in words that help. */
import { Stop } from '../errors.ts';
import {
  type ApplyCommand,
  type BindCommand,
  COMMAND_NAMES,
  type CommandName,
  type DriftCommand,
  type PlanCommand,
  type PullCommand,
  type RunCommand,
  type ShowCommand,
  type UndoCommand,
} from '../model/command.ts';
import { commandFor, commandLine } from '../model/command-line.ts';
import { FORMATS, type Format, type ReportWishes } from '../model/options.ts';
import { reportWish } from './values.ts';

/** Options that cannot go together, and what was surely meant otherwise. */
export function findContradiction(command: RunCommand): Stop | null {
  const twice = 'reports' in command ? findFileNamedTwice(command) : null;
  if (twice !== null) return twice;
  const unasked = 'checkReferences' in command ? findUnaskedCheck(command) : null;
  if (unasked !== null) return unasked;
  if (command.name === 'undo') return findUndoContradiction(command);
  if (command.name === 'bind') return findBindContradiction(command);
  if (command.name === 'show') return findShowContradiction(command);
  if (command.name === 'pull') return findPullContradiction(command);
  if (command.name === 'drift') return findDriftContradiction(command);
  return command.name === 'apply' ? findApplyContradiction(command) : null;
}

function findApplyContradiction(command: ApplyCommand): Stop | null {
  if (command.plan !== null && command.reviewed !== null) {
    return new Stop(
      'usage',
      'apply takes --plan or --reviewed, not both.',
      `To apply exactly the document: ${commandLine(['apply', '--plan', command.plan])}; only its changes, from a fresh plan: ${commandLine(['apply', '--reviewed', command.reviewed])}`,
    );
  }
  if (command.plan !== null && command.changedSince !== null) {
    return new Stop(
      'usage',
      'apply --plan takes no --changed-since: it applies the whole document.',
      `Plan again: ${commandLine(['plan', '--changed-since', command.changedSince, '--out', 'FILE'])}`,
    );
  }
  if (command.plan !== null && command.selectors.length > 0) {
    return new Stop(
      'usage',
      'apply --plan takes no selectors: it applies the whole document.',
      'Plan again with the selectors: persona-sync plan SELECTORS --out FILE',
    );
  }
  if (command.plan !== null && command.shard !== null) {
    return new Stop(
      'usage',
      'apply --plan takes no --shard: it applies the whole document.',
      'Plan again for the share: persona-sync plan --shard I/N --out FILE',
    );
  }
  const file = command.selectors.find((selector) => selector.endsWith('.json'));
  if (file === undefined) return null;
  return new Stop('usage', `"${file}" is no persona.`, `To apply a saved plan: persona-sync apply --plan ${file}`);
}

/** Neither a snapshot nor a saved plan asks anything of the account. */
function findUnaskedCheck(command: PlanCommand | ApplyCommand): Stop | null {
  if (!command.checkReferences) return null;
  if (command.name === 'plan' && command.live !== null) {
    const hint = 'Without the snapshot: persona-sync plan --check-references';
    return new Stop('usage', 'plan --live takes no --check-references: it asks the account nothing.', hint);
  }
  if (command.name !== 'apply' || command.plan === null) return null;
  return new Stop(
    'usage',
    'apply --plan takes no --check-references: it applies the document as it was checked.',
    'Check when you plan: persona-sync plan --check-references --out FILE',
  );
}

function findDriftContradiction({ unmanaged, changedSince }: DriftCommand): Stop | null {
  if (!unmanaged || changedSince === null) return null;
  const hint = 'Ask for the one or the other: persona-sync drift --unmanaged';
  return new Stop('usage', 'drift --unmanaged looks at the whole account, --changed-since at a branch.', hint);
}

function findPullContradiction({ all, selectors }: PullCommand): Stop | null {
  if (!all || selectors.length === 0) return null;
  const hint = `Those that are named: ${commandFor('pull', selectors)}; or all: persona-sync pull --all`;
  return new Stop('usage', 'pull --all takes no selectors: it takes every persona of the account.', hint);
}

/** Two documents in one file: the later would replace the other. */
function findFileNamedTwice(command: ReportWishes & { readonly out?: string | null }): Stop | null {
  const files = [command.out ?? [], ...command.reports.map(({ file }) => file)].flat();
  const twice = files.find((file, at) => files.indexOf(file) !== at);
  if (twice === undefined) return null;
  return new Stop('usage', `${twice} is named twice: one document would replace the other.`, 'Give each its own file.');
}

function findUndoContradiction({ run, journal }: UndoCommand): Stop | null {
  if (run !== null && journal !== null) {
    const hint = `Name the run, or its journal: persona-sync undo --journal ${journal}`;
    return new Stop('usage', 'undo takes a run or a journal, not both.', hint);
  }
  if (run?.trim() === '') {
    const hint = 'Name the run (see persona-sync runs), or none for the newest: persona-sync undo';
    return new Stop('usage', `"${run}" is no run.`, hint);
  }
  if (run?.endsWith('.jsonl') !== true) return null;
  return new Stop(
    'usage',
    `"${run}" is no run.`,
    `To take back the run of a journal: persona-sync undo --journal ${run}`,
  );
}

function findBindContradiction({ key, id, byName }: BindCommand): Stop | null {
  if (byName && key !== null)
    return new Stop('usage', 'bind takes a key and an id, or --by-name.', 'For all names: persona-sync bind --by-name');
  if (byName) return null;
  if (key === null || id === null) {
    const hint = 'Name both: persona-sync bind KEY ID; or bind all by their names: persona-sync bind --by-name';
    return new Stop('usage', 'bind needs the key of a persona file and the id of a live persona.', hint);
  }
  if (/^[A-Za-z0-9-]{1,64}$/.test(id)) return null;
  return new Stop(
    'usage',
    `"${id}" is no id: 1 to 64 letters, digits or hyphens.`,
    'Copy it from the address of the persona in the dashboard.',
  );
}

function findShowContradiction({ selectors, grep }: ShowCommand): Stop | null {
  if (grep !== null || selectors.length === 1) return null;
  if (selectors.length === 0) {
    const hint = 'Name it: persona-sync show KEY; to see which there are: persona-sync status';
    return new Stop('usage', 'show needs a persona, or a text to look for (--grep).', hint);
  }
  const hint = `One after the other: ${commandFor('show', selectors.slice(0, 1))}`;
  return new Stop('usage', `show prints one persona, and ${selectors.length} selectors are given.`, hint);
}

/** What users of other tools type. */
const ELSEWHERE: Readonly<Record<string, CommandName>> = {
  push: 'apply',
  sync: 'apply',
  diff: 'plan',
  import: 'pull',
  revert: 'undo',
  log: 'history',
  versions: 'history',
  grep: 'show',
  get: 'show',
  publish: 'promote',
  release: 'promote',
};

export function explainUsage(error: { readonly message: string }, argv: readonly string[]): Stop {
  const [first = ''] = argv;
  const own = Object.hasOwn(ELSEWHERE, first) ? ELSEWHERE[first] : undefined;
  if (own !== undefined) {
    return new Stop('usage', `There is no command "${first}".`, `The command for that is: persona-sync ${own}`);
  }
  const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  if (first.startsWith('-') && suggestion === undefined) return optionsFirst(first, argv);
  const name = commandIn(argv);
  if (name === 'rollback' && message.startsWith("required option '--to ")) return noVersion(argv);
  const help = `See persona-sync ${name === null ? '' : `${name} `}--help`;
  return new Stop(
    'usage',
    sentence(message),
    suggestion === undefined ? help : `${suggestion.replace(/[()]/g, '')} ${help}`,
  );
}

function noVersion(argv: readonly string[]): Stop {
  const named = argv.slice(1).find((word) => !word.startsWith('-')) ?? 'KEY';
  const hint = `To see which there are: ${commandFor('history', [named])}`;
  return new Stop('usage', 'rollback needs the version to go back to (--to).', hint);
}

/** `unknown option '--x'` → `Unknown option '--x'.` */
function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.?]$/.test(text) ? '' : '.'}`;
}

/** An option before the command is taken for one of the program's own. */
function optionsFirst(option: string, argv: readonly string[]): Stop {
  const name = commandIn(argv);
  const at = name === null ? argv.length : argv.indexOf(name);
  const others = argv.filter((_, index) => index !== at);
  return new Stop(
    'usage',
    `'${option}' stands before the command.`,
    `Options stand behind the command: ${commandLine([name ?? 'COMMAND', ...others])}`,
  );
}

/** The first word that is a command's name, wherever it stands: the words before it may be options and their values. */
export function commandIn(argv: readonly string[]): CommandName | null {
  return argv.flatMap((word) => COMMAND_NAMES.filter((name) => name === word))[0] ?? null;
}

/** The format is found even in a command line that cannot be parsed: whoever asked for JSON gets JSON. */
export function formatIn(argv: readonly string[]): Format {
  const wanted = valuesIn(argv, '--format').at(-1);
  return FORMATS.find((format) => format === wanted) ?? 'text';
}

/** So are the environment and the config file: the report of a run is found again by its environment. */
export function placeIn(argv: readonly string[]): { readonly env: string | null; readonly config: string | null } {
  return { env: valuesIn(argv, '--env').at(-1) ?? null, config: valuesIn(argv, '--config').at(-1) ?? null };
}

/** So are the reports: a report of an earlier run must not be taken for one of this run. */
export function reportsIn(argv: readonly string[]): ReportWishes {
  return {
    reports: valuesIn(argv, '--report').flatMap((text) => reportWish(text) ?? []),
    summary: argv.includes('--summary'),
  };
}

/** What stands behind an option, as `--option value` or `--option=value`. */
function valuesIn(argv: readonly string[], option: string): string[] {
  return argv.flatMap((word, at) => {
    if (word === option) return [argv[at + 1] ?? ''];
    return word.startsWith(`${option}=`) ? [word.slice(option.length + 1)] : [];
  });
}
