/** What must hold of rollbacks, whatever a version and a draft hold: also what no file could say. */
import { describe, expect, it } from '@jest/globals';
import { type JsonObject, objectFrom } from '../../src/model/json.ts';
import type { LivePersona } from '../../src/model/persona.ts';
import { buildBody } from '../../src/plan/body.ts';
import { canonicalField } from '../../src/plan/canonical.ts';
import { changesBetween } from '../../src/plan/changes.ts';
import { rollbackTo } from '../../src/plan/rollback.ts';
import { compareVersions, VERSION_FIELDS } from '../../src/plan/version-content.ts';
import fc from '../support/law.ts';

const PERSONA = { key: 'ann', file: 'personas/ann.yaml', id: 'p-ann', name: 'Ann' };

const text = fc.constantFrom('', 'a', 'b\n', 'b', 'a\r\nb', `sk-${'a'.repeat(24)}`);
const anything = fc.oneof(text, fc.boolean(), fc.nat(3), fc.constant(null), fc.constant({ deep: ['a'] }));
const row = fc.record(
  {
    name: text,
    prompt: text,
    pathway_id: text,
    pathway_version: fc.oneof(text, fc.nat(3)),
    start_node_id: text,
    weight: fc.nat(2),
  },
  { requiredKeys: [] },
);
const SETTINGS = fc.constantFrom('voice', 'record', 'track', 'constructor', 'toString');
const version: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      call_config: fc.oneof(fc.dictionary(SETTINGS, anything), anything),
      orchestration_prompt: fc.oneof(text, fc.constant(null)),
      personality_prompt: fc.oneof(text, fc.constant(null)),
      default_tools: fc.oneof(fc.array(anything, { maxLength: 3 }), fc.constant(null)),
      kb_ids: fc.oneof(fc.array(text, { maxLength: 3 }), fc.constant(null)),
      pathway_conditions: fc.oneof(fc.array(row, { maxLength: 3 }), fc.constant(null), text),
      webhook: text,
    },
    { requiredKeys: [] },
  )
  .map((fields): JsonObject => JSON.parse(JSON.stringify(fields)));

const EMPTY = Object.fromEntries(VERSION_FIELDS.map((name) => [name, null]));

const twin = fc.record(
  {
    name: fc.constantFrom('a', 'b'),
    prompt: fc.constantFrom('a', 'b'),
    pathway_id: fc.constant('a'),
    pathway_version: fc.constantFrom('3', 3),
    start_node_id: fc.constant('a'),
    weight: fc.nat(1),
  },
  { requiredKeys: ['name', 'prompt', 'pathway_id', 'pathway_version', 'start_node_id'] },
);
/** Rows that are often of one pathway, and often nearly the same. */
const twins = fc
  .array(twin, { maxLength: 3 })
  .map((rows): JsonObject => JSON.parse(JSON.stringify({ ...EMPTY, pathway_conditions: rows })));

function rollBack(to: JsonObject, live: LivePersona) {
  const rollback = rollbackTo(to, PERSONA, { live, keyInUse: null });
  const changes = changesBetween(rollback.desired, live);
  const { name: _, ...body } = buildBody({ changes, set: rollback.desired.set }, live);
  return { ...rollback, changes, body };
}

const asLive = (draft: JsonObject): LivePersona => ({ id: 'p-ann', root: { name: 'Ann' }, draft, production: null });

/** The fields of a path that was left alone. */
const isLeft = (paths: readonly { readonly path: string }[], name: string): boolean =>
  paths.some(({ path }) => path === `/${name}` || path.startsWith(`/${name}/`));

describe('a rollback', () => {
  it('gives the version’s documented fields, but for those that it names', () => {
    fc.assert(
      fc.property(version, version, (to, draft) => {
        const { body, notBrought } = rollBack(to, asLive(draft));
        const after: JsonObject = { ...draft, ...body };
        for (const name of VERSION_FIELDS.filter((field) => !isLeft(notBrought, field))) {
          expect({ [name]: canonicalField(name, after[name]) }).toEqual({ [name]: canonicalField(name, to[name]) });
        }
      }),
    );
  });

  it('sends documented fields alone, and none that is as it was', () => {
    fc.assert(
      fc.property(version, version, (to, draft) => {
        const { body } = rollBack(to, asLive(draft));
        expect(Object.keys(body).filter((name) => !VERSION_FIELDS.includes(name))).toEqual([]);
        expect(rollBack(draft, asLive(draft)).body).toEqual({});
      }),
    );
  });

  it('has nothing to do a second time', () => {
    fc.assert(
      fc.property(version, version, (to, draft) => {
        const { body } = rollBack(to, asLive(draft));
        expect(rollBack(to, asLive({ ...draft, ...body })).changes).toEqual([]);
      }),
    );
  });

  it('names what stays different in a row, also where several are of one pathway, and nothing else', () => {
    fc.assert(
      fc.property(twins, twins, (to, draft) => {
        const { body, undocumented } = rollBack(to, asLive(draft));
        const after: JsonObject = { ...draft, ...body };
        expect(undocumented.length > 0).toBe(compareVersions(to, after).length > 0);
      }),
    );
  });

  it('writes no key of an API', () => {
    fc.assert(
      fc.property(version, (to) => {
        const { body } = rollBack(to, asLive(objectFrom([])));
        expect(JSON.stringify(body)).not.toContain('sk-');
      }),
    );
  });
});
