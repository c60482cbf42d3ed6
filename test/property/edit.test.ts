/** What must hold of every edit: it says what was meant, and of the lines of other fields not a byte is changed. */
import { describe, expect, it } from '@jest/globals';
import { Document, Scalar, visit } from 'yaml';
import { parseYaml } from '../../src/load/parse-yaml.ts';
import { unescapeReferences } from '../../src/load/values.ts';
import { FIELDS } from '../../src/model/fields.ts';
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '../../src/model/json.ts';
import { canonicalField } from '../../src/plan/canonical.ts';
import { editField } from '../../src/pull/edit/edit-field.ts';
import { escapeDeep } from '../../src/pull/escape.ts';
import { liveFields } from '../../src/pull/live-fields.ts';
import fc, { tries } from '../support/law.ts';
import { nastyPersona } from '../support/nasty.ts';

const ALLOWED = { root: ['webhook', 'skills'], callConfig: ['memory'] };
const ORDER = [...FIELDS.map((field) => field.name), ...ALLOWED.root];

/** What files of two personas would say. */
const said: fc.Arbitrary<JsonObject> = nastyPersona.map(
  (live) => liveFields(live, { allowed: ALLOWED, keyInUse: null, fields: [] }).set,
);

interface Style {
  readonly seed: readonly number[];
  readonly indent: number;
  readonly width: number;
  readonly crlf: boolean;
  readonly indentSeq: boolean;
}
const style: fc.Arbitrary<Style> = fc.record({
  seed: fc.array(fc.nat(1000), { minLength: 20, maxLength: 20 }),
  indent: fc.integer({ min: 1, max: 5 }),
  width: fc.constantFrom(0, 20, 60),
  crlf: fc.boolean(),
  indentSeq: fc.boolean(),
});

const SCALARS: readonly Scalar.Type[] = [
  Scalar.PLAIN,
  Scalar.QUOTE_SINGLE,
  Scalar.QUOTE_DOUBLE,
  Scalar.BLOCK_LITERAL,
  Scalar.BLOCK_FOLDED,
];

/** A file as somebody might have written it: every style, comments and blank lines anywhere. */
function fileOf(fields: JsonObject, { seed, indent, width, crlf, indentSeq }: Style): string {
  const document = new Document(escapeDeep(fields));
  let at = 0;
  const draw = (sides: number): number => {
    at += 1;
    return (seed[at % seed.length] ?? 0) % sides;
  };
  visit(document, {
    Scalar(key, node) {
      if (key !== 'key') node.type = SCALARS[draw(SCALARS.length)] ?? Scalar.PLAIN;
      if (draw(4) === 0 && key !== 'key') node.comment = ' a remark';
      if (draw(6) === 0) node.commentBefore = ' about what follows';
      if (draw(6) === 0) node.spaceBefore = true;
    },
    Collection(_, node) {
      node.flow = node !== document.contents && draw(3) === 0;
    },
  });
  const text = document.toString({ indent, indentSeq, lineWidth: width, minContentWidth: 0 });
  return crlf ? text.replaceAll('\n', '\r\n') : text;
}

function read(text: string): JsonObject {
  const { value, diagnostics } = parseYaml(text, 'a.yaml', null);
  if (diagnostics.length > 0 || !isJsonObject(value)) throw new Error(JSON.stringify(diagnostics));
  return JSON.parse(JSON.stringify(value));
}

/** As the loader does: in values, not in keys. */
function resolved(value: JsonValue): JsonValue {
  if (typeof value === 'string') return unescapeReferences(value);
  if (typeof value !== 'object' || value === null) return value;
  if (!isJsonObject(value)) return value.map(resolved);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item)]));
}

/** Where the lines of a top-level key begin, and those of the next. */
function linesOf(text: string, name: string): [number, number] {
  const starts = [...text.matchAll(/(?<![^\n])(?=\w+:)/g)].map(({ index }) => index);
  const at = starts.findIndex((start) => text.startsWith(`${name}:`, start));
  return [starts[at] ?? -1, starts[at + 1] ?? text.length];
}

/** Edits one field, and holds the result to the law. True where lines of other fields could be compared. */
function holdsFor(text: string, name: string, wanted: JsonValue): boolean {
  const file = read(text);
  const current = ownValue(file, name);
  const change = { name, resolved: current === undefined ? undefined : resolved(current), wanted };
  const result = editField(text, change, ORDER);
  expect([text, name, result.ok ? 'edited' : result.reason]).toEqual([text, name, 'edited']);
  if (!result.ok) return false;
  const after = read(result.text);
  const meant = canonicalField(name, JSON.parse(JSON.stringify(wanted)));
  expect(canonicalField(name, resolved(ownValue(after, name) ?? null))).toEqual(meant);
  expect({ ...after, [name]: null }).toEqual({ ...file, [name]: null });
  const [start, next] = linesOf(text, name);
  if (current === undefined || start === -1) return false;
  expect(result.text.slice(0, start)).toBe(text.slice(0, start));
  expect(result.text.endsWith(text.slice(next))).toBe(true);
  return true;
}

describe('every edit of a field', () => {
  it('says what was meant, and leaves the lines of all other fields as they are', () => {
    let compared = 0;
    fc.assert(
      fc.property(said, said, style, (before, wanted, written) => {
        const text = fileOf({ ...before, name: 'Ann' }, written);
        const parsed = parseYaml(text, 'a.yaml', null);
        fc.pre(parsed.diagnostics.length === 0 && isJsonObject(parsed.value));
        for (const name of Object.keys(wanted).filter((one) => one !== 'name')) {
          if (holdsFor(text, name, ownValue(wanted, name) ?? null)) compared += 1;
        }
      }),
      tries(300),
    );
    expect(compared).toBeGreaterThan(300);
  });
});
