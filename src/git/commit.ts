/** The commit that the files are at: from the CI's own variables, else from git. */
import { folderOfRepository } from './repository.ts';
import { type GitPlace, runGit } from './run.ts';

const CI_VARIABLES = [
  'GITHUB_SHA',
  'CI_COMMIT_SHA',
  'BITBUCKET_COMMIT',
  'CIRCLE_SHA1',
  'BUILD_SOURCEVERSION',
  'BUILDKITE_COMMIT',
  'GIT_COMMIT',
];

/** The full hash that the CI's variables name, or null outside a CI that sets one. */
export function commitFromCi(env: Readonly<Record<string, string | undefined>>): string | null {
  const found = CI_VARIABLES.map((name) => env[name] ?? '').find((value) => /^[0-9a-f]{40,64}$/.test(value));
  return found ?? null;
}

/** HEAD of the repository around `folder`; null outside one, before the first commit, or without git. */
export async function commitFromGit(place: GitPlace): Promise<string | null> {
  if ((await folderOfRepository(place.folder)) === null) return null;
  const result = await runGit(['rev-parse', '--verify', '--quiet', 'HEAD'], place);
  return result.ok ? result.text.trim() : null;
}
