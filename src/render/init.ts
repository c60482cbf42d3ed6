/** What init did, and what comes next. */
import type { BegunFile } from '../model/begun.ts';
import type { Recipes } from '../model/command.ts';
import { commandLine } from '../model/command-line.ts';
import { FORMAT_VERSION } from '../model/plan.ts';
import type { Style } from './style.ts';
import { visible } from './visible.ts';

interface InitWords {
  readonly environments: readonly string[];
  /** The variables that hold keys. */
  readonly variables: readonly string[];
  readonly ci: Recipes;
  /** The folder of this package's example personas, as it is reached from here. */
  readonly examples: string;
}

const CI_STEPS: Readonly<Record<Recipes, readonly string[]>> = {
  github: [
    "sed -i 's/OWNER/the-owner/' .github/workflows/persona-*.yml    # whose copy of the action is used",
    'on GitHub: the environments, and in them the secret BLAND_API_KEY; see "In CI" in the README of persona-sync',
  ],
  gitlab: [
    'in .gitlab-ci.yml: include: { local: .gitlab/persona-sync.yml }',
    'on GitLab: the variables that this file names first, and a schedule; see "In CI" in the README of persona-sync',
  ],
  none: [],
};

export function initText(
  files: readonly BegunFile[],
  { environments, variables, ci, examples }: InitWords,
  style: Style,
): string {
  const env = environments.length < 2 ? '' : ` --env ${environments[0]}`;
  const steps = [
    `export ${variables.map((name) => `${name}=org_…`).join(' ')}    # from your account; never in a file`,
    `persona-sync pull --all${env}    # every live persona into a file; or copy the example`,
    `persona-sync plan${env}    # no changes`,
    'git add . && git commit',
    ...CI_STEPS[ci],
  ];
  return [
    ...files.map((file) => fileLine(file, style)),
    '',
    'Next:',
    ...steps.map((step, at) => `  ${at + 1}. ${step}`),
    `No account at hand? In another terminal: ${commandLine(['emulator', '--seed', examples])}`,
  ].join('\n');
}

function fileLine({ file, action }: BegunFile, style: Style): string {
  if (action === 'written') return style.green(`+ ${visible(file)}`);
  if (action === 'extended') return style.yellow(`~ ${visible(file)} (a line was added)`);
  return `= ${visible(file)} (is there already, and stays as it is)`;
}

export function initDocument(files: readonly BegunFile[]): object {
  return { format_version: FORMAT_VERSION, command: 'init', files, diagnostics: [] };
}
