/** The texts of `--help` beyond the options' own. */
export const INTRODUCTION =
  'Keeps voice-agent personas in git: YAML files are compared with the live personas and sent only where they differ. First look (plan), then write (apply).';

export const ENVIRONMENT = `Environment:
  BLAND_API_KEY    the account's key; never a flag, never in a file
  BLAND_BASE_URL   the service's address (default: https://api.bland.ai)
  HTTPS_PROXY, NO_PROXY, NO_COLOR are obeyed.`;

export const EXIT_CODES = `Exit codes:
  0    done (for plan also when there are changes)
  1    failed, nothing was written: usage, config, key, network, plan file, declined, locked
  2    differences: plan --detailed-exitcode, drift, pull --check
  3    the files are invalid; nothing was sent
  4    done in part: some personas were held, failed, or could not be planned
  130  interrupted; what was in flight was finished and reported`;

export const SELECTORS = `A selector is a persona key (emea/support), an id, a path (a file or folder) or a glob of keys ('emea/*').
Without selectors all personas are meant. All files are judged in any case.`;

export const LIVE_SELECTORS = `${SELECTORS}
Here it may also be the exact name of a live persona, with a file or without, or a phone number that it answers.`;
