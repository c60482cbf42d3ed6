import { describe, expect, it } from '@jest/globals';
import type { JsonObject, JsonValue } from '../../../src/model/json.ts';
import { buildBody } from '../../../src/plan/body.ts';
import { changesBetween } from '../../../src/plan/changes.ts';
import { chooseVersions } from '../../../src/plan/choose-version.ts';
import { rollbackTo } from '../../../src/plan/rollback.ts';
import { compareVersions } from '../../../src/plan/version-content.ts';

const PERSONA = { key: 'ann', file: 'personas/ann.yaml', id: 'p-ann', name: 'Ann' };
const SECRET = `sk-${'a'.repeat(24)}`;
const ROW = { name: 'Billing', prompt: 'A bill', pathway_id: 'pw-1', pathway_version: '3', start_node_id: 'n-1' };

const EMPTY = {
  call_config: null,
  orchestration_prompt: null,
  personality_prompt: null,
  default_tools: [],
  kb_ids: [],
  pathway_conditions: null,
};

function rollback(version: JsonObject, draft: JsonObject) {
  const live = { id: 'p-ann', root: { id: 'p-ann', name: 'Ann' }, draft: { ...EMPTY, ...draft }, production: null };
  const { desired, notBrought, undocumented } = rollbackTo({ ...EMPTY, ...version }, PERSONA, { live, keyInUse: null });
  const changes = changesBetween(desired, live);
  const { name: _, ...body } = buildBody({ changes, set: desired.set }, live);
  return { body, after: { ...live.draft, ...body }, notBrought, undocumented, fields: Object.keys(desired.set) };
}

describe('a rollback', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['texts', { personality_prompt: 'Old.' }, { personality_prompt: 'New.', orchestration_prompt: 'New.' }],
    [
      'settings, unknown ones too, and none that came since',
      { call_config: { voice: 'June', track: 'rain' } },
      { call_config: { voice: 'Karl', record: true, memory: 'on' } },
    ],
    ['no settings at all', { call_config: {} }, { call_config: { voice: 'Karl', track: 'rain' } }],
    ['settings where there are none', { call_config: { voice: 'June' } }, {}],
    ['sets', { kb_ids: ['b', 'a'], default_tools: [] }, { kb_ids: ['c'], default_tools: ['t'] }],
    ['tools of a shape that nobody knows', { default_tools: [{ id: 't', on: true }, 7] }, { default_tools: ['t'] }],
    [
      'rows, with their version as a number',
      {
        pathway_conditions: [
          { ...ROW, pathway_version: 3 },
          { ...ROW, name: 'Other' },
        ],
      },
      { pathway_conditions: [{ ...ROW, prompt: 'New' }] },
    ],
    [
      'rows that lack what a file must say',
      { pathway_conditions: [{ name: 'Billing' }] },
      { pathway_conditions: [ROW] },
    ],
    [
      'rows that lack what the row of the same pathway has now',
      { pathway_conditions: [{ name: 'Billing', pathway_id: 'pw-1' }] },
      { pathway_conditions: [ROW] },
    ],
    ['settings of another shape', { call_config: 'off' as JsonValue }, { call_config: { voice: 'Karl' } }],
  ])('brings back %s', (_, version, draft) => {
    const { after, notBrought, undocumented } = rollback(version, draft);
    expect(compareVersions({ ...EMPTY, ...version }, after)).toEqual([]);
    expect([notBrought, undocumented]).toEqual([[], []]);
  });

  it('holds all six fields, so that an edit of any of them is seen before the write', () => {
    expect(rollback({ kb_ids: ['a'] }, {}).fields.sort()).toEqual(Object.keys(EMPTY).sort());
  });

  it('leaves alone what holds a key, field by field, and setting by setting', () => {
    const version = { personality_prompt: `Use ${SECRET}`, call_config: { voice: 'June', hook: SECRET } };
    const { body, notBrought } = rollback(version, { call_config: { voice: 'Karl', hook: 'x' } });
    expect(body).toEqual({ call_config: { voice: 'June', hook: 'x' } });
    expect(notBrought).toEqual([
      { path: '/call_config/hook', reason: 'key_shape' },
      { path: '/personality_prompt', reason: 'key_shape' },
    ]);
  });

  it('knows of a key that is still there as it was that nothing is to be done', () => {
    const same = { personality_prompt: SECRET };
    expect(rollback(same, same)).toMatchObject({ body: {}, notBrought: [] });
  });

  it('leaves alone what the service does not show in that version', () => {
    const live = { id: 'p-ann', root: {}, draft: { ...EMPTY, kb_ids: ['a'] }, production: null };
    const { desired, notBrought } = rollbackTo({ personality_prompt: 'Old.' }, PERSONA, { live, keyInUse: null });
    expect(desired.set).toEqual({ personality_prompt: 'Old.' });
    expect(notBrought).toEqual([{ path: '/kb_ids', reason: 'not_shown' }]);
  });

  it('names undocumented fields that stay different, and writes none', () => {
    const version = { webhook: 'old', memory: null, pathway_conditions: [{ ...ROW, weight: 1 }] };
    const draft = { webhook: 'new', voicemail: 'on', pathway_conditions: [{ ...ROW, weight: 2, prompt: 'New' }] };
    const { body, undocumented } = rollback(version, draft);
    expect(body).toEqual({ pathway_conditions: [{ ...ROW, weight: 2 }] });
    expect(undocumented).toEqual(['/pathway_conditions/0/weight', '/voicemail', '/webhook']);
  });

  it('names what stays different in the one of several rows of a pathway that has it', () => {
    const twins = (...weights: readonly number[]) => ({
      pathway_conditions: weights.map((weight) => ({ ...ROW, weight })),
    });
    const differing = (version: JsonObject, draft: JsonObject) => rollback(version, draft).undocumented;
    expect(differing(twins(1, 1), twins(2, 1))).toEqual(['/pathway_conditions/0/weight']);
    expect(differing(twins(1, 1), twins(1))).toEqual(['/pathway_conditions/1/weight']);
    expect(differing(twins(1, 2), twins(1, 2))).toEqual([]);
  });

  it('never sets a key that means something to JavaScript', () => {
    const config: JsonObject = JSON.parse('{"voice":"June","__proto__":{"x":1}}');
    const { body, notBrought } = rollback({ call_config: config }, {});
    expect(body).toEqual({ call_config: { voice: 'June' } });
    expect(notBrought).toEqual([{ path: '/call_config/__proto__', reason: 'unsettable' }]);
  });
});

describe('--to names', () => {
  const versions = [
    { id: '7', version_type: 'draft', version_number: 2 },
    { id: 'b', version_type: 'production', version_number: '4' },
    { id: 'c', version_type: 'archived', version_number: 1 },
    { id: 'd', version_type: 'archived', version_number: 1 },
  ];

  it.each([
    ['b', ['b']],
    ['4', ['b']],
    ['v4', ['b']],
    ['production', ['b']],
    ['7', ['7']],
    ['1', ['c', 'd']],
    ['3', []],
    ['', []],
    ['-1', []],
  ])('%s', (to, ids) => {
    expect(chooseVersions(versions, to).map(({ id }) => id)).toEqual(ids);
  });
});
