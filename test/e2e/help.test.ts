/** The build prepares the help texts, so that no parser is loaded for them: they are what the parser would print. */
import { tmpdir } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { HELP } from '../../src/args/prepared-help.ts';
import { COMMAND_NAMES } from '../../src/model/command.ts';
import { runCli } from '../support/built-cli.ts';

const run = (args: readonly string[]) => runCli(args, { cwd: tmpdir() });

describe('--help', () => {
  it.each(['', ...COMMAND_NAMES])('of the built command %j', async (name) => {
    const args = name === '' ? ['--help'] : [name, '--help'];
    expect(await run(args)).toMatchObject({ exitCode: 0, stdout: HELP[name], stderr: '' });
  });

  it('is the same where the parser makes it', async () => {
    expect(await run(['plan', '--quiet', '--help'])).toMatchObject({ exitCode: 0, stdout: HELP.plan });
  });

  it('of what is no command is that of the program', async () => {
    expect(await run(['plna', '--help'])).toMatchObject({ exitCode: 0, stdout: HELP[''] });
  });
});
