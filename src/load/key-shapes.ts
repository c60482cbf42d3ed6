import { type Diagnostic, diagnosticAt, type Problem } from '../model/diagnostic.ts';
import { isJsonObject, type JsonValue, pointer } from '../model/json.ts';
import { type Places, SourceText, type Spot } from '../model/places.ts';
import { type KeysInUse, keyShapes } from '../model/secrets.ts';

/**
 * API keys in files: whatever is there is sent and stored in git. They are looked for before anything else judges a
 * file, and a file with one is judged no further, since a message that quotes the file may cut a key in two, and half
 * of a key is known by no shape.
 */

/** A file after parsing; `value` is null where it could not be read. */
interface Parsed {
  readonly file: string;
  readonly value: JsonValue;
  readonly places: Places;
}

/** Keys in a YAML file, comments included; where none is written out, those that escapes in quotes hide. `key` is the persona's. */
export function findKeysInYaml(parsed: Parsed, key: string | null, keyInUse: KeysInUse): Diagnostic[] {
  const written = findKeysInText(parsed.file, parsed.places.text, key, keyInUse);
  if (written.length > 0 || !MAY_HIDE.some((mark) => parsed.places.text.includes(mark))) return written;
  return findInValue(parsed.value, '', parsed.places, keyInUse).map((spot) =>
    diagnosticAt(blackened(spot), { ...KEY_SHAPE, key }),
  );
}

/** Without these each text of a YAML file stands in it as it is, but for line ends and indents, which no key has. */
const MAY_HIDE = ['\\', "''"] as const;

/** Keys in a text as written. `file` is relative to the working directory. */
export function findKeysInText(file: string, text: string, key: string | null, keyInUse: KeysInUse): Diagnostic[] {
  const source = new SourceText(file, text, keyInUse);
  return keyShapes(text, keyInUse).map(({ index, length }) =>
    diagnosticAt(source.spot(index, length), { ...KEY_SHAPE, key }),
  );
}

/** Keys that only the filling in of values has put together; `value` is what is sent of a field, `places` the persona file's. */
export function findKeysInResolved(value: JsonValue, places: Places, key: string, keyInUse: KeysInUse): Diagnostic[] {
  return findInValue(value, '', places, keyInUse).map((spot) => diagnosticAt(blackened(spot), { ...KEY_SHAPE, key }));
}

function findInValue(value: JsonValue, path: string, places: Places, keyInUse: KeysInUse): Spot[] {
  const holdsKey = (text: string): boolean => keyShapes(text, keyInUse).length > 0;
  if (typeof value === 'string') return holdsKey(value) ? [places.value(path)] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => {
    const at = path + pointer(name);
    const inName = isJsonObject(value) && holdsKey(name) ? [places.key(at)] : [];
    return [...inName, ...findInValue(item, at, places, keyInUse)];
  });
}

/** A key that escapes hide has no shape as it is written: all that the caret marks is masked. */
function blackened(spot: Spot): Spot {
  const { text, column, length } = spot.excerpt;
  const [before, after] = [text.slice(0, column - 1), text.slice(column - 1 + length)];
  return { ...spot, excerpt: { text: before + '*'.repeat(length) + after, column, length } };
}

const KEY_SHAPE: Omit<Problem, 'key'> = {
  code: 'key_shape',
  summary: 'This looks like an API key.',
  hint: 'Remove it here; if it has ever been committed, make a new key in the dashboard and delete the old one.',
};
