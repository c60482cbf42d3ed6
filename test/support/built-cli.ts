import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

/** The built program, as it is shipped. `npm test` builds it first. */
export const BUILT_CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** What a test's shell may hand down; above all no `BLAND_…` and nothing that tells of a CI or a colour terminal. */
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'TEMP', 'SystemRoot'];

export interface CliOptions {
  readonly cwd: string;
  /** The only variables beside `PATH`, `HOME` and the like. */
  readonly env?: Readonly<Record<string, string>>;
  /** Text for stdin, which is closed without it. */
  readonly input?: string;
}

export interface CliResult {
  /** Undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built CLI to its end under the Node that runs the tests. Resolves whatever the exit code. */
export async function runCli(args: readonly string[], { cwd, env, input }: CliOptions): Promise<CliResult> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [BUILT_CLI, ...args], {
    cwd,
    env: scrubbedEnv(env),
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
  });
  return { exitCode, stdout, stderr };
}

/** The environment of a program under test: nothing of the developer's own but what a program cannot do without. */
export function scrubbedEnv(env: Readonly<Record<string, string>> = {}): Record<string, string> {
  const passedOn = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(passedOn), ...env };
}
