/**
 * The help of the program (`''`) and of each command. This file makes the texts with the parser; the build puts the texts in
 * its place (`scripts/prepared-help.mjs`), so that `--help` need not load the parser.
 */
import { COMMAND_NAMES } from '../model/command.ts';
import { parseArgs } from './parse.ts';

export const HELP: Readonly<Record<string, string>> = Object.fromEntries(
  ['', ...COMMAND_NAMES].map((name) => {
    const parsed = parseArgs([name, '--help'].filter((word) => word !== ''));
    return [name, parsed.kind === 'show' ? parsed.text : ''];
  }),
);
