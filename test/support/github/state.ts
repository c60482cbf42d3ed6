/** What a GitHub repository holds, as far as the recipes look at it. Shapes and names are those of GitHub's REST API. */
import type { JsonObject } from '../../../src/model/json.ts';

/** What a job's token may do; `write` includes `read`. */
export type Permissions = Readonly<Record<string, 'read' | 'write' | 'none'>>;

export interface WorkflowRun {
  readonly id: number;
  /** The `name:` of the workflow file. */
  readonly name: string;
  readonly event: string;
  readonly head_sha: string;
  readonly head_branch: string;
  readonly head_repository_id: number;
  readonly run_number: number;
  attempt: number;
  status: 'in_progress' | 'completed';
  conclusion: string | null;
}

export interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly run: WorkflowRun;
  /** Where its files are, in this test. */
  readonly folder: string;
  expired: boolean;
}

export interface PullRequest {
  readonly number: number;
  readonly headRepository: number;
  readonly headBranch: string;
  headSha: string;
  readonly base: string;
  state: 'open' | 'closed';
  merged: boolean;
  mergeCommit: string | null;
  title: string;
  body: string;
}

export interface Comment {
  readonly id: number;
  /** The issue or pull request. */
  readonly on: number;
  readonly author: string;
  body: string;
  edits: number;
}

export interface Issue {
  readonly number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  edits: number;
}

/** One call of `gh`. */
export interface Call {
  readonly argv: readonly string[];
  readonly exit: number;
}

/** The repository itself and its forks are told apart by these numbers. */
export const OWN_REPOSITORY = 1;
export const FORK = 2;
export const REPOSITORY_NAME = 'acme/voices';

/** Who writes with a job's token. */
export const ROBOT = 'github-actions[bot]';

export interface GitHub {
  readonly runs: WorkflowRun[];
  readonly artifacts: Artifact[];
  readonly pulls: PullRequest[];
  readonly issues: Issue[];
  readonly comments: Comment[];
  readonly calls: Call[];
  /** Token → what it may do. */
  readonly tokens: Map<string, Permissions>;
  nextId: number;
}

export function emptyGitHub(): GitHub {
  return {
    runs: [],
    artifacts: [],
    pulls: [],
    issues: [],
    comments: [],
    calls: [],
    tokens: new Map(),
    nextId: 1,
  };
}

/** Issues and pull requests share their numbers, as on GitHub; everything else may as well. */
export function takeId(github: GitHub): number {
  return github.nextId++;
}

export function runShape({ attempt, ...run }: WorkflowRun): JsonObject {
  const [repository, head_repository] = [{ id: OWN_REPOSITORY }, { id: run.head_repository_id }];
  return {
    ...run,
    repository,
    head_repository,
    run_attempt: attempt,
    html_url: `https://github.test/${REPOSITORY_NAME}/actions/runs/${run.id}`,
  };
}

export function artifactShape({ id, name, run, expired }: Artifact): JsonObject {
  const { id: runId, head_branch, head_sha, head_repository_id } = run;
  return {
    id,
    name,
    expired,
    workflow_run: { id: runId, repository_id: OWN_REPOSITORY, head_repository_id, head_branch, head_sha },
  };
}

export function pullShape(pull: PullRequest): JsonObject {
  return {
    number: pull.number,
    state: pull.state,
    title: pull.title,
    body: pull.body,
    merged_at: pull.merged ? '2026-03-01T09:00:00Z' : null,
    merge_commit_sha: pull.mergeCommit,
    head: { sha: pull.headSha, ref: pull.headBranch, repo: { id: pull.headRepository } },
    base: { ref: pull.base, repo: { id: OWN_REPOSITORY } },
    html_url: `https://github.test/${REPOSITORY_NAME}/pull/${pull.number}`,
  };
}

export function commentShape({ id, author, body }: Comment): JsonObject {
  return { id, body, user: { login: author }, html_url: `https://github.test/${REPOSITORY_NAME}/comment-${id}` };
}

export function issueShape({ number, title, body, state }: Issue): JsonObject {
  return { number, title, body, state, user: { login: ROBOT } };
}
