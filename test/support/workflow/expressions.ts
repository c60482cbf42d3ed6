/** `${{ … }}`, evaluated by GitHub's own library for it. */
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import type { JsonObject, JsonValue } from '../../../src/model/json.ts';

/** How the job or the steps before stand. */
export type Status = 'success' | 'failure' | 'cancelled';

export interface Scope {
  /** `github`, `env`, `vars`, `secrets`, `needs`, `steps` …; a name that is not among them is an error. */
  readonly contexts: JsonObject;
  readonly status: Status;
}

const STATUS_FUNCTIONS = ['success', 'failure', 'cancelled', 'always'];

/** Throws when the expression cannot be parsed, or names an unknown context or function. */
export function evaluate(expression: string, { contexts, status }: Scope): JsonValue {
  const answers: Readonly<Record<string, boolean>> = {
    success: status === 'success',
    failure: status === 'failure',
    cancelled: status === 'cancelled',
    always: true,
  };
  const functions = STATUS_FUNCTIONS.map((name) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(answers[name] ?? false),
  }));
  const { tokens } = new Lexer(expression).lex();
  const parsed = new Parser(tokens, Object.keys(contexts), functions).parse();
  const known = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
  const result = new Evaluator(parsed, known, new Map(functions.map((one) => [one.name, one]))).evaluate();
  return JSON.parse(JSON.stringify(result, data.replacer)) as JsonValue;
}

/** A condition holds only while nothing failed, unless it asks for the status itself. */
export function holds(condition: string | boolean | undefined, scope: Scope): boolean {
  const text = String(condition ?? 'success()').replace(/^\$\{\{(.*)\}\}$/s, '$1');
  const asksItself = STATUS_FUNCTIONS.some((name) => text.includes(`${name}()`));
  return Boolean(evaluate(asksItself ? text : `success() && (${text})`, scope));
}

/** A value with its expressions filled in. One that is a single expression keeps its type. */
export function fillIn(value: JsonValue, scope: Scope): JsonValue {
  if (typeof value !== 'string') return value;
  const whole = /^\$\{\{((?:(?!\}\}).)*)\}\}$/s.exec(value.trim());
  if (whole !== null) return evaluate(whole[1] ?? '', scope);
  return value.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => asText(evaluate(expression, scope)));
}

/** The text that GitHub puts in a script or an environment variable. */
export function asText(value: JsonValue): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export function fillInAll(values: Readonly<Record<string, JsonValue>> = {}, scope: Scope): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, asText(fillIn(value, scope))]));
}
