/** What must hold for all personas, beside the examples. Random personas share few values, so that they are often nearly equal. */
import { describe, expect, it } from '@jest/globals';
import jsonPatch from 'fast-json-patch';
import { CALL_SETTINGS, FIELDS } from '../../src/model/fields.ts';
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import type { LivePersona } from '../../src/model/persona.ts';
import { redactJson } from '../../src/model/secrets.ts';
import { buildBody } from '../../src/plan/body.ts';
import { canonical } from '../../src/plan/canonical.ts';
import { changesBetween } from '../../src/plan/changes.ts';
import { patchBetween } from '../../src/plan/compare.ts';
import { digestOfChanges, fingerprintOf, sortedJson } from '../../src/plan/fingerprint.ts';
import { desiredManaged, liveManaged } from '../../src/plan/managed.ts';
import fc from '../support/law.ts';
import { desiredPersona } from '../support/live.ts';

const text = fc.oneof(
  fc.constantFrom('', 'a', 'a\n', 'a \n', 'a\r\nb', 'a\nb', 'cafe\u0301', 'caf\u00e9', ' ', '\r\r\n', 'é'),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const nullable = <T extends JsonValue>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value);
const set = nullable(fc.array(text, { maxLength: 4 }));
const version = fc.oneof(text, fc.nat(3));
const row = fc.record({
  name: text,
  prompt: text,
  pathway_id: text,
  pathway_version: version,
  start_node_id: text,
  note: text,
});
const setting = fc.oneof(text, fc.boolean(), fc.nat(3), fc.constant(null), fc.constant({ deep: [1, null] }));
const callConfig = fc.dictionary(
  fc.constantFrom(...CALL_SETTINGS.map(({ name }) => name), 'memory', 'constructor', '__proto__'),
  setting,
);

const BY_KIND: Readonly<Record<string, fc.Arbitrary<JsonValue>>> = {
  text: nullable(text),
  prose: nullable(text),
  set,
  list: nullable(fc.array(row, { maxLength: 3 })),
  object: nullable(callConfig),
};

function fieldsOf(plane: 'immediate' | 'draft' | 'both'): fc.Arbitrary<JsonObject> {
  const wanted = FIELDS.filter((field) => plane === 'both' || field.plane === plane);
  const model = Object.fromEntries(
    wanted.map((field) => [field.name, field.name === 'name' ? text : (BY_KIND[field.kind] ?? text)]),
  );
  return fc.record(model, { requiredKeys: [] }).map(withoutUndefined);
}

function withoutUndefined(fields: { readonly [name: string]: JsonValue | undefined }): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

const live: fc.Arbitrary<LivePersona> = fc.record({
  id: fc.constant('p-1'),
  root: fieldsOf('immediate').map((fields) => ({ id: 'p-1', name: 'Ann', ...fields })),
  draft: nullable(fieldsOf('draft')),
  production: nullable(fieldsOf('draft')),
});
/** No file can hold `__proto__`: the schema refuses it. The live side may. */
const desired = fieldsOf('both').map((fields) =>
  desiredPersona(JSON.parse(JSON.stringify(fields).replaceAll('__proto__', 'proto'))),
);

/** The service as the pages say: flat body, root and draft, whole values replaced. */
function written(body: JsonObject, before: LivePersona): LivePersona {
  const immediate = new Set(FIELDS.filter((field) => field.plane === 'immediate').map((field) => field.name));
  const entries = Object.entries(body);
  return {
    ...before,
    root: { ...before.root, ...Object.fromEntries(entries.filter(([name]) => immediate.has(name))) },
    draft: {
      ...(before.draft ?? before.production ?? {}),
      ...Object.fromEntries(entries.filter(([name]) => !immediate.has(name))),
    },
  };
}

describe('laws', () => {
  it('canonical(canonical(x)) = canonical(x)', () => {
    fc.assert(
      fc.property(fieldsOf('both'), (fields) => {
        const once = canonical(fields);
        expect(canonical(once)).toEqual(once);
      }),
    );
  });

  it('what is compared with itself has no changes', () => {
    fc.assert(
      fc.property(live, (persona) => {
        const { id: _, ...root } = persona.root;
        const own = { name: 'Ann', ...root, ...(persona.draft ?? persona.production ?? {}) };
        expect(changesBetween(desiredPersona(own), persona)).toEqual([]);
      }),
    );
  });

  it('the operations, applied to live in emitted order, give desired', () => {
    fc.assert(
      fc.property(desired, live, (wanted, persona) => {
        const from = liveManaged(persona, wanted.set);
        const to = desiredManaged(wanted.set);
        const applied = jsonPatch.applyPatch(
          structuredClone(from),
          patchBetween(from, to),
          false,
          true,
          false,
        ).newDocument;
        expect(sortedJson(applied)).toBe(sortedJson(to));
      }),
    );
  });

  it('there are changes exactly where the canonical forms differ, each field once', () => {
    fc.assert(
      fc.property(desired, live, (wanted, persona) => {
        const changes = changesBetween(wanted, persona);
        const differ = fingerprintOf(liveManaged(persona, wanted.set)) !== fingerprintOf(desiredManaged(wanted.set));
        expect(changes.length > 0).toBe(differ);
        expect(new Set(changes.map((change) => change.path)).size).toBe(changes.length);
        for (const change of changes) expect(sortedJson(change.before)).not.toBe(sortedJson(change.after));
      }),
    );
  });

  it('a plan after the write it planned is empty, and touches nothing unmanaged', () => {
    fc.assert(
      fc.property(desired, live, (wanted, persona) => {
        const changes = changesBetween(wanted, persona);
        fc.pre(changes.length > 0);
        const body = buildBody({ set: wanted.set, changes }, persona);
        const after = written(body, persona);
        expect(changesBetween(wanted, after)).toEqual([]);
        const fields = Object.keys(body).filter((name) => name !== 'name');
        expect(fields.every((name) => Object.hasOwn(wanted.set, name))).toBe(true);
      }),
    );
  });

  it('hashes do not depend on the order of keys', () => {
    fc.assert(
      fc.property(fieldsOf('both'), (fields) => {
        const reversed = Object.fromEntries(Object.entries(fields).reverse());
        expect(fingerprintOf(reversed)).toBe(fingerprintOf(fields));
      }),
    );
  });

  it('redaction leaves no key behind and changes nothing else', () => {
    const key = fc.stringMatching(/^(org|sk|sub-sk)[-_][A-Za-z0-9]{20,30}$/);
    fc.assert(
      fc.property(key, text, (secret, around) => {
        const value = { [`k ${secret}`]: [`${around} ${secret}`, 1, null] };
        expect(JSON.stringify(redactJson(value, null))).not.toContain(secret);
      }),
    );
    fc.assert(fc.property(fieldsOf('both'), (fields) => expect(redactJson(fields, null)).toEqual(fields)));
  });

  it('the digest of a change is that of its id and its fields alone', () => {
    fc.assert(
      fc.property(desired, live, (wanted, persona) => {
        const changes = changesBetween(wanted, persona);
        const elsewhere = changes.map((change) => ({ ...change, sources: [{ file: 'x', line: 1, column: 1 }] }));
        expect(digestOfChanges('p-1', elsewhere)).toBe(digestOfChanges('p-1', changes));
        expect(digestOfChanges('p-2', changes)).not.toBe(digestOfChanges('p-1', changes));
      }),
    );
  });
});
