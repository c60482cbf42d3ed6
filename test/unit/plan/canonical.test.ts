import { describe, expect, it } from '@jest/globals';
import { canonicalField, canonicalText } from '../../../src/plan/canonical.ts';
import { EMPTY_ROW } from '../../support/live.ts';

describe('canonical text', () => {
  it.each([
    ['CRLF line ends become LF', 'a\r\nb', 'a\nb'],
    ['a carriage return before CRLF goes too, so that a second pass changes nothing', 'a\r\r\nb', 'a\nb'],
    ['a lone carriage return stays', 'a\rb', 'a\rb'],
    ['newlines at the end go, as a YAML block scalar adds one', 'a\n\n', 'a'],
    ['spaces and tabs at the very end go', 'a \t \n ', 'a'],
    ['spaces at line ends inside stay', 'a  \nb', 'a  \nb'],
    ['leading white space stays', '\n  a', '\n  a'],
    ['composed and decomposed letters are one', 'cafe\u0301', 'caf\u00e9'],
  ])('%s', (_, text, expected) => {
    expect(canonicalText(text)).toBe(expected);
  });

  it('takes linear time on long runs of spaces and carriage returns', () => {
    const text = `${' '.repeat(500_000)}x${'\r'.repeat(500_000)}x`;
    expect(canonicalText(text)).toBe(text);
  });
});

describe('canonical fields', () => {
  it.each([
    ['empty text is null where text may be null', 'role', '', null],
    ['white space alone is empty', 'description', ' \n', null],
    ['an empty name stays text', 'name', '', ''],
    ['absent is null', 'role', undefined, null],
    ['an empty set is null', 'tags', [], null],
    ['a set is sorted and without repeats', 'tags', ['b', 'a', 'b'], ['a', 'b']],
    ['default_tools of texts is a set', 'default_tools', ['t2', 't1'], ['t1', 't2']],
    ['default_tools with objects keeps its order', 'default_tools', [{ id: 2 }, 'a'], [{ id: 2 }, 'a']],
    ['empty text for a set is null', 'tags', '', null],
    ['empty text for a list is null', 'pathway_conditions', '', null],
    ['an empty list is null', 'pathway_conditions', [], null],
    ['placeholders are dropped', 'pathway_conditions', [EMPTY_ROW, EMPTY_ROW], null],
    ['null call settings are none', 'call_config', null, {}],
    ['absent call settings are none', 'call_config', undefined, {}],
    ['a null setting equals an absent one', 'call_config', { voice: null, record: false }, { record: false }],
    ['an empty text setting equals an absent one', 'call_config', { voice: '', max_duration: 0 }, { max_duration: 0 }],
    ['an unknown setting is kept whole', 'call_config', { memory: { on: [1, null] } }, { memory: { on: [1, null] } }],
    ['an unknown text field is text', 'webhook', 'https://x\n', 'https://x'],
    ['an unknown empty list is kept', 'skills', [], []],
    ['a live value of another type is kept', 'tags', 'support', 'support'],
  ])('%s', (_, name, value, expected) => {
    expect(canonicalField(name, value)).toEqual(expected);
  });

  it('routing rows keep their order, know five keys, and take versions as text', () => {
    const row = { name: 'Billing\n', prompt: 'asks\r\nfor a bill', pathway_id: 'pw', pathway_version: 3, extra: 1 };
    expect(canonicalField('pathway_conditions', [{ ...EMPTY_ROW, name: 'Z' }, EMPTY_ROW, row])).toEqual([
      { ...EMPTY_ROW, name: 'Z' },
      { name: 'Billing', prompt: 'asks\nfor a bill', pathway_id: 'pw', pathway_version: '3', start_node_id: '' },
    ]);
  });
});
