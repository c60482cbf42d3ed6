/** What init did, and what comes next. */
import type { BegunFile } from '../model/begun.ts';
import { FORMAT_VERSION } from '../model/plan.ts';
import type { Style } from './style.ts';
import { visible } from './visible.ts';

interface InitWords {
  readonly environments: readonly string[];
  /** The variables that hold keys. */
  readonly variables: readonly string[];
  readonly ci: 'github' | 'none';
}

export function initText(
  files: readonly BegunFile[],
  { environments, variables, ci }: InitWords,
  style: Style,
): string {
  const env = environments.length < 2 ? '' : ` --env ${environments[0]}`;
  const steps = [
    `export ${variables.map((name) => `${name}=org_…`).join(' ')}    from your account; never in a file`,
    `persona-sync pull --all${env}    every live persona into a file; or copy the example`,
    `persona-sync plan${env}    no changes`,
    'git add, and commit',
    ...(ci === 'github' ? [`on GitHub, in the settings of the repository: the secret ${variables.join(', ')}`] : []),
  ];
  return [
    ...files.map((file) => fileLine(file, style)),
    '',
    'Next:',
    ...steps.map((step, at) => `  ${at + 1}. ${step}`),
    'No account at hand? persona-sync emulator',
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
