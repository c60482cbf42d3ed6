/** Runs a pipeline of the GitLab recipe: each job in a clone of its own, its script as GitLab's runner gives it to bash. */
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { scrubbedEnv } from '../built-cli.ts';
import { type Gitlab, type KeptJob, PROJECT } from './api.ts';
import { type GitlabJob, globalVariables, jobsOf, ruleFor, type Variables } from './parse.ts';

export interface GitlabHost {
  readonly gitlab: Gitlab;
  readonly url: string;
  readonly folder: string;
  readonly origin: string;
  readonly npmPrefix: string;
  /** The project's variables; those of an environment go over them, in its jobs only. */
  readonly variables: Variables;
  readonly environments: Readonly<Record<string, Variables>>;
}

export interface PipelineResult {
  readonly id: number;
  readonly status: 'success' | 'failed';
  readonly jobs: Readonly<Record<string, { readonly status: 'success' | 'failed' | 'warning'; readonly log: string }>>;
}

/** `given` is what GitLab sets for this pipeline: its source, commit and branch. `play` are manual jobs to start as well. */
export async function runPipeline(
  host: GitlabHost,
  given: Variables,
  play: readonly string[] = [],
): Promise<PipelineResult> {
  const id = host.gitlab.jobs.length + 1000;
  const jobs: Record<string, PipelineResult['jobs'][string]> = {};
  const kept = new Map<string, KeptJob>();
  let hasFailed = false;
  for (const [name, job] of Object.entries(jobsOf())) {
    const outer = { CI_DEFAULT_BRANCH: 'main', ...host.variables, ...given };
    const when = ruleFor(job, { ...globalVariables(), ...outer });
    const isWanted = when === 'always' || (when === 'manual' ? play.includes(name) : when !== null && !hasFailed);
    if (!isWanted) continue;
    const needs = (job.needs ?? []).flatMap((need) => kept.get(typeof need === 'string' ? need : need.job) ?? []);
    const { exit, log, folder } = await runJob(host, job, outer, needs);
    const status = exit === 0 ? 'success' : exit === job.allow_failure?.exit_codes ? 'warning' : 'failed';
    const one: KeptJob = {
      id: host.gitlab.jobs.length + 1,
      name,
      pipeline: id,
      ref: given.CI_COMMIT_BRANCH ?? '',
      status: status === 'failed' ? 'failed' : 'success',
      folder,
    };
    host.gitlab.jobs.push(one);
    kept.set(name, one);
    jobs[name] = { status, log };
    hasFailed ||= status === 'failed';
  }
  return { id, status: hasFailed ? 'failed' : 'success', jobs };
}

async function runJob(host: GitlabHost, job: GitlabJob, outer: Variables, needs: readonly KeptJob[]) {
  const home = await mkdtemp(path.join(host.folder, 'gitlab-'));
  const [work, folder] = [path.join(home, 'work'), path.join(home, 'artifacts')];
  await mkdir(work);
  await mkdir(folder);
  if (job.variables?.GIT_STRATEGY !== 'none') await checkout(host, work, outer);
  for (const need of needs) await cp(need.folder, work, { recursive: true });
  const env = await environmentOf(host, job, outer, { work, home });
  const script = [...(job.before_script ?? []), ...(job.script ?? [])];
  const main = await bash(work, script, env);
  const after = await bash(work, job.after_script ?? [], env);
  for (const kept of job.artifacts?.paths ?? []) {
    await cp(path.join(work, kept), path.join(folder, kept), { recursive: true }).catch(() => {});
  }
  return { exit: main.exit, log: main.log + after.log, folder };
}

async function checkout(host: GitlabHost, cwd: string, { CI_COMMIT_SHA = '' }: Variables): Promise<void> {
  await execa('git', ['clone', '--quiet', '--no-checkout', `file://${host.origin}`, cwd]);
  await execa('git', ['checkout', '--quiet', '--detach', CI_COMMIT_SHA], { cwd });
}

/** Variables may name others, which are put in; those of the environment go over the project's. */
async function environmentOf(
  host: GitlabHost,
  job: GitlabJob,
  outer: Variables,
  { work, home }: { readonly work: string; readonly home: string },
): Promise<Variables> {
  const own = { ...globalVariables(), ...job.variables, ...outer };
  const environment = typeof job.environment === 'object' ? job.environment.name : expand(job.environment ?? '', own);
  const all: Variables = { ...own, ...host.environments[environment] };
  const expanded = Object.entries(all).map(([name, value]): [string, string] => [
    name,
    expand(expand(value, all), all),
  ]);
  const { PATH = '', ...scrubbed } = scrubbedEnv();
  return {
    ...scrubbed,
    ...Object.fromEntries(expanded),
    CI: 'true',
    CI_API_V4_URL: `${host.url}${path.dirname(path.dirname(PROJECT))}`,
    CI_PROJECT_ID: '7',
    CI_PROJECT_DIR: work,
    CI_JOB_ID: String(host.gitlab.jobs.length + 1),
    CI_JOB_TOKEN: 'job',
    HOME: home,
    PATH: [path.join(host.npmPrefix, 'bin'), PATH].join(path.delimiter),
    npm_config_prefix: host.npmPrefix,
    npm_config_offline: 'true',
    npm_config_update_notifier: 'false',
  };
}

function expand(value: string, variables: Variables): string {
  return value.replace(/\$(\w+)/g, (_, name: string) => variables[name] ?? '');
}

/** All lines in one shell, which ends at the first that fails. */
function bash(cwd: string, lines: readonly string[], env: Variables) {
  return new Promise<{ exit: number; log: string }>((resolve, reject) => {
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', lines.join('\n')], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let log = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        log += chunk;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ exit: code ?? 128, log }));
  });
}
