/** The GitLab recipe: `extends` resolved, and which jobs a pipeline has. */
import { parse } from 'yaml';
import { textOf } from '../workflow/parse.ts';

export type Variables = Readonly<Record<string, string>>;

export interface GitlabJob {
  readonly extends?: string | readonly string[];
  readonly stage?: string;
  readonly variables?: Variables;
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
  readonly after_script?: readonly string[];
  readonly environment?: string | { readonly name: string };
  readonly needs?: readonly (string | { readonly job: string; readonly optional?: boolean })[];
  readonly rules?: readonly { readonly if: string; readonly when?: string }[];
  readonly artifacts?: { readonly paths: readonly string[] };
  readonly allow_failure?: { readonly exit_codes: number };
  readonly resource_group?: string;
}

type Recipe = Readonly<Record<string, GitlabJob>> & { readonly variables: GitlabJob };

const STAGES = ['.pre', 'build', 'test', 'deploy', '.post'];
const RECIPE = 'examples/ci/gitlab-ci.yml';

export function globalVariables(): Variables {
  const { variables } = parse(textOf(RECIPE)) as { readonly variables: Variables };
  return variables;
}

/** Every job that is no template, in the order of the stages. */
export function jobsOf(text = textOf(RECIPE)): Record<string, GitlabJob> {
  const { variables: _global, ...recipe } = parse(text) as Recipe;
  const jobs = Object.keys(recipe)
    .filter((name) => !name.startsWith('.'))
    .map((name): [string, GitlabJob] => [name, resolve(recipe, name)]);
  return Object.fromEntries(jobs.sort(([, a], [, b]) => stageOf(a) - stageOf(b)));
}

function stageOf({ stage = 'test' }: GitlabJob): number {
  return STAGES.indexOf(stage);
}

/** Later parents go over earlier ones and the job over all; variables are joined, everything else replaced. */
function resolve(recipe: Readonly<Record<string, GitlabJob>>, name: string): GitlabJob {
  const job = recipe[name];
  if (job === undefined) throw new Error(`extends an unknown job: ${name}`);
  const parents = [job.extends ?? []].flat().map((parent) => resolve(recipe, parent));
  const chain = [...parents, job];
  const variables: Variables = Object.assign({}, ...chain.map((one) => one.variables));
  return Object.assign({}, ...chain, { variables });
}

/** `always` or `on_success`, `manual`; null when no rule lets the job in. */
export function ruleFor({ rules = [] }: GitlabJob, variables: Variables): string | null {
  const rule = rules.find((one) => one.if.split('&&').every((term) => isTrue(term.trim(), variables)));
  return rule === undefined ? null : (rule.when ?? 'on_success');
}

/** `$NAME`, `$NAME == "text"`, `$NAME == $OTHER` or `$NAME =~ /pattern/`. */
function isTrue(term: string, variables: Variables): boolean {
  const found = /^\$(\w+)(?: (==|=~) (?:"([^"]*)"|\$(\w+)|\/(.+)\/))?$/.exec(term);
  if (found === null) throw new Error(`This harness cannot read the rule "${term}".`);
  const [, name = '', operator, text, other, pattern] = found;
  const value = variables[name] ?? '';
  if (operator === undefined) return value !== '';
  if (pattern !== undefined) return new RegExp(pattern).test(value);
  return value === (text ?? variables[other ?? ''] ?? '');
}
