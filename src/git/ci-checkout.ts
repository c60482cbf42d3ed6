/** The branch that the CI runs for, from its own variables: they name it where HEAD is detached, as CIs leave it. */
import type { CiCheckout } from '../model/work-tree.ts';
import { commitFromCi } from './commit.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Null outside a CI that is known. A pull request has no branch, though some CIs name the one it comes from: anybody may
 * call theirs as they like. Sources: the CIs' pages on their predefined variables.
 */
export function ciCheckout(env: Env): CiCheckout | null {
  const ci = CIS.find(({ sign }) => (env[sign] ?? '') !== '');
  if (ci === undefined) return null;
  const isRequest = ci.requests.some((name) => !['', 'false'].includes(env[name] ?? ''));
  const branch = isRequest ? null : ci.branch(env) || null;
  return { branch, commit: commitFromCi(env) };
}

interface Ci {
  /** Set in each of its runs. */
  readonly sign: string;
  /** Set for a pull request. */
  readonly requests: readonly string[];
  branch(env: Env): string | null | undefined;
}

const CIS: readonly Ci[] = [
  {
    sign: 'GITHUB_ACTIONS',
    // The base's name stands there for a pull request that is a stranger's.
    requests: ['GITHUB_HEAD_REF'],
    branch: (env) => (env.GITHUB_REF_TYPE === 'branch' ? env.GITHUB_REF_NAME : null),
  },
  { sign: 'GITLAB_CI', requests: ['CI_MERGE_REQUEST_IID'], branch: (env) => env.CI_COMMIT_BRANCH },
  { sign: 'BITBUCKET_BUILD_NUMBER', requests: ['BITBUCKET_PR_ID'], branch: (env) => env.BITBUCKET_BRANCH },
  { sign: 'CIRCLECI', requests: ['CIRCLE_PULL_REQUEST', 'CIRCLE_PR_NUMBER'], branch: (env) => env.CIRCLE_BRANCH },
  { sign: 'BUILDKITE', requests: ['BUILDKITE_PULL_REQUEST'], branch: (env) => env.BUILDKITE_BRANCH },
  {
    sign: 'TF_BUILD',
    requests: ['SYSTEM_PULLREQUEST_PULLREQUESTID'],
    branch: (env) => /^refs\/heads\/(.+)$/.exec(env.BUILD_SOURCEBRANCH ?? '')?.[1],
  },
  { sign: 'JENKINS_URL', requests: ['CHANGE_ID'], branch: (env) => env.BRANCH_NAME },
];
