import { SHOWN_PLANES, type ShownPlane } from '../model/command.ts';
import { type Command, Option } from './commander.ts';
import { ONE_PERSONA } from './history.ts';
import { type About, addCommand, addServiceOptions, type Found, type RawService, serviceOf } from './options.ts';

const ABOUT: About = {
  name: 'show',
  summary: 'print a persona as callers hear it, or find a sentence in all of them; sends nothing but GET',
  examples: `  persona-sync show emea/support             what callers hear, as a persona file would say it
  persona-sync show +14155550100             the same, by a number that it answers
  persona-sync show emea/support --plane draft --field personality_prompt
  persona-sync show --grep "spring offer"    where a sentence stands: files, draft, production; exit 1 when nowhere`,
};

const SELECTORS = `${ONE_PERSONA}\nWith --grep also globs of keys, and several; without any, every persona of the account, with a file or without.`;

interface RawShow extends RawService {
  readonly plane?: ShownPlane;
  readonly field?: string;
  readonly grep?: string;
}

export function addShow(program: Command, found: Found): void {
  const plane = new Option('--plane <plane>', 'which side to show (default: production; with --grep all)');
  const command = addCommand(program, ABOUT)
    .argument('[selectors...]', SELECTORS)
    .addOption(plane.choices(SHOWN_PLANES))
    .option('--field <field>', 'only this field: personality_prompt, call_config.voice; text is printed bare')
    .option('--grep <text>', 'find this text in all personas, whatever its case and line breaks');
  addServiceOptions(command).action((selectors: string[], options: RawShow) => {
    const { plane = null, field = null, grep = null } = options;
    found({ name: 'show', ...serviceOf(options), selectors, plane, field, grep });
  });
}
