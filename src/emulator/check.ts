import { CALL_SETTINGS, type CallSettingKind, FIELDS, type Field, ROUTING_KEYS } from '../model/fields.ts';
import { isJsonObject, isStringList, type JsonObject, type JsonValue, ownValue } from '../model/json.ts';

/** What is wrong with a PATCH or POST body, as the text of a 400, else null. `name` is required in every body. */
export function wrongBody(body: JsonObject): string | null {
  const name = ownValue(body, 'name');
  if (typeof name !== 'string' || name.trim() === '') return 'name is required and must be text';
  return wrongFields(body) ?? wrongRows(ownValue(body, 'pathway_conditions'));
}

/** The first documented field whose value is not of its kind, as a text, else null. Other keys are not looked at. */
export function wrongFields(fields: JsonObject): string | null {
  for (const field of FIELDS) {
    const value = ownValue(fields, field.name);
    const problem = value === undefined ? null : wrongValue(field, value);
    if (problem !== null) return problem;
  }
  return wrongCallSettings(ownValue(fields, 'call_config'));
}

function wrongValue(field: Field, value: JsonValue): string | null {
  if (value === null) return field.nullable ? null : `${field.name} must not be null`;
  switch (field.kind) {
    case 'text':
    case 'prose':
      return typeof value === 'string' ? null : `${field.name} must be text`;
    case 'set':
      // The shape of a tool is not documented, so only the list itself is checked there.
      if (field.name === 'default_tools') return Array.isArray(value) ? null : 'default_tools must be a list';
      return isStringList(value) ? null : `${field.name} must be a list of texts`;
    case 'list':
      return Array.isArray(value) && value.every(isJsonObject) ? null : `${field.name} must be a list of objects`;
    case 'object':
      return isJsonObject(value) ? null : `${field.name} must be an object`;
  }
}

const TYPE_OF: Readonly<Record<CallSettingKind, string>> = { text: 'string', boolean: 'boolean', number: 'number' };

function wrongCallSettings(settings: JsonValue | undefined): string | null {
  if (!isJsonObject(settings)) return null;
  for (const { name, kind } of CALL_SETTINGS) {
    const value = ownValue(settings, name);
    if (value === undefined || value === null || typeof value === TYPE_OF[kind]) continue;
    return `call_config.${name} must be a ${kind}`;
  }
  return null;
}

/** All five keys of a routing row are required; `pathway_version` may be a number. */
function wrongRows(rows: JsonValue | undefined): string | null {
  if (!Array.isArray(rows)) return null;
  for (const [index, row] of rows.entries()) {
    const missing = ROUTING_KEYS.find((key) => !isRoutingText(row, key));
    if (missing !== undefined) return `pathway_conditions[${index}].${missing} is required and must be text`;
  }
  return null;
}

function isRoutingText(row: JsonValue, key: string): boolean {
  const value = isJsonObject(row) ? ownValue(row, key) : undefined;
  return typeof value === 'string' || (key === 'pathway_version' && typeof value === 'number');
}
