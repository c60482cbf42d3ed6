import { describe, expect, it } from '@jest/globals';
import configSchema from '../../../schemas/config.schema.json' with { type: 'json' };
import environmentSchema from '../../../schemas/environment.schema.json' with { type: 'json' };
import personaSchema from '../../../schemas/persona.schema.json' with { type: 'json' };
import {
  CALL_SETTINGS,
  type CallSettingKind,
  FIELDS,
  type FieldKind,
  ROUTING_KEYS,
} from '../../../src/model/fields.ts';
import { isJsonObject, type JsonValue } from '../../../src/model/json.ts';
import { schemaProblems } from '../../../src/validate/documents.ts';

const WHOLE_VALUE = '^\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}$';

/** What the schema says of a property, without `null`. */
function typesOf(schema: JsonValue | undefined): readonly JsonValue[] {
  if (!isJsonObject(schema ?? null) || !isJsonObject(schema)) throw new Error('no schema');
  const { type } = schema;
  return (Array.isArray(type) ? type : [type ?? null]).filter((name: JsonValue) => name !== 'null');
}

function propertiesOf(schema: JsonValue | undefined): Readonly<Record<string, JsonValue>> {
  return isJsonObject(schema) && isJsonObject(schema.properties) ? schema.properties : {};
}

function isNullable(schema: JsonValue | undefined): boolean {
  return isJsonObject(schema) && Array.isArray(schema.type) && schema.type.includes('null');
}

/** Each kind of field, as the schema must write it. Exhaustive by its type: a new kind does not compile without a line here. */
const TYPES_OF_KIND: Readonly<Record<FieldKind, readonly string[]>> = {
  text: ['string'],
  prose: ['string', 'object'],
  set: ['array', 'string'],
  list: ['array', 'string'],
  object: ['object', 'string'],
};

const TYPES_OF_SETTING: Readonly<Record<CallSettingKind, readonly string[]>> = {
  text: ['string'],
  boolean: ['boolean', 'string'],
  number: ['number', 'string'],
};

describe('the persona schema and the table of fields', () => {
  const schema: JsonValue = personaSchema;
  const properties = propertiesOf(schema);

  it('name the same fields in the same order', () => {
    expect(Object.keys(properties)).toEqual(['id', ...FIELDS.map(({ name }) => name)]);
  });

  it.each(FIELDS)('agree on $name', ({ name, kind, nullable, plane }) => {
    const property = properties[name];
    expect(typesOf(property)).toEqual(TYPES_OF_KIND[kind]);
    expect(isNullable(property)).toBe(nullable);
    const text = JSON.stringify(property);
    expect(text.includes('On air at once')).toBe(plane === 'immediate');
    expect(text.includes('On air after the draft is promoted')).toBe(plane === 'draft');
    const mayBeValue = isJsonObject(property) && property.pattern === WHOLE_VALUE;
    expect(mayBeValue).toBe(kind !== 'text' && kind !== 'prose');
  });

  it('agree on the call settings', () => {
    const settings = propertiesOf(properties.call_config);
    expect(Object.keys(settings)).toEqual(CALL_SETTINGS.map(({ name }) => name));
    for (const { name, kind } of CALL_SETTINGS) {
      expect([name, typesOf(settings[name]), isNullable(settings[name])]).toEqual([name, TYPES_OF_SETTING[kind], true]);
    }
  });

  it('agree on the keys of a routing row', () => {
    const items = isJsonObject(properties.pathway_conditions) ? properties.pathway_conditions.items : null;
    expect(Object.keys(propertiesOf(items))).toEqual([...ROUTING_KEYS]);
    expect(isJsonObject(items) && items.required).toEqual([...ROUTING_KEYS]);
    expect(ROUTING_KEYS.map((key) => typesOf(propertiesOf(items)[key]))).toEqual(ROUTING_KEYS.map(() => ['string']));
  });
});

describe.each([
  ['persona', personaSchema],
  ['config', configSchema],
  ['environment', environmentSchema],
])('the %s schema', (name, imported) => {
  const schema: JsonValue = imported;

  it('is JSON Schema 2020-12 with its published address', () => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `https://unpkg.com/persona-sync/schemas/${name}.schema.json`,
    });
  });

  it('describes and titles every property, with examples', () => {
    for (const [path, property] of allProperties(schema, '')) {
      expect([path, isJsonObject(property) && typeof property.description]).toEqual([path, 'string']);
      expect([path, isJsonObject(property) && typeof property.title]).toEqual([path, 'string']);
      expect([path, isJsonObject(property) && Array.isArray(property.examples)]).toEqual([path, true]);
    }
  });

  it('closes every mapping, so that a misspelt key is found', () => {
    expect(openObjects(schema, '')).toEqual([]);
  });

  it('uses no keyword whose message nobody understands', () => {
    expect(JSON.stringify(schema)).not.toMatch(/"(?:anyOf|oneOf|allOf|not|if|maxLength)"/);
  });
});

function allProperties(schema: JsonValue | undefined, path: string): [string, JsonValue][] {
  const own = Object.entries(propertiesOf(schema)).map(([name, property]): [string, JsonValue] => [
    `${path}/${name}`,
    property,
  ]);
  const items = isJsonObject(schema) && schema.items !== undefined ? allProperties(schema.items, `${path}/items`) : [];
  return [
    ...own,
    ...own.flatMap(([at, property]) => allProperties(property, at)),
    ...items,
    ...shared(schema, allProperties),
  ];
}

/** The same of the parts that others refer to. */
function shared<T>(schema: JsonValue | undefined, look: (part: JsonValue | undefined, path: string) => T[]): T[] {
  const parts = isJsonObject(schema) && isJsonObject(schema.$defs) ? Object.entries(schema.$defs) : [];
  return parts.flatMap(([name, part]) => look(part, `#${name}`));
}

/** Where a schema of a mapping with known keys lets others pass. */
function openObjects(schema: JsonValue | undefined, path: string): string[] {
  if (!isJsonObject(schema)) return [];
  const own = schema.properties !== undefined && schema.additionalProperties !== false ? [path] : [];
  const inner = Object.entries(propertiesOf(schema)).flatMap(([name, property]) =>
    openObjects(property, `${path}/${name}`),
  );
  return [...own, ...inner, ...openObjects(schema.items, `${path}/items`), ...shared(schema, openObjects)];
}

describe('schemaProblems', () => {
  it('says where a plan is not a plan', () => {
    expect(schemaProblems('plan', 5)).toEqual(['the document must be object']);
    const problems = schemaProblems('plan', { surprise: 1, personas: 'none' });
    expect(problems).toContain('the document has the unknown key `surprise`');
    expect(problems).toContain('the document has no `format_version`');
    expect(problems).toContain('/personas must be array');
  });
});
