/**
 * The canonical form: two values that mean the same become the same value, so that comparing afterwards can be exact.
 *
 * All forgiveness lives here. A comparison that skipped "noise" field by field would have to be repeated in the
 * fingerprint, in verification and in drift, and the four would drift apart; a form that both sides are brought to
 * first cannot. What is sent is never the canonical value: the files' own order and spelling are kept.
 *
 * canonical(canonical(x)) = canonical(x).
 */
import { type Field, fieldNamed, ROUTING_KEYS } from '../model/fields.ts';
import { isJsonObject, isStringList, type JsonObject, type JsonValue, objectFrom, ownValue } from '../model/json.ts';

/** Wire fields by name → the same fields in canonical form. Works on a file's fields and on live ones alike. */
export function canonical(fields: JsonObject): JsonObject {
  return objectFrom(Object.entries(fields).map(([name, value]) => [name, canonicalField(name, value)]));
}

/** One field's canonical value; absent counts as null. Fields that the table does not know are text-normalised and else kept. */
export function canonicalField(name: string, value: JsonValue | undefined): JsonValue {
  if (value === undefined) return name === 'call_config' ? {} : null;
  const field = fieldNamed(name);
  return field === undefined ? canonicalUnknown(value) : canonicalKnown(field, value);
}

/**
 * LF line ends, no spaces, tabs or newlines at the very end, Unicode NFC. A YAML block scalar ends with a newline that
 * nobody meant, and editors differ in line ends and composed letters.
 */
export function canonicalText(text: string): string {
  const unix = text.includes('\r') ? text.replace(/(?<!\r)\r+\n/g, '\n') : text;
  return unix.slice(0, endOfText(unix)).normalize('NFC');
}

function endOfText(text: string): number {
  let end = text.length;
  while (end > 0 && ' \t\n'.includes(text.charAt(end - 1))) end -= 1;
  return end;
}

function canonicalKnown(field: Field, value: JsonValue): JsonValue {
  switch (field.kind) {
    case 'text':
    case 'prose':
      return field.nullable ? canonicalUnknown(value) : canonicalItem(value);
    case 'set':
      return canonicalSet(value);
    case 'list':
      return canonicalRows(value);
    case 'object':
      return canonicalCallConfig(value);
    default:
      return field.kind satisfies never;
  }
}

function canonicalUnknown(value: JsonValue): JsonValue {
  const item = canonicalItem(value);
  return item === '' ? null : item;
}

function canonicalItem(value: JsonValue): JsonValue {
  return typeof value === 'string' ? canonicalText(value) : value;
}

function canonicalSet(value: JsonValue): JsonValue {
  if (!Array.isArray(value)) return canonicalUnknown(value);
  if (value.length === 0) return null;
  return isStringList(value) ? [...new Set(value.map(canonicalText))].sort() : value;
}

function canonicalRows(value: JsonValue): JsonValue {
  if (!Array.isArray(value)) return canonicalUnknown(value);
  const rows = value.map(canonicalRow).filter((row) => !isBlankRow(row));
  return rows.length === 0 ? null : rows;
}

/** A routing row cut to its five known keys, each as text. */
export function canonicalRow(row: JsonValue): JsonValue {
  if (!isJsonObject(row)) return row;
  return objectFrom(ROUTING_KEYS.map((key) => [key, canonicalCell(ownValue(row, key))]));
}

function canonicalCell(value: JsonValue | undefined): JsonValue {
  if (value === undefined || value === null) return '';
  return canonicalItem(typeof value === 'number' ? String(value) : value);
}

/** The dashboard leaves rows whose fields are all empty. */
function isBlankRow(row: JsonValue): boolean {
  return row === null || (isJsonObject(row) && ROUTING_KEYS.every((key) => ownValue(row, key) === ''));
}

function canonicalCallConfig(value: JsonValue): JsonValue {
  if (value === null) return {};
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, setting]): readonly [string, JsonValue] => [
    key,
    canonicalUnknown(setting),
  ]);
  return objectFrom(entries.filter(([, setting]) => setting !== null));
}
