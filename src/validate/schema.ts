import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import configSchema from '../../schemas/config.schema.json' with { type: 'json' };
import journalSchema from '../../schemas/journal.schema.json' with { type: 'json' };
import personaSchema from '../../schemas/persona.schema.json' with { type: 'json' };
import planSchema from '../../schemas/plan.schema.json' with { type: 'json' };
import { quoted } from '../model/diagnostic.ts';
import { isStringList } from '../model/json.ts';
import { droppedNoise, type SchemaProblem } from './schema-problem.ts';

/** The one door to `ajv`: JSON Schemas in, problems as plain data out. Each schema is compiled when first asked for. */

const SCHEMAS = { persona: personaSchema, config: configSchema, plan: planSchema, journal: journalSchema };

type SchemaName = keyof typeof SCHEMAS;

const compiled = new Map<SchemaName, ValidateFunction>();

function validatorOf(name: SchemaName): ValidateFunction {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const ajv = new Ajv2020({ allErrors: true, verbose: true, ownProperties: true, allowUnionTypes: true });
  const validate = ajv.compile(SCHEMAS[name]);
  compiled.set(name, validate);
  return validate;
}

/** What is wrong with a value; each problem once, in no particular order. */
export function findSchemaProblems(name: SchemaName, value: unknown): SchemaProblem[] {
  const validate = validatorOf(name);
  if (validate(value)) return [];
  return droppedNoise((validate.errors ?? []).map(problemOf));
}

/** What is wrong with a document that a program wrote, as sentences that begin with a JSON Pointer; empty when nothing is. */
export function schemaProblems(name: 'plan' | 'journal', value: unknown): readonly string[] {
  return findSchemaProblems(name, value).map((problem) => {
    const where = problem.path === '' ? 'the document' : problem.path;
    if (problem.keyword === 'additionalProperties') return `${where} has the unknown key ${quoted(problem.name)}`;
    if (problem.keyword === 'required') return `${where} has no ${quoted(problem.name)}`;
    return `${where} ${problem.message}`;
  });
}

function problemOf(error: ErrorObject): SchemaProblem {
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

/** The key that is unknown or missing. */
function nameIn(params: Readonly<Record<string, unknown>>): string {
  const name = params.additionalProperty ?? params.missingProperty;
  return typeof name === 'string' ? name : '';
}
