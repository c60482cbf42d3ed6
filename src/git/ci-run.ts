/** Which run of the CI this is, from its own variables: for the journal. */
import type { CiRun } from '../model/journal.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Null outside a CI that names its run. */
export function ciRun(env: Env): CiRun | null {
  const url = githubUrl(env) ?? first(env, ['CI_JOB_URL', 'CIRCLE_BUILD_URL', 'BUILDKITE_BUILD_URL', 'BUILD_URL']);
  const actor = first(env, ['GITHUB_ACTOR', 'GITLAB_USER_LOGIN', 'CIRCLE_USERNAME', 'BUILDKITE_BUILD_CREATOR']);
  return url === null && actor === null ? null : { url, actor };
}

function githubUrl(env: Env): string | null {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  if (server === undefined || repository === undefined || run === undefined) return null;
  return `${server}/${repository}/actions/runs/${run}`;
}

function first(env: Env, names: readonly string[]): string | null {
  return names.map((name) => env[name] ?? '').find((value) => value !== '') ?? null;
}
