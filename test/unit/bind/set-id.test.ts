import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { renameBoundKey, setBoundIds, setOwnId } from '../../../src/bind/set-id.ts';
import fc from '../../support/law.ts';

const setBoundId = (text: string, key: string, id: string): string | null => setBoundIds(text, new Map([[key, id]]));

const UUID = '6b0f2f0a-5b1c-4e55-9c43-0d1f6f2b8a11';

describe('an id into the file of an environment', () => {
  it.each<[what: string, before: string, after: string]>([
    ['an empty file', '', 'ids:\n  sales: id-1\n'],
    ['comments alone', '# nothing yet\n', '# nothing yet\nids:\n  sales: id-1\n'],
    ['no ids', 'values:\n  a: 1 # one\n', 'values:\n  a: 1 # one\nids:\n  sales: id-1\n'],
    ['a last line without an end', 'values: {}', 'values: {}\nids:\n  sales: id-1'],
    ['a last text without an end', 'values:\n  a: |\n    x', 'values:\n  a: |\n    x\nids:\n  sales: id-1'],
    [
      'ids in lines',
      'ids:\n    b: x   # bee\n    # end\nvalues: {}\n',
      'ids:\n    b: x   # bee\n    sales: id-1\n    # end\nvalues: {}\n',
    ],
    ['ids in braces', 'ids: { b: x } # all\n', 'ids: { b: x, sales: id-1 } # all\n'],
    ['empty braces', 'ids: {} # none\n', 'ids: # none\n  sales: id-1\n'],
    ['nothing behind ids', 'ids: # soon\nvalues: { a: 1 }\n', 'ids: { sales: id-1 } # soon\nvalues: { a: 1 }\n'],
    ['the key, bound to another', "ids:\n  sales: 'old' # was\n  z: y\n", "ids:\n  sales: 'id-1' # was\n  z: y\n"],
    ['all in braces', '{ values: { a: 1 } }\n', '{ values: { a: 1 }, ids: { sales: id-1 } }\n'],
    ['lines of another system', 'ids:\r\n  b: x\r\n', 'ids:\r\n  b: x\r\n  sales: id-1\r\n'],
    [
      'an alias as the value of another key',
      'ids:\n  a: &x one\n  b: *x\n',
      'ids:\n  a: &x one\n  b: *x\n  sales: id-1\n',
    ],
  ])('%s', (_what, before, after) => {
    expect(setBoundId(before, 'sales', 'id-1')).toBe(after);
  });

  it.each(['ids: [a]\n', 'ids: &all {a: b}\nvalues: *all\n', 'a: 1\na: 2\n', '- a\n', 'ids: {a: b\n'])(
    '%j is left alone where it cannot be edited safely, else it says what was meant',
    (text) => {
      const edited = setBoundId(text, 'sales', 'id-1');
      if (edited !== null) expect(parse(edited).ids.sales).toBe('id-1');
      else expect(edited).toBeNull();
    },
  );

  it('quotes what YAML would read as something else', () => {
    expect(setBoundId('', 'emea/support', UUID)).toBe(`ids:\n  emea/support: ${UUID}\n`);
    expect(setBoundId('', 'true', '1234')).toBe('ids:\n  "true": "1234"\n');
    expect(setBoundId('', "it's: a", '1e5')).toBe('ids:\n  "it\'s: a": "1e5"\n');
  });

  it('keeps every other line as it is, whatever it is (a law)', () => {
    const key = fc.stringMatching(/^[a-z][a-z0-9/-]{0,8}$/);
    const id = fc.stringMatching(/^[A-Za-z0-9-]{1,20}$/);
    const comment = fc.stringMatching(/^[a-z #:{}]{0,12}$/);
    const lines = fc.uniqueArray(fc.tuple(key, id, comment), {
      selector: ([name]) => name,
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(lines, key, id, fc.constantFrom('\n', '\r\n'), (others, name, value, eol) => {
        const text = [
          'ids:',
          ...others.map(([one, to, about]) => `  "${one}":  '${to}'   # ${about}`),
          'values: {a: 1}',
          '',
        ].join(eol);
        const edited = setBoundId(text, name, value) ?? '';
        const known = Object.fromEntries(others.map(([one, to]) => [one, to]));
        expect(parse(edited)).toEqual({ ids: { ...known, [name]: value }, values: { a: 1 } });
        const kept = text.split(eol).filter((line) => !line.startsWith(`  "${name}":`));
        expect(edited.split(eol)).toEqual(expect.arrayContaining(kept));
      }),
    );
  });
});

it.each<[before: string, after: string | null]>([
  ['# $schema\nname: Ada\n', '# $schema\nid: id-1\nname: Ada\n'],
  ['name: Ada # x\r\nrole: y\r\n', 'id: id-1\r\nname: Ada # x\r\nrole: y\r\n'],
  ['{name: Ada}\n', '{id: id-1, name: Ada}\n'],
  ['name: Ada\nid:   "old" # here\n', 'name: Ada\nid:   "id-1" # here\n'],
  ['name: Ada\nid:\n', 'name: Ada\nid: id-1\n'],
  ['', null],
  ['name: [\n', null],
])('an id into a persona file: %j', (before, after) => {
  expect(setOwnId(before, 'id-1')).toBe(after);
});

it('a key for another, where its file was renamed', () => {
  const text = 'ids:\n  old/name: id-1 # mine\n  z: y\n';
  expect(renameBoundKey(text, 'old/name', 'new')).toBe('ids:\n  new: id-1 # mine\n  z: y\n');
  expect(renameBoundKey(text, 'old/name', 'z')).toBeNull();
  expect(renameBoundKey(text, 'nobody', 'new')).toBeNull();
});
