/**
 * The one door to git. A repository is written by strangers, and git's configuration can name programs to run: every
 * process gets no pager, no prompt, no hook, no watcher, no network and no key, and takes paths literally. What looks at files
 * of the work tree also wants `withoutFilters`.
 */

export interface GitPlace {
  /** Absolute. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Fires to end a process whose answer is not wanted any more. */
  readonly unwanted?: AbortSignal;
}

export type GitFailure =
  | { readonly kind: 'not_installed' }
  /** What git said, in English. */
  | { readonly kind: 'failed'; readonly message: string };

export type GitAnswer =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly failure: GitFailure };

/** Milliseconds after which a git that does not end is ended. */
const LONGEST_RUN = 120_000;

/** Runs git to its end. Never rejects. */
export async function runGit(args: readonly string[], { folder, env, unwanted }: GitPlace): Promise<GitAnswer> {
  const { execa } = await import('execa');
  const result = await execa('git', [...HARDENED, ...args], {
    cwd: folder,
    env: gitEnvironment(env),
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    stripFinalNewline: false,
    timeout: LONGEST_RUN,
    ...(unwanted === undefined ? {} : { cancelSignal: unwanted }),
  });
  if (result.exitCode === 0) return { ok: true, text: result.stdout };
  if (result.code === 'ENOENT') return { ok: false, failure: { kind: 'not_installed' } };
  return {
    ok: false,
    failure: { kind: 'failed', message: firstLine(result.stderr) || firstLine(result.shortMessage ?? '') },
  };
}

/** A git that goes on running: lines in, bytes out. */
export interface GitProcess {
  send(line: string): void;
  /** Ends its input; resolves when it has ended. */
  end(): Promise<void>;
}

/** `onBytes` is given what it prints, `onEnd` is called once when it has ended, for whatever reason. */
export async function startGit(
  args: readonly string[],
  { folder, env }: GitPlace,
  { onBytes, onEnd }: { readonly onBytes: (bytes: Buffer) => void; readonly onEnd: () => void },
): Promise<GitProcess> {
  const { execa } = await import('execa');
  const child = execa('git', [...HARDENED, ...args], {
    cwd: folder,
    env: gitEnvironment(env),
    extendEnv: false,
    reject: false,
    buffer: false,
    stderr: 'ignore',
  });
  child.stdin.on('error', () => {});
  child.stdout.on('data', onBytes);
  const ended = child.then(onEnd);
  return {
    send: (line) => void child.stdin.write(`${line}\n`),
    end: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/** Configuration that may name a program, or bend what is printed. */
const HARDENED: readonly string[] = [
  '--no-pager',
  '--no-replace-objects',
  '--literal-pathspecs',
  ...[
    'core.fsmonitor=false',
    'core.hooksPath=/dev/null',
    'core.quotePath=false',
    'diff.relative=false',
    'log.showRoot=true',
    'log.showSignature=false',
    'protocol.allow=never',
  ].flatMap((setting) => ['-c', setting]),
];

/** What git needs to find itself, its user's configuration and its trust in a folder; never where its repository is, and no key. */
const PASSED_ON =
  /^(?:PATH|HOME|USERPROFILE|XDG_CONFIG_HOME|SystemRoot|TMPDIR|TEMP|TMP|SUDO_UID|GIT_CONFIG_\w+|GIT_TEST_ASSUME_DIFFERENT_OWNER)$/i;

function gitEnvironment(env: GitPlace['env']): Record<string, string> {
  const passed = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && PASSED_ON.test(name) ? [[name, value] as const] : [],
  );
  return {
    ...Object.fromEntries(passed),
    LC_ALL: 'C',
    GIT_GRAFT_FILE: '/dev/null',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
  };
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
