/**
 * A team's repository on GitHub with the recipes in it: a bare repository, people who push and merge, the emulator as the
 * service, and the workflows of examples/ci run as GitHub would run them.
 */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ExecaError, execa } from 'execa';
import type { SeedPersona } from '../../../src/emulator/seed.ts';
import { type Emulator, startEmulator } from '../../../src/emulator/server.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { scrubbedEnv } from '../built-cli.ts';
import { type GhService, serveGh } from '../github/gh.ts';
import {
  emptyGitHub,
  FORK,
  type GitHub,
  OWN_REPOSITORY,
  type PullRequest,
  pullShape,
  REPOSITORY_NAME,
  takeId,
  type WorkflowRun,
} from '../github/state.ts';
import { createProject, writeInto } from '../project.ts';
import { type Job, type Workflow, workflowOf } from './parse.ts';
import { type Event, type RunResult, runWorkflow, type Settings } from './run.ts';
import type { Host } from './runner.ts';

const GH = fileURLToPath(new URL('../github/gh.mjs', import.meta.url));

/** Path → content; null takes the file away. */
type Files = Readonly<Record<string, string | null>>;

export interface TeamOptions {
  readonly files: Readonly<Record<string, string>>;
  /** The live personas. */
  readonly seed: readonly SeedPersona[];
  /** The packed tarball. */
  readonly tarball: string;
  /** Where `npm install --global` puts things, and what it has put there; shared by the tests of a file. */
  readonly npmPrefix: string;
  readonly installed: Set<string>;
  readonly settings?: Settings;
}

export interface Team {
  readonly github: GitHub;
  readonly emulator: Emulator;
  readonly folder: string;
  settings: Settings;
  git(...args: string[]): Promise<string>;
  /** Writes and commits on a branch (from `from`, else where the branch is), and pushes it. Resolves with the commit. */
  push(branch: string, files: Files, message?: string, from?: string): Promise<string>;
  openPull(
    branch: string,
    files: Files,
    options?: { readonly isFork?: boolean; readonly from?: string },
  ): Promise<PullRequest>;
  /** Another commit on its branch. */
  amend(pull: PullRequest, files: Files): Promise<void>;
  /** Runs plan.yml for the pull request as it is now. */
  plan(pull: PullRequest): Promise<RunResult>;
  /** Merges without running anything; resolves with the event of the push. */
  merge(pull: PullRequest, how?: 'squash' | 'merge'): Promise<Event>;
  /** `instead` is run in place of the script of the step `apply`. */
  apply(event: Event, instead?: string): Promise<RunResult>;
  dispatch(recipe: 'apply' | 'drift' | 'operate', inputs?: JsonObject): Promise<RunResult>;
  rerun(recipe: 'plan' | 'apply' | 'drift', event: Event, run: WorkflowRun): Promise<RunResult>;
  /** What a cancelled job gets: the signal goes to the process of the step alone. */
  cancel(): void;
  close(): Promise<void>;
}

