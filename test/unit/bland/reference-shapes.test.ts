import { describe, expect, it } from '@jest/globals';
import { idsOf, isAbout, nameOf, nodesIn, rowsIn, thingIn, versionOf } from '../../../src/bland/reference-shapes.ts';
import type { JsonValue } from '../../../src/model/json.ts';

const ROWS = [{ id: 'a' }, { id: 'b' }];

describe('the rows of a list', () => {
  it.each<[string, JsonValue]>([
    ['a bare list', ROWS],
    ['below data', { data: ROWS, errors: null }],
    ['below data and its name', { data: { kbs: ROWS, total: 2 }, errors: [] }],
    ['below its name', { status: 'success', kbs: ROWS }],
    ['below its name, beside other lists', { kbs: ROWS, tags: [{}], errors: [] }],
    ['below a name that nobody knows, the only list', { entries: ROWS, errors: [] }],
  ])('%s', (_, body) => {
    expect(rowsIn(body, ['kbs'])).toEqual(ROWS);
  });

  it('an empty one is a list too', () => {
    expect(rowsIn({ data: { kbs: [] }, errors: [] }, ['kbs'])).toEqual([]);
  });

  it.each<[string, JsonValue]>([
    ['a text', 'no'],
    ['null', null],
    ['an object without lists', { data: { total: 0 } }],
    ['nothing but errors', { errors: [] }],
    ['two lists of unknown names', { these: ROWS, those: ROWS }],
    ['rows that are no objects', ['a', 'b']],
  ])('nobody may conclude from %s', (_, body) => {
    expect(rowsIn(body, ['kbs'])).toBeNull();
  });
});

describe('one thing', () => {
  const THING = { id: 'v', name: 'June' };
  it.each<[string, JsonValue]>([
    ['bare', THING],
    ['in a list of one', [THING]],
    ['below data', { data: THING, errors: null }],
    ['below data and its name', { data: { voice: THING } }],
    ['below its name', { voice: THING, status: 'success' }],
  ])('%s', (_, body) => {
    expect(thingIn(body, ['voice'])).toEqual(THING);
  });

  it.each<[string, JsonValue]>([
    ['an empty object', {}],
    ['null data', { data: null, status: 'success' }],
    ['a list of several', [THING, THING]],
    ['a number', 7],
  ])('is not %s', (_, body) => {
    expect(thingIn(body, ['voice'])).toBeNull();
  });

  it('is about an id, whatever key it stands under, or about its name', () => {
    expect(isAbout({ voice_id: 'V-1' }, 'v-1')).toBe(true);
    expect(isAbout(THING, 'june')).toBe(true);
    expect(isAbout({ name: 'Orders', nodes: [] }, 'pw')).toBe(true);
    expect(isAbout(THING, 'Karl')).toBe(false);
  });

  it('has its ids and its name where its page has them', () => {
    expect(idsOf({ vector_id: 'kb', name: 'Bread' })).toEqual(['kb']);
    expect(nameOf({ id: '1', data: { name: 'Greeting' } })).toBe('Greeting');
    expect(nameOf({ name: 'x'.repeat(500) })).toHaveLength(101);
    expect(nameOf({ name: 7 })).toBeNull();
  });
});

describe('a version of a pathway', () => {
  const NODES = [{ id: '1' }];
  it.each<[string, JsonValue]>([
    ['bare nodes', NODES],
    ['beside edges', { nodes: NODES, edges: [{ id: 'e' }] }],
    ['below data', { data: { nodes: NODES, edges: [] } }],
    ['below data and version', { data: { version: { nodes: NODES } } }],
  ])('has its nodes: %s', (_, body) => {
    expect(nodesIn(body)).toEqual(NODES);
  });

  it('without nodes says nothing of them', () => {
    expect(nodesIn({ data: { edges: [{ id: 'e' }] } })).toBeNull();
    expect(nodesIn({ data: { nodes: 'many' } })).toBeNull();
  });

  it('has its number as a number or as text', () => {
    expect([{ version_number: 3 }, { version: '3' }, { number: 3 }].map(versionOf)).toEqual(['3', '3', '3']);
    expect(versionOf({ id: 'x' })).toBeNull();
  });
});
