/** A saved plan, read back: exactly what was reviewed, or a reason to refuse it. */
import path from 'node:path';
import { Stop } from '../errors.ts';
import { readJsonDocument } from '../load/read-document.ts';
import { commandLine } from '../model/command-line.ts';
import { isJsonObject, type JsonValue, ownValue } from '../model/json.ts';
import { FORMAT_VERSION, type Plan } from '../model/plan.ts';
import { digestOfPlan } from '../plan/build.ts';
import { findContradiction } from '../plan/consistency.ts';
import { schemaProblems } from '../validate/documents.ts';

/** `options`: what every advised command needs, such as `--env NAME`. */
interface Opening {
  readonly mayBeIncomplete?: boolean;
  readonly options?: readonly string[];
}

/** `file` is relative to `cwd` or absolute. Refused: not a plan, another format version, altered, incomplete unless that may be. */
export async function readSavedPlan(
  file: string,
  cwd: string,
  { mayBeIncomplete = false, options = [] }: Opening = {},
): Promise<Plan | Stop> {
  const refuse = (message: string): Stop => new Stop('plan_file', message, makeAnew(options));
  const document = await readJsonDocument(path.resolve(cwd, file));
  if (typeof document === 'string') return refuse(`The plan ${file} cannot be read: ${document}.`);
  const version = isJsonObject(document.value) ? ownValue(document.value, 'format_version') : undefined;
  if (typeof version === 'string' && version !== FORMAT_VERSION) {
    return refuse(`${file} has the format version "${version}"; this persona-sync reads "${FORMAT_VERSION}".`);
  }
  const plan = asPlan(document.value);
  if (typeof plan === 'string') return refuse(`${file} is not a plan: ${plan}.`);
  const { digest, ...content } = plan;
  if (digestOfPlan(content) !== digest)
    return refuse(`${file} was altered after it was made: its digest does not fit.`);
  const contradiction = findContradiction(plan);
  if (contradiction !== null) return refuse(`${file} contradicts itself: ${contradiction}.`);
  if (!plan.complete && !mayBeIncomplete)
    return refuse(`${file} is incomplete: some personas could not be read when it was made.`);
  return plan;
}

/** A plan is for one address; null when it is this one's. */
export function refuseOtherAddress(plan: Plan, file: string, baseUrl: string): Stop | null {
  if (plan.target.base_url === baseUrl) return null;
  return new Stop(
    'plan_file',
    `${file} was made for ${plan.target.base_url}, but the service in use is ${baseUrl}.`,
    'Set BLAND_BASE_URL to the plan’s address, or plan again for this one: persona-sync plan --out FILE',
  );
}

/** A plan is for one environment; null when it is this one's. `environment`: its name, or null without any. */
export function refuseOtherEnvironment(plan: Plan, file: string, environment: string | null): Stop | null {
  const made = plan.target.environment;
  if (made === environment) return null;
  const madeFor = made === null ? 'without an environment' : `for the environment "${made}"`;
  const message = `${file} was made ${madeFor}, but the one in use is ${environment === null ? 'none' : `"${environment}"`}.`;
  const hint =
    environment === null || made !== null
      ? 'Leave --env out: the plan names its environment itself.'
      : `Plan again: persona-sync plan --env ${environment} --out FILE`;
  return new Stop('plan_file', message, hint);
}

/** A saved plan promotes exactly what it shows; null where `--promote` and `--no-promote` say nothing else. */
export function refuseOtherPromotes(
  plan: Plan,
  file: string,
  wanted: boolean | null,
  options: readonly string[],
): Stop | null {
  const isPlanned = plan.personas.some(({ promote }) => promote !== null);
  if (wanted === true && !isPlanned) {
    const message = `${file} was made without --promote: it does not say what would be promoted.`;
    return new Stop('plan_file', message, makeAnew(options, '--promote'));
  }
  if (wanted !== false || plan.summary.promote === 0) return null;
  const message = `${file} promotes, and --no-promote does not: a saved plan is applied as it was reviewed.`;
  return new Stop('plan_file', message, makeAnew(options, '--no-promote'));
}

function makeAnew(options: readonly string[], ...more: readonly string[]): string {
  return `Make it again: ${commandLine(['plan', ...more, '--out', 'FILE', ...options])}`;
}

function asPlan(value: JsonValue): Plan | string {
  const problems = schemaProblems('plan', value);
  return isPlan(value, problems) ? value : problems.slice(0, 3).join('; ');
}

function isPlan(value: unknown, problems: readonly string[]): value is Plan {
  return value !== undefined && problems.length === 0;
}