export async function openTeam({
  files,
  seed,
  tarball,
  npmPrefix,
  installed,
  settings = {},
}: TeamOptions): Promise<Team> {
  const folder = await createProject({});
  const [origin, clone, bin] = ['origin.git', 'clone', 'bin'].map((name) => path.join(folder, name));
  if (origin === undefined || clone === undefined || bin === undefined) throw new Error('unreachable');
  const emulator = await startEmulator({ keys: ['emulator'], seed });
  const github = emptyGitHub();
  const gh: GhService = await serveGh(github);
  await mkdir(path.join(npmPrefix, 'bin'), { recursive: true });
  await execa('ln', ['-sf', GH, path.join(npmPrefix, 'bin', 'gh')]);
  const host: Host = { github, folder, origin, ghUrl: gh.url, npmPrefix, installed, running: new Set() };

  await execa('git', ['init', '--quiet', '--bare', '--initial-branch=main', origin]);
  await execa('git', ['-C', origin, 'config', 'uploadpack.allowAnySHA1InWant', 'true']);
  await execa('git', ['clone', '--quiet', origin, clone], { stderr: 'ignore' });
  const identity = {
    GIT_AUTHOR_NAME: 'Ann',
    GIT_AUTHOR_EMAIL: 'ann@acme.test',
    GIT_COMMITTER_NAME: 'Ann',
    GIT_COMMITTER_EMAIL: 'ann@acme.test',
  };
  const git = async (...args: string[]) =>
    (await execa('git', args, { cwd: clone, env: scrubbedEnv(identity), extendEnv: false })).stdout;

  const team: Team = {
    github,
    emulator,
    folder,
    settings: { ...settings, vars: { PERSONA_SYNC: tarball, BLAND_BASE_URL: emulator.url, ...settings.vars } },
    git,
    push: async (branch, changed, message = 'Change personas', from) => {
      await git('fetch', '--quiet', 'origin');
      const start = from ?? ((await isThere(git, `origin/${branch}`)) ? `origin/${branch}` : 'HEAD');
      if (await isThere(git, 'HEAD')) await git('checkout', '--quiet', '-B', branch, start);
      for (const [name, content] of Object.entries(changed)) {
        if (content === null) await rm(path.join(clone, name));
        else await writeInto(clone, name, content);
      }
      await git('add', '--all');
      await git('commit', '--quiet', '--message', message);
      await git('push', '--quiet', '--force', 'origin', `HEAD:${branch}`);
      return git('rev-parse', 'HEAD');
    },
    openPull: async (branch, changed, { isFork = false, from = 'origin/main' } = {}) => {
      await git('fetch', '--quiet', 'origin');
      const headSha = await team.push(branch, changed, `Work on ${branch}`, from);
      const pull: PullRequest = {
        number: takeId(github),
        headRepository: isFork ? FORK : OWN_REPOSITORY,
        headBranch: branch,
        headSha,
        base: 'main',
        state: 'open',
        merged: false,
        mergeCommit: null,
        title: branch,
        body: '',
      };
      github.pulls.push(pull);
      return pull;
    },
    amend: async (pull, changed) => {
      pull.headSha = await team.push(pull.headBranch, changed);
    },
    plan: async (pull) => {
      const event = await eventOf(team, pull);
      const branch = { head_branch: pull.headBranch, head_sha: pull.headSha, head_repository_id: pull.headRepository };
      return start(team, host, 'plan', event, branch);
    },
    merge: async (pull, how = 'squash') => {
      await git('fetch', '--quiet', 'origin');
      const before = await git('rev-parse', 'origin/main');
      await git('checkout', '--quiet', '-B', 'main', 'origin/main');
      await git('merge', '--quiet', ...(how === 'squash' ? ['--squash'] : ['--no-ff', '--no-edit']), pull.headSha);
      if (how === 'squash') await git('commit', '--quiet', '--message', `${pull.title} (#${pull.number})`);
      await git('push', '--quiet', 'origin', 'main');
      pull.mergeCommit = await git('rev-parse', 'HEAD');
      pull.merged = true;
      pull.state = 'closed';
      return pushEvent(before, pull.mergeCommit);
    },
    apply: (event, instead) => start(team, host, 'apply', event, onMain(event.sha), instead),
    dispatch: async (recipe, inputs = {}) => {
      await git('fetch', '--quiet', 'origin');
      const sha = await git('rev-parse', 'origin/main');
      const event: Event = { name: 'workflow_dispatch', payload: {}, ref: 'refs/heads/main', sha, inputs };
      return start(team, host, recipe, event, onMain(sha));
    },
    rerun: (recipe, event, run) => {
      run.attempt += 1;
      return runWorkflow(host, workflowOf(`examples/ci/${recipe}.yml`), event, team.settings, run);
    },
    cancel: () => {
      for (const child of host.running) child.kill('SIGINT');
    },
    close: async () => {
      await gh.close();
      await emulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await team.push('main', files, 'First personas');
  return team;
}

export function pushEvent(before: string, sha: string): Event {
  return { name: 'push', payload: { before, after: sha }, ref: 'refs/heads/main', sha };
}

type Head = Pick<WorkflowRun, 'head_branch' | 'head_sha' | 'head_repository_id'>;

function onMain(head_sha: string): Head {
  return { head_branch: 'main', head_sha, head_repository_id: OWN_REPOSITORY };
}

function start(team: Team, host: Host, recipe: string, event: Event, head: Head, instead?: string): Promise<RunResult> {
  const recipeFile = workflowOf(`examples/ci/${recipe}.yml`);
  const workflow = instead === undefined ? recipeFile : withScript(recipeFile, instead);
  const id = takeId(team.github);
  const run: WorkflowRun = {
    id,
    name: workflow.name,
    event: event.name,
    ...head,
    run_number: id,
    attempt: 1,
    status: 'in_progress',
    conclusion: null,
  };
  team.github.runs.push(run);
  return runWorkflow(host, workflow, event, team.settings, run);
}

function withScript(workflow: Workflow, run: string): Workflow {
  const jobs = Object.entries(workflow.jobs).map(([id, job]): [string, Job] => {
    return [id, { ...job, steps: job.steps.map((step) => (step.id === 'apply' ? { ...step, run } : step)) }];
  });
  return { ...workflow, jobs: Object.fromEntries(jobs) };
}

/** GitHub runs a pull request's workflows on a trial merge, which it keeps as a ref of its own. */
async function eventOf({ git }: Team, pull: PullRequest): Promise<Event> {
  await git('fetch', '--quiet', 'origin');
  await git('checkout', '--quiet', '--detach', `origin/${pull.base}`);
  await git('merge', '--quiet', '--no-ff', '--no-edit', pull.headSha);
  const sha = await git('rev-parse', 'HEAD');
  const ref = `refs/pull/${pull.number}/merge`;
  await git('push', '--quiet', '--force', 'origin', `HEAD:${ref}`);
  const isFork = pull.headRepository === FORK;
  const repo = { full_name: isFork ? 'mallory/voices' : REPOSITORY_NAME };
  const shape = pullShape(pull);
  return {
    name: 'pull_request',
    payload: {
      number: pull.number,
      pull_request: { ...shape, head: { sha: pull.headSha, ref: pull.headBranch, repo } },
    },
    ref,
    sha,
    headRef: pull.headBranch,
    baseRef: pull.base,
    isFork,
  };
}

async function isThere(git: Team['git'], ref: string): Promise<boolean> {
  return git('rev-parse', '--verify', '--quiet', ref).then(
    () => true,
    (_: ExecaError) => false,
  );
}
