/** Runs a whole workflow: its jobs in the order of their needs, each matrix in its order, with the rights each is given. */
import type { JsonObject, JsonValue } from '../../../src/model/json.ts';
import { type Permissions, REPOSITORY_NAME, takeId, type WorkflowRun } from '../github/state.ts';
import { asText, fillIn, fillInAll, holds, type Scope, type Status } from './expressions.ts';
import type { Job, Workflow } from './parse.ts';
import { type Host, makeMachine, type Progress, type StepResult } from './runner.ts';
import { outputsOf, runSteps } from './steps.ts';

export interface Stored {
  readonly secrets?: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, string>>;
}

/** What the repository's settings hold; an environment's go over the repository's. */
export interface Settings extends Stored {
  readonly environments?: Readonly<Record<string, Stored>>;
}

export interface Event {
  readonly name: 'pull_request' | 'push' | 'schedule' | 'workflow_dispatch';
  readonly payload: JsonObject;
  readonly ref: string;
  readonly sha: string;
  readonly headRef?: string;
  readonly baseRef?: string;
  readonly actor?: string;
  readonly inputs?: JsonObject;
  /** A pull request from a fork: no secrets, and a token that can only read. */
  readonly isFork?: boolean;
}

export interface JobResult {
  readonly result: 'success' | 'failure' | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly StepResult[];
  readonly summary: string;
  readonly log: string;
}

export interface RunResult {
  readonly run: WorkflowRun;
  readonly conclusion: 'success' | 'failure';
  /** By the job's id, with the matrix's values in brackets where there is one. */
  readonly jobs: Readonly<Record<string, JobResult>>;
}

const SKIPPED: JobResult = { result: 'skipped', outputs: {}, steps: [], summary: '', log: '' };

export async function runWorkflow(
  host: Host,
  workflow: Workflow,
  event: Event,
  settings: Settings,
  run: WorkflowRun,
): Promise<RunResult> {
  const jobs: Record<string, JobResult> = {};
  const needed: Record<string, JobResult> = {};
  for (const [id, job] of inOrder(workflow.jobs)) {
    const needs = [job.needs ?? []].flat();
    const contexts: JsonObject = {
      ...outerContexts(event, run, workflow),
      vars: { ...settings.vars },
      needs: Object.fromEntries(needs.map((name) => [name, shownToOthers(needed[name] ?? SKIPPED)])),
    };
    const scope = { status: statusOf(needs.map((name) => needed[name] ?? SKIPPED)), contexts };
    const parts: JobResult[] = [];
    for (const matrix of holds(job.if, scope) ? matrixOf(job, scope) : []) {
      const label = Object.values(matrix).map(asText).join(', ');
      const part = await runJob(host, workflow, job, { event, settings, run, contexts: { ...contexts, matrix } });
      jobs[job.strategy === undefined ? id : `${id} (${label})`] = part;
      parts.push(part);
    }
    needed[id] = parts.length === 0 ? SKIPPED : together(parts);
    if (parts.length === 0) jobs[id] = SKIPPED;
  }
  const conclusion = Object.values(jobs).some(({ result }) => result === 'failure') ? 'failure' : 'success';
  run.status = 'completed';
  run.conclusion = conclusion;
  return { run, conclusion, jobs };
}

/** Each job after those that it needs. */
function inOrder(jobs: Readonly<Record<string, Job>>): [string, Job][] {
  const left = new Map(Object.entries(jobs));
  const ordered: [string, Job][] = [];
  while (left.size > 0) {
    const next = [...left].find(([, job]) => [job.needs ?? []].flat().every((name) => !left.has(name)));
    if (next === undefined) throw new Error('The jobs need each other in a circle.');
    ordered.push(next);
    left.delete(next[0]);
  }
  return ordered;
}

function statusOf(needs: readonly JobResult[]): Status {
  return needs.every(({ result }) => result === 'success') ? 'success' : 'failure';
}

function shownToOthers({ result, outputs }: JobResult): JsonObject {
  return { result, outputs: { ...outputs } };
}

function together(parts: readonly JobResult[]): JobResult {
  return {
    result: parts.some(({ result }) => result === 'failure') ? 'failure' : 'success',
    outputs: Object.assign({}, ...parts.map(({ outputs }) => outputs)),
    steps: parts.flatMap(({ steps }) => steps),
    summary: parts.map(({ summary }) => summary).join(''),
    log: parts.map(({ log }) => log).join(''),
  };
}

