/** Why it cannot be said what a branch touches, with the line that mends it. */
import { Stop } from '../errors.ts';
import type { NotComparable } from '../git/changed.ts';
import type { NoRepository } from '../git/repository.ts';
import { shellWord } from '../model/command-line.ts';

const WHOLE_HISTORY =
  'In GitHub Actions, put this under `uses: actions/checkout`:\n  with: { fetch-depth: 0 }\nElsewhere: ';

export function explainNotFound(ref: string, missing: NoRepository): Stop {
  const nowhere = 'Leave out --changed-since, or name personas.';
  switch (missing.why) {
    case 'no_repository':
      return refuse(ref, 'the files are in no git repository', nowhere);
    case 'no_git':
      return refuse(ref, 'git is not installed here', 'Install git, and let PATH lead to it.');
    case 'no_commits':
      return refuse(ref, 'nothing is committed yet', nowhere);
    case 'refused': {
      const hint = `If you do: git config --global --add safe.directory ${shellWord(missing.folder)}`;
      return refuse(ref, 'git does not trust the folder, which belongs to another user', hint);
    }
    case 'git_failed':
      return refuse(ref, `git failed (${missing.message})`, 'Run `git log` here, and mend what it says.');
    default:
      return missing satisfies never;
  }
}

export function explainNotComparable(ref: string, problem: NotComparable, shallow: boolean): Stop {
  switch (problem.why) {
    case 'no_ref': {
      const fetch = `git fetch ${shallow ? '--unshallow ' : ''}origin`;
      return refuse(ref, 'this clone has no such commit', `${WHOLE_HISTORY}${fetch}`);
    }
    case 'no_base': {
      const why = shallow ? 'this clone has only the newest commits, and' : 'it and HEAD have';
      const what = shallow ? `${why} none that HEAD and it have in common` : `${why} no commit in common`;
      const hint = shallow ? `${WHOLE_HISTORY}git fetch --unshallow` : 'Name the branch that this one left.';
      return refuse(ref, what, hint);
    }
    case 'not_installed':
      return refuse(ref, 'git is not installed here', 'Install git, and let PATH lead to it.');
    case 'failed':
      return refuse(ref, `git failed (${problem.message})`, 'Run `git status` here, and mend what it says.');
    default:
      return problem satisfies never;
  }
}

function refuse(ref: string, why: string, hint: string): Stop {
  return new Stop('changed_since', `What changed since ${ref} is not known: ${why}.`, hint);
}
