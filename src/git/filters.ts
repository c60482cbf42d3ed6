/**
 * Filters are programs that git runs over files of the work tree before it compares them (gitattributes(5), "filter").
 * Those of the user's own configuration, such as Git LFS, are the user's; those that the repository's configuration
 * names came with the repository.
 */
import { type GitAnswer, type GitFailure, type GitPlace, runGit } from './run.ts';

/** Whose configuration is trusted. Source: git-config(1), "--show-scope". */
const TRUSTED: readonly string[] = ['system', 'global', 'command'];

/** Options that stand before a git command and take the repository's own filters away; or why they cannot be known. */
export async function withoutFilters(place: GitPlace): Promise<readonly string[] | Exclude<GitAnswer, { ok: true }>> {
  const listed = await runGit(['config', '--show-scope', '--name-only', '-z', '--get-regexp', '^filter[.]'], place);
  if (!listed.ok) return saysNone(listed.failure) ? [] : listed;
  const names = ownFilters(listed.text);
  const unclear = names.find((name) => name.includes('='));
  // The name would end at its `=`, and another filter be taken away.
  if (unclear !== undefined) return { ok: false, failure: { kind: 'failed', message: `fatal: the filter ${unclear}` } };
  return names.flatMap((name) =>
    ['clean=', 'smudge=', 'process=', 'required=false'].flatMap((setting) => ['-c', `filter.${name}.${setting}`]),
  );
}

/** git ends with 1, without a word, where there are none. */
function saysNone(failure: GitFailure): boolean {
  return failure.kind === 'failed' && !/^(?:fatal|error):/.test(failure.message);
}

/** A scope and a key in turn, each ended by a zero byte. */
function ownFilters(text: string): string[] {
  const parts = text.split('\0');
  const keys = parts.flatMap((scope, at) => (at % 2 === 0 && !TRUSTED.includes(scope) ? [parts[at + 1] ?? ''] : []));
  return [...new Set(keys.flatMap((key) => /^filter\.(.+)\.[^.]+$/s.exec(key)?.[1] ?? []))];
}
