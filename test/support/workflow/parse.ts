/** A workflow or action file, as far as the recipes make use of the format. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { JsonValue } from '../../../src/model/json.ts';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

export type Env = Readonly<Record<string, string | number | boolean>>;

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string | boolean;
  readonly uses?: string;
  readonly with?: Env;
  readonly run?: string;
  readonly env?: Env;
  readonly shell?: string;
  readonly 'working-directory'?: string;
  readonly 'continue-on-error'?: boolean | string;
}

export interface Job {
  readonly name?: string;
  readonly if?: string | boolean;
  readonly needs?: string | readonly string[];
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, 'read' | 'write' | 'none'>>;
  readonly strategy?: { readonly matrix: Readonly<Record<string, JsonValue>>; readonly 'fail-fast'?: boolean };
  readonly 'timeout-minutes'?: number;
  readonly env?: Env;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly name: string;
  readonly on: JsonValue;
  readonly permissions?: Readonly<Record<string, 'read' | 'write' | 'none'>>;
  readonly concurrency?: JsonValue;
  readonly env?: Env;
  readonly jobs: Readonly<Record<string, Job>>;
}

export interface Action {
  readonly name: string;
  readonly description: string;
  readonly inputs: Readonly<
    Record<string, { readonly description: string; readonly default?: string; readonly required?: boolean }>
  >;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: 'composite'; readonly steps: readonly Step[] };
}

/** `file` is relative to the top of this repository. */
export function textOf(file: string): string {
  return readFileSync(ROOT + file, 'utf8');
}

export function workflowOf(file: string): Workflow {
  return parse(textOf(file)) as Workflow;
}

export function actionOf(file: string): Action {
  return parse(textOf(file)) as Action;
}

export function stepsOf(workflow: Workflow): Step[] {
  return Object.values(workflow.jobs).flatMap((job) => job.steps);
}

export function scriptsOf(steps: readonly Step[]): string[] {
  return steps.flatMap((step) => step.run ?? []);
}
