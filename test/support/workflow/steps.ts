/** Runs the steps of a job or of a composite action, one after the other. */
import path from 'node:path';
import type { JsonObject } from '../../../src/model/json.ts';
import { type Inputs, SIMULATED } from './actions.ts';
import { asText, fillIn, fillInAll, holds, type Scope } from './expressions.ts';
import { actionOf, type Env, ROOT, type Step } from './parse.ts';
import { type Machine, type Progress, runScript, type StepResult } from './runner.ts';

/** How the recipes name the action of this repository. */
const OWN_ACTION = /^OWNER\/persona-sync@/;

interface Place {
  /** The `env` around the steps: the workflow's and the job's, or the calling step's. */
  readonly env: Readonly<Record<string, string>>;
  /** Contexts beside those of the machine: `inputs` of an action. */
  readonly contexts: JsonObject;
}

export async function runSteps(
  machine: Machine,
  steps: readonly Step[],
  place: Place,
  progress: Progress,
): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const step of steps) {
    const result = await runStep(machine, step, place, progress);
    results.push(result);
    if (result.conclusion === 'failure') progress.status = 'failure';
    if (step.id !== undefined) {
      const { outcome, conclusion, outputs } = result;
      progress.steps[step.id] = { outcome, conclusion, outputs: { ...outputs } };
    }
  }
  return results;
}

async function runStep(machine: Machine, step: Step, place: Place, progress: Progress): Promise<StepResult> {
  const name = step.name ?? step.uses ?? step.run?.split('\n')[0] ?? '';
  const outer = scopeOf(machine, progress, place, { ...place.env, ...machine.exported });
  const env = { ...place.env, ...machine.exported, ...fillInAll(step.env, outer) };
  const scope = scopeOf(machine, progress, place, env);
  if (!holds(step.if, scope)) return { name, outcome: 'skipped', conclusion: 'skipped', outputs: {}, log: '' };
  const { exit, outputs, log } = await carryOut(machine, step, scope, env).catch((error: Error) => {
    machine.log += `${error.message}\n`;
    return { exit: 1, outputs: {}, log: error.message };
  });
  const outcome = exit === 0 ? 'success' : 'failure';
  const mayFail = asText(fillIn(step['continue-on-error'] ?? false, scope)) === 'true';
  return { name, outcome, conclusion: mayFail ? 'success' : outcome, outputs, log };
}

function scopeOf(machine: Machine, progress: Progress, place: Place, env: Env): Scope {
  return {
    status: progress.status,
    contexts: {
      ...machine.contexts,
      ...place.contexts,
      env: { ...env },
      steps: { ...progress.steps },
      job: { status: progress.status },
      runner: { temp: machine.temp, os: 'Linux' },
    },
  };
}

async function carryOut(machine: Machine, step: Step, scope: Scope, env: Readonly<Record<string, string>>) {
  if (step.run !== undefined) {
    const folder = path.resolve(machine.workspace, asText(fillIn(step['working-directory'] ?? '.', scope)));
    return runScript(machine, asText(fillIn(step.run, scope)), { env, folder });
  }
  const uses = step.uses ?? '';
  const inputs = fillInAll(step.with, scope);
  if (OWN_ACTION.test(uses)) return runOwnAction(machine, inputs, env);
  const simulated = SIMULATED[uses.replace(/@.*$/, '')];
  if (simulated === undefined) throw new Error(`This harness does not know the action ${uses}.`);
  const log = await simulated(machine, inputs);
  machine.log += `${log}\n`;
  return { exit: 0, outputs: {}, log };
}

/**
 * The composite action at the top of this repository. A runner stays warm: what the action has installed once for the
 * tests of a file is not installed again.
 */
async function runOwnAction(machine: Machine, given: Inputs, env: Readonly<Record<string, string>>) {
  const action = actionOf('action.yml');
  const unknown = Object.keys(given).filter((name) => !(name in action.inputs));
  if (unknown.length > 0) throw new Error(`The action has no input ${unknown.join(', ')}.`);
  const inputs = Object.fromEntries(
    Object.entries(action.inputs).map(([name, input]) => [name, given[name] ?? input.default ?? '']),
  );
  const { installed } = machine.host;
  if (installed.has(inputs.package ?? '')) return { exit: 0, outputs: {}, log: '' };
  const progress: Progress = { steps: {}, status: 'success' };
  const place = { env: { ...env, GITHUB_ACTION_PATH: ROOT }, contexts: { inputs } };
  const results = await runSteps(machine, action.runs.steps, place, progress);
  const scope = scopeOf(machine, progress, place, place.env);
  const outputs = Object.fromEntries(
    Object.entries(action.outputs).map(([name, { value }]) => [name, asText(fillIn(value, scope))]),
  );
  const log = results.map((result) => result.log).join('');
  if (progress.status === 'success') installed.add(inputs.package ?? '');
  return { exit: progress.status === 'success' ? 0 : 1, outputs, log };
}

/** For `outputs:` of a job. */
export function outputsOf(
  machine: Machine,
  progress: Progress,
  outputs: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const scope = scopeOf(machine, progress, { env: {}, contexts: {} }, {});
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, asText(fillIn(value, scope))]));
}
