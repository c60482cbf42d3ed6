import { quoted } from '../model/diagnostic.ts';
import { type JsonValue, pointerSegments } from '../model/json.ts';
import type { Places } from '../model/places.ts';
import type { Words } from './explain.ts';
import { labelOf } from './label.ts';
import type { SchemaProblem } from './schema-problem.ts';

/** A field that is not text may be one whole `${name}`; the schema says so with this pattern. */
const WHOLE_VALUE = '^\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}$';

/** Whether a value of another type is wanted: `type` failed, or text stands where only a whole `${name}` may be text. */
export function isTypeProblem(problem: SchemaProblem, found: JsonValue | undefined): boolean {
  return problem.keyword === 'type' || (problem.pattern === WHOLE_VALUE && typeof found === 'string');
}

/** What is wanted at a value, what was found there as it is written, and what to type. */
export function explainType(problem: SchemaProblem, found: JsonValue | undefined, places: Places): Words {
  const wanted = problem.types.filter(
    (type) => type !== 'null' && !(type === 'string' && problem.pattern === WHOLE_VALUE),
  );
  const written = places.source(problem.path);
  const label = labelOf(problem.path);
  const summary = `${label} must be ${wordsForTypes(wanted)}; found ${wordsForFound(found, written)}.`;
  const code = wanted.includes('string') && typeof found === 'number' ? 'yaml_number' : 'wrong_type';
  if (found === null)
    return {
      code,
      summary: `${label} has no value; it must be ${wordsForTypes(wanted)}.`,
      hint: hintForNull(problem.path, places.value(problem.path).excerpt),
    };
  return { code, summary, hint: hintFor(wanted, found, written, places.value(problem.path).excerpt) };
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  number: 'a number',
  array: 'a list',
  object: 'a mapping (indented `key: value` lines)',
};

function wordsForTypes(types: readonly string[]): string {
  return types.map((type) => TYPES[type] ?? type).join(', or ');
}

function wordsForFound(found: JsonValue | undefined, written: string | null): string {
  if (typeof found === 'string') return `the text ${quoted(written ?? found)}`;
  if (typeof found === 'number') return `the number ${quoted(written ?? String(found))}`;
  if (typeof found === 'boolean') return quoted(written ?? String(found));
  return Array.isArray(found) ? 'a list' : 'a mapping';
}

interface Line {
  readonly text: string;
  readonly column: number;
}

/** The name of a persona, and each key of an item in a list of mappings: without them there is no persona, and no item. */
const REQUIRED = /^\/name$|^\/[^/]+\/\d+\/[^/]+$/;

function hintForNull(path: string, line: Line): string {
  const last = pointerSegments(path).at(-1) ?? '';
  if (/^\d+$/.test(last)) {
    const isOnLine = /-\s*$/.test(line.text.slice(0, line.column - 1));
    return isOnLine ? 'Write text after `- `, or delete the line.' : 'Write text there, or delete the item.';
  }
  return `Write a value after \`${last}:\`${REQUIRED.test(path) ? '; it is required.' : ', or delete the line.'}`;
}

function hintFor(wanted: readonly string[], found: JsonValue | undefined, written: string | null, line: Line): string {
  if (wanted.includes('string')) return hintForText(found, written, line);
  if (wanted.includes('boolean')) return hintForBoolean(found);
  if (wanted.includes('number')) return hintForNumber(found);
  if (wanted.includes('array')) return hintForList(found, written);
  return 'Write its keys below it, each on its own line, indented by two spaces.';
}

function hintForText(found: JsonValue | undefined, written: string | null, line: Line): string {
  if (typeof found === 'number' || typeof found === 'boolean') {
    return written === null || written.length > 60 ? 'Put it in quotes where it is written.' : `Quote it: "${written}"`;
  }
  const opening = line.text[line.column - 1];
  if (opening === '{' || opening === '[') return `Text that begins with \`${opening}\` must be quoted.`;
  return 'Write one text here; for a text of several lines, begin it with `|` and indent it.';
}

const YES: readonly string[] = ['yes', 'y', 'on', 'true', '1'];
const NO: readonly string[] = ['no', 'n', 'off', 'false', '0'];

function hintForBoolean(found: JsonValue | undefined): string {
  const text = String(found).toLowerCase();
  const meant = YES.includes(text) ? 'true' : NO.includes(text) ? 'false' : null;
  return meant === null ? 'Write true or false.' : `Write ${meant}, without quotes.`;
}

function hintForNumber(found: JsonValue | undefined): string {
  const number = typeof found === 'string' ? /^\s*(-?\d+(?:\.\d+)?)\b/.exec(found)?.[1] : undefined;
  return number === undefined
    ? 'Write a number in digits, without quotes.'
    : `Write the number alone, without quotes: ${number}`;
}

function hintForList(found: JsonValue | undefined, written: string | null): string {
  const short = typeof found === 'string' && written !== null && /^[\w -]{1,40}$/.test(written);
  return short ? `Write a list: [${written}]` : 'Write each item on its own line, after `- `.';
}
