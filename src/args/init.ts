import { type InitCommand, RECIPES } from '../model/command.ts';
import { type Format, PLAIN_FORMATS } from '../model/options.ts';
import { type Command, Option } from './commander.ts';
import { type About, addCommand, type Found } from './options.ts';

const ABOUT: About = {
  name: 'init',
  summary:
    'begin a project here: config, personas folder, .gitignore, CI recipes; overwrites nothing; no network, no key',
  examples: `  persona-sync init                          asks for what it needs, on a terminal
  persona-sync init --ci github              with the workflows for plan, apply, drift and by hand
  persona-sync init --environments staging,production`,
};

interface RawInit {
  readonly personas?: string;
  readonly environments?: string;
  readonly ci?: NonNullable<InitCommand['ci']>;
  readonly format: Format;
  readonly color: boolean;
  readonly quiet?: true;
}

export function addInit(program: Command, found: Found): void {
  addCommand(program, ABOUT)
    .option('--personas <folder>', 'where the persona files are to be (default: personas)')
    .option(
      '--environments <names>',
      'accounts that the files are for, divided by commas (default: one, without a name)',
    )
    .addOption(new Option('--ci <name>', 'write the recipes for this CI (default: none)').choices(RECIPES))
    .addOption(new Option('--format <format>', 'how the result is printed').choices(PLAIN_FORMATS).default('text'))
    .option('--no-color', 'no colours')
    .option('--quiet', 'nothing but errors')
    .action((options: RawInit) => {
      const { personas = null, environments, ci = null, format, color, quiet = false } = options;
      const names = environments === undefined ? null : namesIn(environments);
      found({ name: 'init', personas, environments: names, ci, format, color, quiet });
    });
}

export function namesIn(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
