import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../src/model/json.ts';
import type { LivePersona } from '../../../src/model/persona.ts';
import { buildBody } from '../../../src/plan/body.ts';
import { changesBetween } from '../../../src/plan/changes.ts';
import { desiredPersona, livePersona } from '../../support/live.ts';

function bodyFor(set: JsonObject, live: LivePersona): JsonObject {
  const desired = desiredPersona(set);
  return buildBody({ set: desired.set, changes: changesBetween(desired, live) }, live);
}

const ROW = { name: 'Billing', prompt: 'p', pathway_id: 'pw', pathway_version: '3', start_node_id: 's' };

describe('the body of a PATCH', () => {
  it('holds the live name and the changed top-level fields, nothing else', () => {
    const live = livePersona({ role: 'a', tags: ['t'] }, { personality_prompt: 'old' });
    expect(bodyFor({ role: 'b', tags: ['t'], personality_prompt: 'old' }, live)).toEqual({ name: 'Ann', role: 'b' });
  });

  it('keeps the live name as the service has it when only its end differs', () => {
    expect(bodyFor({ role: 'b' }, livePersona({ name: 'Ann ' }))).toEqual({ name: 'Ann ', role: 'b' });
  });

  it('holds the new name when that changes', () => {
    expect(bodyFor({ name: 'Bea' }, livePersona({}))).toEqual({ name: 'Bea' });
  });

  it('lays the managed keys of call_config over all live ones', () => {
    const live = livePersona(
      {},
      { call_config: { voice: 'June', memory: { on: true }, background: null, record: true } },
    );
    expect(bodyFor({ call_config: { voice: 'Karl', record: true, language: null } }, live)).toEqual({
      name: 'Ann',
      call_config: { voice: 'Karl', memory: { on: true }, background: null, record: true, language: null },
    });
  });

  it('clears call_config, text, sets and lists in the way that each is cleared', () => {
    const live = livePersona(
      { role: 'r', tags: ['t'] },
      { call_config: { voice: 'June' }, pathway_conditions: [ROW], kb_ids: ['k'] },
    );
    const set = { role: '', tags: null, call_config: null, pathway_conditions: null, kb_ids: [] };
    expect(bodyFor(set, live)).toEqual({
      name: 'Ann',
      role: null,
      tags: [],
      call_config: null,
      pathway_conditions: [],
      kb_ids: [],
    });
  });

  it('sends the file’s own order and spelling', () => {
    expect(bodyFor({ tags: ['z', 'a', 'z'] }, livePersona({}))).toEqual({ name: 'Ann', tags: ['z', 'a', 'z'] });
  });

  it('lays each routing row over the live row of the same pathway and name', () => {
    const other = { ...ROW, name: 'Sales' };
    const live = livePersona(
      {},
      {
        pathway_conditions: [
          { ...other, color: 'red' },
          { ...ROW, pathway_version: 2, id: 9 },
        ],
      },
    );
    expect(bodyFor({ pathway_conditions: [ROW, other, { ...ROW, name: 'New' }] }, live)).toEqual({
      name: 'Ann',
      pathway_conditions: [
        { ...ROW, id: 9 },
        { ...other, color: 'red' },
        { ...ROW, name: 'New' },
      ],
    });
  });

  it('takes live rows of the same pathway and name in their order', () => {
    const live = livePersona({}, { pathway_conditions: [1, 2].map((id) => ({ ...ROW, id })) });
    expect(bodyFor({ pathway_conditions: [{ ...ROW, prompt: 'new' }, ROW, ROW] }, live).pathway_conditions).toEqual([
      { ...ROW, prompt: 'new', id: 1 },
      { ...ROW, id: 2 },
      ROW,
    ]);
  });

  it('finds the live row of each of many thousand in a moment', () => {
    const rows = Array.from({ length: 8_000 }, (_item, at) => ({ ...ROW, name: `Row ${at}` }));
    const live = livePersona({}, { pathway_conditions: rows.map((row, id) => ({ ...row, prompt: 'old', id })) });
    const body = bodyFor({ pathway_conditions: rows.toReversed() }, live);
    expect(body.pathway_conditions).toEqual(rows.map((row, id) => ({ ...row, id })).reverse());
  });
});
