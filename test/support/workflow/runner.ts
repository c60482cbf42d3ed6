/** The machine that a job runs on: its folders and environment, and what one step is to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { JsonObject } from '../../../src/model/json.ts';
import { scrubbedEnv } from '../built-cli.ts';
import type { GitHub, Permissions, WorkflowRun } from '../github/state.ts';
import type { Status } from './expressions.ts';

/** What all jobs of a test share. */
export interface Host {
  readonly github: GitHub;
  /** A folder of the test; each job makes one of its own in it. */
  readonly folder: string;
  /** The bare repository that `actions/checkout` clones. */
  readonly origin: string;
  /** Where the stand-in for `gh` listens. */
  readonly ghUrl: string;
  /** Holds `bin/`, where npm puts what is installed globally, as on a hosted runner. */
  readonly npmPrefix: string;
  /** Packages that the action has installed there. */
  readonly installed: Set<string>;
  /** The shells of the steps under way; whoever cancels a job signals these. */
  readonly running: Set<ChildProcess>;
}

/** A job under way. What steps leave for those after them is changed in place. */
export interface Machine {
  readonly host: Host;
  readonly run: WorkflowRun;
  readonly workspace: string;
  readonly temp: string;
  readonly permissions: Permissions;
  /** `github`, `vars`, `secrets`, `needs`, `matrix`, `inputs`. */
  readonly contexts: JsonObject;
  /** Variables of the runner itself: `GITHUB_SHA` and the like. No `env:` can change them. */
  readonly builtIn: Readonly<Record<string, string>>;
  /** From `GITHUB_ENV` and `GITHUB_PATH`. */
  readonly exported: Record<string, string>;
  readonly pathFolders: string[];
  summary: string;
  log: string;
}

/** What a step gave: `outcome` before `continue-on-error`, `conclusion` after. */
export interface StepResult {
  readonly name: string;
  readonly outcome: 'success' | 'failure' | 'skipped';
  readonly conclusion: 'success' | 'failure' | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
}

/** What the steps before have come to, within a job or a composite action. */
export interface Progress {
  readonly steps: Record<string, JsonObject>;
  status: Status;
}

export async function makeMachine(
  host: Host,
  run: WorkflowRun,
  given: Pick<Machine, 'permissions' | 'contexts' | 'builtIn'>,
): Promise<Machine> {
  const home = await mkdtemp(path.join(host.folder, 'job-'));
  const [workspace, temp] = [path.join(home, 'work'), path.join(home, 'temp')];
  await Promise.all([workspace, temp, path.join(home, 'home')].map((folder) => mkdir(folder)));
  const builtIn = {
    ...given.builtIn,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: temp,
    HOME: path.join(home, 'home'),
  };
  return { host, run, workspace, temp, ...given, builtIn, exported: {}, pathFolders: [], summary: '', log: '' };
}

const FILES = ['GITHUB_ENV', 'GITHUB_OUTPUT', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY'] as const;

export interface Ran {
  readonly exit: number;
  readonly outputs: Record<string, string>;
  readonly log: string;
}

/** Runs a script as `shell: bash` does, and takes over what it wrote into the runner's files. */
export async function runScript(
  machine: Machine,
  script: string,
  { env, folder }: { readonly env: Readonly<Record<string, string>>; readonly folder: string },
): Promise<Ran> {
  const own = await mkdtemp(path.join(machine.temp, 'step-'));
  const files = Object.fromEntries(FILES.map((name) => [name, path.join(own, name)]));
  await Promise.all(Object.values(files).map((file) => writeFile(file, '')));
  const file = path.join(own, 'script.sh');
  await writeFile(file, script);
  const { PATH = '', ...scrubbed } = scrubbedEnv();
  const search = [...machine.pathFolders, path.join(machine.host.npmPrefix, 'bin'), PATH].join(path.delimiter);
  const { exit, log } = await bash(machine.host, file, folder, {
    ...scrubbed,
    ...env,
    ...machine.exported,
    ...env,
    ...machine.builtIn,
    ...files,
    PATH: search,
    GH_STAND_IN: machine.host.ghUrl,
    npm_config_prefix: machine.host.npmPrefix,
    npm_config_offline: 'true',
    npm_config_update_notifier: 'false',
  });
  machine.log += log;
  return { exit, log, outputs: await takeOver(machine, files) };
}

function bash({ running }: Host, file: string, cwd: string, env: Readonly<Record<string, string>>) {
  return new Promise<{ exit: number; log: string }>((resolve, reject) => {
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', file], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    let log = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        log += chunk;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
      resolve({ exit: code ?? 128, log });
    });
  });
}

async function takeOver(machine: Machine, files: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const read = async (name: (typeof FILES)[number]) => readFile(files[name] ?? '', 'utf8');
  Object.assign(machine.exported, parseAssignments(await read('GITHUB_ENV')));
  machine.pathFolders.unshift(...(await read('GITHUB_PATH')).split('\n').filter((line) => line !== ''));
  machine.summary += await read('GITHUB_STEP_SUMMARY');
  return parseAssignments(await read('GITHUB_OUTPUT'));
}

/** `name=value` lines, and `name<<MARK` … `MARK` blocks. */
export function parseAssignments(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = text.split('\n');
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    const block = /^([^=<]+)<<(.+)$/.exec(line);
    const [, name = '', mark = ''] = block ?? [];
    if (block !== null) {
      const end = lines.indexOf(mark);
      if (end < 0) throw new Error(`The mark "${mark}" of ${name} never came.`);
      found[name] = lines
        .splice(0, end + 1)
        .slice(0, -1)
        .join('\n');
    } else if (line !== '') {
      const at = line.indexOf('=');
      if (at < 1) throw new Error(`The runner cannot read the line "${line}".`);
      found[line.slice(0, at)] = line.slice(at + 1);
    }
  }
  return found;
}
