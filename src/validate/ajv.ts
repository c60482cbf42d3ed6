/** The one door to `ajv`: schemas by name → their validators, each compiled when first asked for. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import options from './ajv-options.json' with { type: 'json' };

export type SchemaError = ErrorObject;

export function compilerOf<Name extends string>(
  schemas: Readonly<Record<Name, object>>,
): (name: Name) => ValidateFunction {
  const compiled = new Map<Name, ValidateFunction>();
  return (name) => {
    const known = compiled.get(name);
    if (known !== undefined) return known;
    const validate = new Ajv2020(options).compile(schemas[name]);
    compiled.set(name, validate);
    return validate;
  };
}
