/** Whether a JSON document is one that schemas/output.schema.json describes, and what of the schema it touches. */
import schema from '../../schemas/output.schema.json' with { type: 'json' };
import { isJsonObject, isStringList, type JsonObject, type JsonValue, ownValue } from '../../src/model/json.ts';
import { compilerOf } from '../../src/validate/ajv.ts';

export const OUTPUT_SCHEMA: JsonObject = schema;

/** Every kind of document, by its name in `$defs`. */
export const FORMS: readonly string[] = schema.oneOf.map(({ $ref }) => nameIn($ref));

const validatorOf = compilerOf({ output: OUTPUT_SCHEMA });
const validatorOfForm = compilerOf(
  Object.fromEntries(FORMS.map((form) => [form, { ...OUTPUT_SCHEMA, oneOf: [{ $ref: `#/$defs/${form}` }] }])),
);

export function isOutput(document: unknown): boolean {
  return validatorOf('output')(document);
}

export function isOfForm(document: unknown, form: string): boolean {
  return validatorOfForm(form)(document);
}

/** The one kind of document that it is. Throws, with what is wrong in the likeliest, where it is none, or several. */
export function formOf(document: JsonValue, from = 'it'): string {
  const found = FORMS.filter((form) => isOfForm(document, form));
  const [form, second] = found;
  if (form !== undefined && second === undefined && isOutput(document)) return form;
  const why =
    second === undefined ? `is of no kind; nearest ${nearest(document)}` : `is of several: ${found.join(', ')}`;
  throw new Error(`schemas/output.schema.json: the document of ${from} ${why}`);
}

/** The problems of the form that it was meant to have, as far as that can be told. */
function nearest(document: JsonValue): string {
  const isStopped = isJsonObject(document) && document.error !== undefined && document.target === undefined;
  const tried = FORMS.filter((form) => form.startsWith('stopped') === isStopped).map((form) => {
    const validate = validatorOfForm(form);
    validate(document);
    const inner = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'oneOf');
    const weight = inner.some(({ instancePath }) => instancePath === '/command') ? 1000 : 0;
    const problems = inner.map((one) => `${one.instancePath} ${one.message} ${JSON.stringify(one.params)}`);
    return { form, problems, weight: weight + problems.length };
  });
  const [best] = tried.sort((a, b) => a.weight - b.weight);
  return `${best?.form}: ${best?.problems.join('; ')}`;
}

/** An object of a document that the schema closes. */
export interface ClosedObject {
  /** What describes it, as a JSON Pointer in the schema. */
  readonly schemaPath: string;
  /** Where it is in the document. */
  readonly path: readonly (string | number)[];
  readonly value: JsonObject;
}

/** All of them in a document of this form. */
export function closedObjects(document: JsonValue, form: string): ClosedObject[] {
  return walk(document, `/$defs/${form}`, []);
}

/** Every place of the schema that closes an object, as a JSON Pointer. */
export function closedSchemas(at: JsonValue = OUTPUT_SCHEMA, path = ''): string[] {
  if (typeof at !== 'object' || at === null) return [];
  const own = isJsonObject(at) && at.additionalProperties === false ? [path] : [];
  return [...own, ...Object.entries(at).flatMap(([key, value]) => closedSchemas(value, `${path}/${key}`))];
}

/** Every place where the schema lets keys pass that it does not name. */
export function openSchemas(at: JsonValue = OUTPUT_SCHEMA, path = ''): string[] {
  if (typeof at !== 'object' || at === null) return [];
  const isOpen = isJsonObject(at) && at.type === 'object' && at.additionalProperties !== false;
  const own = isOpen && at.$ref === undefined && at.oneOf === undefined ? [path] : [];
  return [...own, ...Object.entries(at).flatMap(([key, value]) => openSchemas(value, `${path}/${key}`))];
}

/** The keys of a closed object that are always there, and those that may be absent. */
export function keysOf(schemaPath: string): {
  readonly required: readonly string[];
  readonly optional: readonly string[];
} {
  const { properties = {}, required = [] } = schemaAt(schemaPath);
  if (!isJsonObject(properties) || !isStringList(required)) throw new Error(`${schemaPath} has no properties`);
  return { required, optional: Object.keys(properties).filter((key) => !required.includes(key)) };
}

/** The document with the object at this path replaced. */
export function changedAt(
  value: JsonValue | undefined,
  [first, ...rest]: readonly (string | number)[],
  change: (object: JsonObject) => JsonObject,
): JsonValue {
  if (Array.isArray(value))
    return value.map((item: JsonValue, at) => (at === first ? changedAt(item, rest, change) : item));
  if (!isJsonObject(value)) throw new Error('there is no object at this path');
  return first === undefined ? change(value) : { ...value, [first]: changedAt(value[first], rest, change) };
}

function walk(value: JsonValue, schemaPath: string, path: readonly (string | number)[]): ClosedObject[] {
  const part = schemaAt(schemaPath);
  const reference = ownValue(part, '$ref');
  if (typeof reference === 'string') return walk(value, reference.slice(1), path);
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    const branches = ownValue(part, keyword);
    if (!Array.isArray(branches)) continue;
    const fitting = branches.findIndex((_, at) => mayBe(value, schemaAt(`${schemaPath}/${keyword}/${at}`)));
    return walk(value, `${schemaPath}/${keyword}/${fitting}`, path);
  }
  if (Array.isArray(value)) {
    if (!Object.hasOwn(part, 'items')) return [];
    return value.flatMap((item: JsonValue, at) => walk(item, `${schemaPath}/items`, [...path, at]));
  }
  if (!isJsonObject(value) || part.additionalProperties !== false) return [];
  const inner = Object.entries(value).flatMap(([key, one]) =>
    walk(one, `${schemaPath}/properties/${key}`, [...path, key]),
  );
  return [{ schemaPath, path, value }, ...inner];
}

/** Enough to tell the branches of this schema apart: null from an object, and objects by their keys. */
function mayBe(value: JsonValue, branch: JsonObject): boolean {
  const reference = ownValue(branch, '$ref');
  if (typeof reference === 'string') return mayBe(value, schemaAt(reference.slice(1)));
  const { type, required = [], properties = {} } = branch;
  if (!isJsonObject(value)) return type === 'null';
  if (type !== 'object' || !isStringList(required) || !isJsonObject(properties)) return false;
  return required.every((key) => Object.hasOwn(value, key)) && Object.keys(value).every((key) => key in properties);
}

function schemaAt(schemaPath: string): JsonObject {
  const found = schemaPath
    .split('/')
    .slice(1)
    .reduce<JsonValue | undefined>(
      (at, key) => (Array.isArray(at) ? at[Number(key)] : isJsonObject(at) ? ownValue(at, key) : undefined),
      OUTPUT_SCHEMA,
    );
  if (!isJsonObject(found)) throw new Error(`the schema has nothing at ${schemaPath}`);
  return found;
}

function nameIn(reference: string): string {
  return reference.slice('#/$defs/'.length);
}
