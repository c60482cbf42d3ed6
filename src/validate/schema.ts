import { isStringList } from '../model/json.ts';
import type { SchemaError } from './ajv.ts';
import { validatorOf } from './compile.ts';
import { droppedNoise, type SchemaProblem } from './schema-problem.ts';

/** What is wrong with a value; each problem once, in no particular order. */
export function findSchemaProblems(name: 'persona' | 'config' | 'environment', value: unknown): SchemaProblem[] {
  const validate = validatorOf(name);
  return validate(value) ? [] : plainProblems(validate.errors ?? []);
}

/** The validator's own errors as plain data; each problem once. */
export function plainProblems(errors: readonly SchemaError[]): SchemaProblem[] {
  return droppedNoise(errors.filter(isOfValue).map(problemOf));
}

/** What is wrong with a name itself is told by `propertyNames`, which names it. */
function isOfValue({ propertyName }: SchemaError): boolean {
  return propertyName === undefined;
}

function problemOf(error: SchemaError): SchemaProblem {
  const { type, pattern, properties } = error.parentSchema ?? {};
  return {
    path: error.instancePath,
    keyword: error.keyword,
    name: nameIn(error.params),
    types: typeof type === 'string' ? [type] : isStringList(type) ? type : [],
    pattern: typeof pattern === 'string' ? pattern : null,
    properties: typeof properties === 'object' && properties !== null ? Object.keys(properties) : [],
    message: error.message ?? 'is not as the schema says',
  };
}

/** The key that is unknown, missing or not as a name may be. */
function nameIn(params: Readonly<Record<string, unknown>>): string {
  const name = params.additionalProperty ?? params.missingProperty ?? params.propertyName;
  return typeof name === 'string' ? name : '';
}
