/** README and `--help` say the same: which commands there are, which options each has, and commands that can be pasted. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { parseArgs } from '../../../src/args/parse.ts';
import { createProject, removeProject } from '../../support/project.ts';
import { runMain } from '../../support/run-main.ts';

const README = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const [, COMMANDS = ''] = /^## Commands\n(.*?)^### /ms.exec(README) ?? [];
const NAMES = [...helpOf().matchAll(/^ {2}([a-z]+) \[options\]/gm)].map(([, name = '']) => name);

/** Of all commands, without a name. */
function helpOf(...name: readonly string[]): string {
  const parsed = parseArgs([...name, '--help']);
  if (parsed.kind !== 'show') throw new Error(`no help of ${name.join(' ')}`);
  return parsed.text;
}

/** The cells of each row of a table, by its heading; `\|` is no border. */
function rowsBelow(heading: string): string[][] {
  const [, rows = ''] = new RegExp(`^\\| ${heading} \\|.*\\n\\|[-|]+\\|\\n((?:\\|.*\\n)+)`, 'm').exec(COMMANDS) ?? [];
  return [...rows.matchAll(/^\| ?(.*) ?\|$/gm)].map(([, cells = '']) =>
    cells.split(/(?<!\\)\|/).map((one) => one.trim()),
  );
}

/** `all`, `all but init and emulator`, or names divided by commas. */
function commandsIn(cell: string): string[] {
  const words: readonly string[] = cell.match(/[a-z]+/g) ?? [];
  if (words[0] === 'all') return NAMES.filter((name) => !words.includes(name));
  return [...words];
}

/** `plan --out VALUE`, `plan --promote`: options with the command, and whether they take a value. */
function optionsInReadme(): string[] {
  return rowsBelow('option').flatMap(([flags = '', commands = '']) =>
    [...flags.matchAll(/`(--?[a-z-]+)( [^`]+)?`/g)].flatMap(([, flag, value]) =>
      commandsIn(commands).map((name) => `${name} ${flag}${value === undefined ? '' : ' VALUE'}`),
    ),
  );
}

function optionsInHelp(): string[] {
  return NAMES.flatMap((name) =>
    [...helpOf(name).matchAll(/^ {2}(-[a-z], )?(--[a-z-]+)( <)?/gm)].flatMap(([, short, long, value]) =>
      [...(short === undefined ? [] : [short.slice(0, 2)]), long].map(
        (flag) => `${name} ${flag}${value === undefined ? '' : ' VALUE'}`,
      ),
    ),
  ).filter((option) => !option.endsWith(' --help'));
}

/** As a shell would divide them. Empty where something is to be put in, or the shell does more than that. */
function wordsOf(line: string): string[] {
  return (line.match(/'[^']*'|"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^(['"])(.*)\1$/, '$2'));
}

function isUnderstood(command: string): boolean {
  return parseArgs(wordsOf(command).slice(1)).kind === 'run';
}

/** The YAML blocks of a section; with `# path` as their first line, by that path. */
function yamlBelow(heading: string): [string, string][] {
  const [, section = ''] = new RegExp(`^##+ ${heading}\\n(.*?)^##+ `, 'ms').exec(README) ?? [];
  return [...section.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, block = '']) => [
    /^# ([\w/-]+\.yaml)/.exec(block)?.[1] ?? '',
    block,
  ]);
}

describe('the examples of README, pasted into an empty folder', () => {
  const folders: string[] = [];
  afterEach(() => Promise.all(folders.splice(0).map(removeProject)));

  it.each(['Writing a persona', 'Environments'])('%s: they are valid, without a warning', async (heading) => {
    const blocks = yamlBelow(heading).map(([name, text]) => [name === '' ? 'personas/support.yaml' : name, text]);
    expect(blocks).not.toEqual([]);
    const cwd = await createProject({ 'prompts/support.md': 'Be kind.\n', ...Object.fromEntries(blocks) });
    folders.push(cwd);
    const { exit, stdout, stderr } = await runMain(['validate'], { cwd });
    expect([exit, stdout, stderr]).toEqual([0, expect.stringContaining('1 persona file'), '']);
    expect(stdout).not.toContain('warning:');
  });
});

describe('README and --help', () => {
  it('name the same commands, in the same order', () => {
    const told = rowsBelow('command').map(([cell = '']) => /^`persona-sync ([a-z]+)/.exec(cell)?.[1]);
    expect([...new Set(told)]).toEqual(NAMES);
  });

  it('give each command the same options', () => {
    expect(optionsInReadme().sort()).toEqual(optionsInHelp().sort());
  });

  it.each(NAMES)('gives examples of %s that the command line understands', (name) => {
    const [, examples = ''] = /\nExamples:\n(.*)$/s.exec(helpOf(name)) ?? [];
    const commands = [...examples.matchAll(/^ {2}(persona-sync .*?)(?: {2,}|$)/gm)].map(([, command = '']) => command);
    expect(commands).not.toEqual([]);
    expect(commands.filter((command) => !isUnderstood(command))).toEqual([]);
  });

  it('says of no share that merge joins it where merge takes no such document', () => {
    const joined = NAMES.filter((name) => /join\s+with\s+merge/.test(helpOf(name)));
    expect(joined).toEqual(['plan', 'apply', 'drift']);
  });

  it('shows commands in README that the command line understands', () => {
    const blocks = [...README.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = '']) => block);
    const commands = blocks.flatMap((block) => [...block.matchAll(/(?:^|&& )(?:npx )?(persona-sync [^#\n&]*)/gm)]);
    expect(commands.length).toBeGreaterThan(20);
    expect(commands.map(([, command = '']) => command).filter((command) => !isUnderstood(command))).toEqual([]);
  });

  it('has no link in README that leads nowhere', () => {
    const headings = [...README.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .replaceAll(' ', '-'),
    );
    const links = [...README.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
    expect(links.filter((anchor) => !headings.includes(anchor))).toEqual([]);
  });
});