/** Every combination of the matrix's lists. */
function matrixOf({ strategy }: Job, scope: Scope): JsonObject[] {
  let combinations: JsonObject[] = [{}];
  for (const [name, given] of Object.entries(strategy?.matrix ?? {})) {
    const values = fillIn(given, scope);
    if (!Array.isArray(values)) throw new Error(`The matrix's ${name} is no list.`);
    combinations = combinations.flatMap((one) => values.map((value: JsonValue) => ({ ...one, [name]: value })));
  }
  return combinations;
}

interface Around {
  readonly event: Event;
  readonly settings: Settings;
  readonly run: WorkflowRun;
  readonly contexts: JsonObject;
}

async function runJob(host: Host, workflow: Workflow, job: Job, around: Around): Promise<JobResult> {
  const { event, settings, run } = around;
  const scope: Scope = { status: 'success', contexts: around.contexts };
  const environment = settings.environments?.[asText(fillIn(job.environment ?? '', scope))] ?? {};
  const permissions = permissionsOf(job.permissions ?? workflow.permissions ?? {}, event.isFork === true);
  const token = `ghs_${takeId(host.github)}`;
  host.github.tokens.set(token, permissions);
  const contexts: JsonObject = {
    ...around.contexts,
    github: { ...(around.contexts.github as JsonObject), token },
    vars: { ...settings.vars, ...environment.vars },
    secrets: { ...(event.isFork ? {} : { ...settings.secrets, ...environment.secrets }), GITHUB_TOKEN: token },
  };
  const machine = await makeMachine(host, run, { permissions, contexts, builtIn: variablesOf(event, run, workflow) });
  const workflowEnv = fillInAll(workflow.env, { status: 'success', contexts: { ...contexts, env: {} } });
  const env = {
    ...workflowEnv,
    ...fillInAll(job.env, { status: 'success', contexts: { ...contexts, env: workflowEnv } }),
  };
  const progress: Progress = { steps: {}, status: 'success' };
  const steps = await runSteps(machine, job.steps, { env, contexts: {} }, progress);
  host.github.tokens.delete(token);
  const result = progress.status === 'success' ? 'success' : 'failure';
  return {
    result,
    outputs: outputsOf(machine, progress, job.outputs),
    steps,
    summary: machine.summary,
    log: machine.log,
  };
}

/** What is not named is not granted. A fork's token can only read. */
function permissionsOf(asked: Permissions, isFork: boolean): Permissions {
  if (!isFork) return asked;
  return Object.fromEntries(Object.entries(asked).map(([scope, level]) => [scope, level === 'write' ? 'read' : level]));
}

function outerContexts(event: Event, run: WorkflowRun, workflow: Workflow): JsonObject {
  return {
    github: githubOf(event, run, workflow),
    inputs: event.inputs ?? {},
    matrix: {},
  };
}

function githubOf(event: Event, run: WorkflowRun, workflow: Workflow): JsonObject {
  return {
    repository: REPOSITORY_NAME,
    server_url: 'https://github.test',
    event_name: event.name,
    event: event.payload,
    ref: event.ref,
    ref_name: event.ref.replace(/^refs\/(heads\/)?/, ''),
    sha: event.sha,
    head_ref: event.headRef ?? '',
    base_ref: event.baseRef ?? '',
    run_id: String(run.id),
    run_attempt: String(run.attempt),
    actor: event.actor ?? 'ann',
    workflow: workflow.name,
  };
}

/** The facts of `github` that every step has as `GITHUB_…`, and what they leave out. */
function variablesOf(event: Event, run: WorkflowRun, workflow: Workflow): Record<string, string> {
  const facts = Object.entries(githubOf(event, run, workflow)).filter(([name]) => name !== 'event');
  return {
    ...Object.fromEntries(facts.map(([name, value]) => [`GITHUB_${name.toUpperCase()}`, String(value)])),
    GITHUB_REPOSITORY_OWNER: REPOSITORY_NAME.replace(/\/.*/, ''),
    GITHUB_REF_TYPE: event.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
  };
}
