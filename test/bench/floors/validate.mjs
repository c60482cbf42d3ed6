/** The least that validating can cost: each file read, parsed by `yaml`, and judged by a compiled ajv validator. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';

const schema = JSON.parse(readFileSync(new URL('../../../schemas/persona.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);
for (const name of readdirSync('personas', { recursive: true })) {
  if (!name.endsWith('.yaml')) continue;
  if (!validate(parse(readFileSync(join('personas', name), 'utf8')))) process.exitCode = 1;
}
