import { describe, expect, it } from '@jest/globals';
import { ciCheckout } from '../../../src/git/ci-checkout.ts';
import { judgeProtection } from '../../../src/plan/protection.ts';

const [HEAD, OTHER] = ['a'.repeat(40), 'b'.repeat(40)];
const CLEAN = { head: HEAD, branch: 'main', changed: [], untracked: [] };
const DETACHED = { ...CLEAN, branch: null };

describe('the branch that a CI runs for', () => {
  const github = { GITHUB_ACTIONS: 'true', GITHUB_REF_TYPE: 'branch', GITHUB_REF_NAME: 'main', GITHUB_SHA: HEAD };
  it.each([
    ['outside a CI', { GITHUB_REF_NAME: 'main', GITHUB_REF_TYPE: 'branch' }, null],
    ['GitHub', github, { branch: 'main', commit: HEAD }],
    ['GitHub, a tag', { ...github, GITHUB_REF_TYPE: 'tag' }, { branch: null, commit: HEAD }],
    ['GitHub, pull_request_target', { ...github, GITHUB_HEAD_REF: 'main' }, { branch: null, commit: HEAD }],
    ['GitLab', { GITLAB_CI: 'true', CI_COMMIT_BRANCH: 'main', CI_COMMIT_SHA: HEAD }, { branch: 'main', commit: HEAD }],
    ['GitLab, a merge request', { GITLAB_CI: 'true', CI_MERGE_REQUEST_IID: '7' }, { branch: null, commit: null }],
    ['Bitbucket', { BITBUCKET_BUILD_NUMBER: '1', BITBUCKET_BRANCH: 'main' }, { branch: 'main', commit: null }],
    ['CircleCI', { CIRCLECI: 'true', CIRCLE_BRANCH: 'main' }, { branch: 'main', commit: null }],
    [
      'Buildkite',
      { BUILDKITE: 'true', BUILDKITE_BRANCH: 'main', BUILDKITE_PULL_REQUEST: 'false', BUILDKITE_COMMIT: HEAD },
      { branch: 'main', commit: HEAD },
    ],
    [
      'Buildkite, a pull request',
      { BUILDKITE: 'true', BUILDKITE_BRANCH: 'main', BUILDKITE_PULL_REQUEST: '7' },
      { branch: null, commit: null },
    ],
    ['Azure', { TF_BUILD: 'True', BUILD_SOURCEBRANCH: 'refs/heads/main' }, { branch: 'main', commit: null }],
    [
      'Azure, a pull request',
      { TF_BUILD: 'True', BUILD_SOURCEBRANCH: 'refs/pull/7/merge' },
      { branch: null, commit: null },
    ],
    ['Jenkins', { JENKINS_URL: 'https://ci', BRANCH_NAME: 'main' }, { branch: 'main', commit: null }],
  ])('%s', (_, env, expected) => {
    expect(ciCheckout(env)).toEqual(expected);
  });
});

describe('judgeProtection', () => {
  const judge = (tree: Parameters<typeof judgeProtection>[0]['tree'], branch: string | null = null, commit = HEAD) =>
    judgeProtection({ applyFrom: 'main', tree, ci: { branch, commit } }).map(({ kind }) => kind);

  it('asks the CI only where no branch is checked out', () => {
    expect(judge(CLEAN, 'other', OTHER)).toEqual([]);
    expect(judge({ ...CLEAN, branch: 'fix' }, 'main')).toEqual(['branch']);
    expect(judge(DETACHED, 'main')).toEqual([]);
    expect(judge(DETACHED, 'main', OTHER)).toEqual(['commit']);
    expect(judge(DETACHED)).toEqual(['branch']);
    expect(judgeProtection({ applyFrom: 'main', tree: DETACHED, ci: null })).toHaveLength(1);
  });

  it('tells of all that is wrong', () => {
    expect(judge({ ...DETACHED, changed: ['a'] })).toEqual(['branch', 'dirty']);
    expect(judge({ ...CLEAN, untracked: ['a'] })).toEqual(['dirty']);
    expect(judge({ why: 'no_git' })).toEqual(['no_repository']);
    expect(judgeProtection({ applyFrom: null, tree: CLEAN, ci: null })).toEqual([{ kind: 'no_branch_named' }]);
  });
});
