import { type Command, Option } from './commander.ts';
import { type About, addCommand, addCommonOptions, commonOf, type Found, type RawCommon } from './options.ts';
import { seconds } from './values.ts';

const ABOUT: About = {
  name: 'doctor',
  summary:
    'check key, account, config, files, their personas, schema lines, git and clock; says what to mend, sends only GET',
  examples: `  persona-sync doctor
  persona-sync doctor --env staging          with the key and the account of this environment`,
};

interface RawDoctor extends RawCommon {
  readonly timeout: number;
}

export function addDoctor(program: Command, found: Found): void {
  const timeout = new Option('--timeout <seconds>', 'how long one try of one request may take');
  addCommonOptions(addCommand(program, ABOUT))
    .addOption(timeout.argParser(seconds).default(30_000, '30'))
    .action((options: RawDoctor) => found({ name: 'doctor', ...commonOf(options), timeout: options.timeout }));
}
