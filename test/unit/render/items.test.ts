import { describe, expect, it } from '@jest/globals';
import { routingRows, setItems } from '../../../src/render/items.ts';
import { LINE_MARK, lineText, type ShownLine } from '../../../src/render/shown-line.ts';

const plain = (lines: readonly ShownLine[]): string[] => lines.map((line) => LINE_MARK[line.kind] + lineText(line));
const ROW = { name: 'Billing', prompt: 'p', pathway_id: 'pw', pathway_version: '3', start_node_id: 's' };

describe('routing rows', () => {
  it('pair with an equal row first, then by pathway and name, then by name, each row once', () => {
    const before = [ROW, { ...ROW, prompt: 'q' }, { ...ROW, pathway_id: 'other' }];
    const after = [{ ...ROW, prompt: 'q' }, { ...ROW, prompt: 'new' }, { ...ROW, pathway_id: 'third' }, ROW];
    expect(plain(routingRows(before, after))).toEqual([
      'row 2 → 1: "Billing" moved',
      'row 3 → 2: "Billing" moved',
      '~ row 2 "Billing", prompt: "p" → "new"',
      '~ row 2 "Billing", pathway_id: "other" → "pw"',
      '+ row 3: "Billing": prompt "p", pathway_id "third", pathway_version "3", start_node_id "s"',
      'row 1 → 4: "Billing" moved',
    ]);
  });

  it('show the keys that nobody documents too, since a promote ships them', () => {
    const before = [ROW, { ...ROW, name: 'Sales', fee: 1, deep: { a: [1] } }];
    const after = [
      { ...ROW, prompt: 'q' },
      { ...ROW, name: 'Sales', fee: 2, deep: { a: [1] } },
      { ...ROW, name: 'New', vip: true },
    ];
    expect(plain(routingRows(before, after))).toEqual([
      '~ row 1 "Billing", prompt: "p" → "q"',
      '~ row 2 "Sales", fee: 1 → 2',
      '+ row 3: "New": prompt "p", pathway_id "pw", pathway_version "3", start_node_id "s", vip true',
    ]);
  });

  it('are shown whatever stands in their cells', () => {
    const odd = { ...ROW, pathway_version: { toString: 0 } };
    expect(plain(routingRows([odd, { ...ROW, prompt: ['p'] }], [ROW, { ...ROW, prompt: ['p'] }]))).toEqual([
      '~ row 1 "Billing", pathway_version: {"toString":0} → "3"',
    ]);
    expect(plain(routingRows(null, [odd]))).toEqual([
      '+ row 1: "Billing": prompt "p", pathway_id "pw", pathway_version {"toString":0}, start_node_id "s"',
    ]);
  });

  it.each([[['text', ROW]], ['text'], [ROW]])('are not shown line by line beside what is no row: %j', (odd) => {
    expect(routingRows(odd, [{ ...ROW, prompt: 'q' }])).toEqual([]);
  });

  it('are paired in a moment where there are many thousand', () => {
    const rows = Array.from({ length: 8_000 }, (_item, at) => ({ ...ROW, name: `Row ${at}` }));
    const changed = rows.map((row) => ({ ...row, prompt: 'new' }));
    const lines = plain(routingRows(rows, changed));
    expect(lines).toHaveLength(8_000);
    expect(lines[7_999]).toBe('~ row 8000 "Row 7999", prompt: "p" → "new"');
  });
});

it('a set in which only the number of equal items differs is not told as one in another order', () => {
  const [a, b] = [{ id: 'a' }, { id: 'b' }];
  expect(setItems([a, a, b], [a, b, b])).toEqual([]);
  expect(plain(setItems([a, b], [b, a]))).toEqual(['the same items in another order']);
});

it('many thousand items of a set are compared in a moment', () => {
  const items = Array.from({ length: 40_000 }, (_item, at) => `item ${at}`);
  expect(plain(setItems(items, ['new', ...items.slice(1)]))).toEqual(['+ "new"', '- "item 0"']);
});
