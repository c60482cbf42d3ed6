/**
 * The answers of the pages for voices, knowledge bases, pathways and tools, whose shapes differ from page to page: a bare
 * list or object, below `data`, below a name of its own, or both. What cannot be read so is null: nobody may conclude from it.
 */
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '../model/json.ts';

/** The rows of a list. `names` are those under which it may stand. */
export function rowsIn(body: JsonValue, names: readonly string[]): readonly JsonObject[] | null {
  const data = dataOf(body);
  const list = Array.isArray(data) ? data : isJsonObject(data) ? namedList(data, names) : null;
  if (list === null) return null;
  const rows = list.filter(isJsonObject);
  return rows.length === list.length ? rows : null;
}

/** One thing. */
export function thingIn(body: JsonValue, names: readonly string[]): JsonObject | null {
  const data = dataOf(body);
  if (Array.isArray(data)) {
    const [only] = data;
    return data.length === 1 && isJsonObject(only) ? only : null;
  }
  if (!isJsonObject(data)) return null;
  const named = names.map((name) => ownValue(data, name)).find(isJsonObject);
  if (named !== undefined) return named;
  return idsOf(data).length > 0 || nameOf(data) !== null || Array.isArray(ownValue(data, 'nodes')) ? data : null;
}

/** The nodes of a pathway or of one of its versions. */
export function nodesIn(body: JsonValue): readonly JsonObject[] | null {
  const data = dataOf(body);
  if (Array.isArray(data)) return rowsIn(data, []);
  if (!isJsonObject(data)) return null;
  const holders = [data, ownValue(data, 'version'), ownValue(data, 'pathway')].filter(isJsonObject);
  const nodes = holders.map((holder) => ownValue(holder, 'nodes')).find((found) => Array.isArray(found));
  return nodes === undefined ? null : rowsIn(nodes, []);
}

const ID_KEYS = ['id', 'voice_id', 'kb_id', 'knowledge_base_id', 'vector_id', 'pathway_id', 'tool_id'];

/** Every id that it says of itself. */
export function idsOf(thing: JsonObject): string[] {
  return ID_KEYS.flatMap((key) => textIn(thing, key) ?? []);
}

/** In characters. */
const LONGEST_NAME = 100;

/** A node has its name below `data`. */
export function nameOf(thing: JsonObject): string | null {
  const data = ownValue(thing, 'data');
  const name = textIn(thing, 'name') ?? (isJsonObject(data) ? textIn(data, 'name') : null) ?? textIn(thing, 'label');
  return name === null || name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME)}…`;
}

/** Whether it is what was asked for, by an id or by its name. One that says no id of itself is believed to be. */
export function isAbout(thing: JsonObject, id: string): boolean {
  const ids = idsOf(thing);
  const wanted = id.toLowerCase();
  return ids.length === 0 || [...ids, nameOf(thing) ?? ''].some((one) => one.toLowerCase() === wanted);
}

/** The number of a row of versions, as text. */
export function versionOf(row: JsonObject): string | null {
  const number = ['version_number', 'version', 'number'].map((key) => ownValue(row, key)).find(isNumeral);
  return number === undefined ? null : String(number);
}

function isNumeral(value: JsonValue | undefined): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && value !== '');
}

function dataOf(body: JsonValue): JsonValue {
  const data = isJsonObject(body) ? ownValue(body, 'data') : undefined;
  return data === undefined || data === null ? body : data;
}

/** By its name, else the one list that there is. */
function namedList(data: JsonObject, names: readonly string[]): readonly JsonValue[] | null {
  const isList = (value: JsonValue | undefined): value is readonly JsonValue[] => Array.isArray(value);
  const named = names.map((name) => ownValue(data, name)).find(isList);
  if (named !== undefined) return named;
  const [only, second] = Object.entries(data).filter(([name, value]) => name !== 'errors' && isList(value));
  return only !== undefined && second === undefined && isList(only[1]) ? only[1] : null;
}

function textIn(thing: JsonObject, key: string): string | null {
  const text = ownValue(thing, key);
  return typeof text === 'string' && text !== '' ? text : null;
}
