/**
 * One live field → what a persona file says for it. Not the canonical form: letters and order stay as they are live.
 * But what canonical form ignores anyhow (line ends, what stands at the very end of a text, placeholders of the
 * dashboard) is left out, so that the file is one that a person would have written.
 */
import { isMarkedNumber } from '../model/exact-json.ts';
import { CALL_SETTINGS, type Field, fieldNamed, ROUTING_KEYS } from '../model/fields.ts';
import { isJsonObject, isStringList, type JsonObject, type JsonValue, objectFrom, ownValue } from '../model/json.ts';
import type { KeysInUse } from '../model/secrets.ts';
import { type Trouble, troubleWith } from './trouble.ts';

/** Null where nothing is set. */
export type FileValue =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly trouble: Trouble };

const EMPTY: FileValue = { ok: true, value: null };

/** A top-level field other than `call_config`. A name that the table does not know is an allowed one: passed through. */
export function fileValue(name: string, live: JsonValue | undefined, keyInUse: KeysInUse): FileValue {
  const field = fieldNamed(name);
  if (field?.nullable === false) return withoutTrouble(readRequired(live ?? ''), keyInUse);
  if (live === undefined || live === null) return EMPTY;
  return withoutTrouble(field === undefined ? readUnknown(live) : readKnown(field, live), keyInUse);
}

/** A key of `call_config`. */
export function settingValue(key: string, live: JsonValue | undefined, keyInUse: KeysInUse): FileValue {
  if (live === undefined || live === null) return EMPTY;
  const kind = CALL_SETTINGS.find((setting) => setting.name === key)?.kind;
  if (kind === undefined) return withoutTrouble(readUnknown(live), keyInUse);
  if (kind === 'text') return withoutTrouble(readText(live), keyInUse);
  if (typeof live === kind || isMarkedNumber(live)) return withoutTrouble({ ok: true, value: live }, keyInUse);
  return wrongType(kind === 'number' ? 'a number' : 'true or false', live);
}

/** A text as files have it: LF line ends, and nothing blank at the very end. */
export function fileText(text: string): string {
  const unix = text.replace(/(?<!\r)\r+\n/g, '\n');
  let end = unix.length;
  while (end > 0 && ' \t\n'.includes(unix.charAt(end - 1))) end -= 1;
  return unix.slice(0, end);
}

function withoutTrouble(read: FileValue, keyInUse: KeysInUse): FileValue {
  const trouble = read.ok ? troubleWith(read.value, keyInUse) : null;
  return trouble === null ? read : { ok: false, trouble };
}

function readKnown(field: Field, live: JsonValue): FileValue {
  switch (field.kind) {
    case 'text':
    case 'prose':
      return readText(live);
    case 'set':
      return readSet(live, field.name === 'default_tools');
    case 'list':
      return readRows(live);
    case 'object':
      return isJsonObject(live) ? { ok: true, value: live } : wrongType('a mapping', live);
    default:
      return field.kind satisfies never;
  }
}

function readUnknown(live: JsonValue): FileValue {
  return typeof live === 'string' ? readText(live) : { ok: true, value: live };
}

function readText(live: JsonValue): FileValue {
  if (typeof live !== 'string') return wrongType('text', live);
  const text = fileText(live);
  return text === '' ? EMPTY : { ok: true, value: text };
}

/** A file says it always, and never as nothing. */
function readRequired(live: JsonValue): FileValue {
  const isBlank = typeof live === 'string' && live.trim() === '';
  return isBlank ? { ok: false, trouble: { reason: 'unwritable', detail: 'it is empty' } } : readText(live);
}

/** Tools may be mappings; such a list is kept exactly, since it is compared so. */
function readSet(live: JsonValue, mayHoldObjects: boolean): FileValue {
  if (!Array.isArray(live)) return wrongType('a list', live);
  const items: readonly JsonValue[] = live;
  if (items.length === 0) return EMPTY;
  const odd = items.find((item) => typeof item !== 'string' && !(mayHoldObjects && isJsonObject(item)));
  if (odd !== undefined) return wrongType('text in each item', odd);
  const blank = items.findIndex((item) => typeof item === 'string' && item.trim() === '');
  if (blank !== -1) return { ok: false, trouble: { reason: 'blank_item', detail: `item ${blank + 1} is empty` } };
  return { ok: true, value: isStringList(items) ? [...new Set(items.map(fileText))] : items };
}

/** Rows whose fields are all empty are placeholders that the dashboard leaves. */
function readRows(live: JsonValue): FileValue {
  if (!Array.isArray(live)) return wrongType('a list', live);
  const rows: JsonObject[] = [];
  for (const [index, item] of live.entries()) {
    const row = readRow(item, index + 1);
    if (!row.ok) return row;
    if (isJsonObject(row.value)) rows.push(row.value);
  }
  return rows.length === 0 ? EMPTY : { ok: true, value: rows };
}

/** Null for a placeholder. */
function readRow(item: JsonValue, number: number): FileValue {
  if (item === null) return EMPTY;
  if (!isJsonObject(item)) return wrongType(`a mapping in row ${number}`, item);
  const cells = ROUTING_KEYS.map((key) => [key, readCell(ownValue(item, key))] as const);
  const odd = cells.find(([, cell]) => typeof cell !== 'string');
  if (odd !== undefined) return wrongType(`text as ${odd[0]} in row ${number}`, odd[1]);
  const missing = cells.filter(([, cell]) => typeof cell === 'string' && cell.trim() === '').map(([key]) => key);
  if (cells.every(([, cell]) => cell === '')) return EMPTY;
  if (missing.length === 0) return { ok: true, value: objectFrom(cells) };
  return { ok: false, trouble: { reason: 'incomplete_row', detail: `row ${number} has no ${missing.join(', ')}` } };
}

function readCell(value: JsonValue | undefined): JsonValue {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? fileText(value) : value;
}

function wrongType(wanted: string, found: JsonValue): FileValue {
  return { ok: false, trouble: { reason: 'wrong_type', detail: `wanted ${wanted}, found ${kindOf(found)}` } };
}

function kindOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    default:
      return 'a mapping';
  }
}
