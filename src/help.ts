/** The texts of `--help` beyond the options' own. */
import type { CommandName } from './model/command.ts';

export const INTRODUCTION =
  'Keeps voice-agent personas in git: YAML files are compared with the live personas and sent only where they differ. First look (plan), then write (apply).';

export const ENVIRONMENT = `Environment:
  BLAND_API_KEY    the account's key; never a flag, never in a file
  BLAND_BASE_URL   the service's address (default: https://api.bland.ai)
  HTTPS_PROXY, NO_PROXY, NO_COLOR are obeyed.`;

export const EXIT_CODES = `Exit codes:
  0    done (for plan also when there are changes)
  1    failed, nothing was written: usage, config, key, network, plan file, declined, locked
  2    differences: plan --detailed-exitcode, drift
  3    the files are invalid; nothing was sent
  4    done in part: some personas were held, failed, or could not be planned
  130  interrupted; what was in flight was finished and reported`;

export const SELECTORS = `A selector is a persona key (emea/support), an id, a path (a file or folder) or a glob of keys ('emea/*').
Without selectors all personas are meant. All files are judged in any case.`;

export const RUN = `The id of a run, or its beginning; persona-sync runs lists them. Without it the newest apply that wrote.`;

export const EXAMPLES: Readonly<Record<CommandName, string>> = {
  validate: `  persona-sync validate                      all files
  persona-sync validate personas/emea        report only these
  persona-sync validate --format json        for machines`,
  plan: `  persona-sync plan                          what would change
  persona-sync plan emea/support             one persona
  persona-sync plan --out plan.json          save it; then: persona-sync apply --plan plan.json
  persona-sync plan --detailed-exitcode      exit 2 when there are changes`,
  apply: `  persona-sync apply                         show the plan, ask, write
  persona-sync apply --auto-approve          in CI: show the plan and write
  persona-sync apply 'emea/*'                only some
  persona-sync apply --plan plan.json        exactly what was reviewed`,
  drift: `  persona-sync drift                         exit 2 when anything was edited elsewhere
  persona-sync drift --quiet                 from cron: silent when nothing differs
  persona-sync drift --format json           for machines`,
  undo: `  persona-sync undo                          take back the newest apply: show the plan, ask, write
  persona-sync undo 3f9c2a                   take back this run
  persona-sync undo --journal run.jsonl      take back a run of the CI, by the journal that it kept`,
  runs: `  persona-sync runs                          newest first
  persona-sync runs --format json            for machines`,
  emulator: `  persona-sync emulator --seed personas      a stand-in that holds what the files say
  then, in another terminal, with the address that it printed:
  export BLAND_API_KEY=emulator BLAND_BASE_URL=http://127.0.0.1:PORT
  persona-sync plan`,
};
