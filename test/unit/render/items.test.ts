import { describe, expect, it } from '@jest/globals';
import { routingRows, setItems } from '../../../src/render/items.ts';
import { createStyle } from '../../../src/render/style.ts';

const plain = createStyle(false);
const ROW = { name: 'Billing', prompt: 'p', pathway_id: 'pw', pathway_version: '3', start_node_id: 's' };

describe('routing rows', () => {
  it('pair with an equal row first, then by pathway and name, then by name, each row once', () => {
    const before = [ROW, { ...ROW, prompt: 'q' }, { ...ROW, pathway_id: 'other' }];
    const after = [{ ...ROW, prompt: 'q' }, { ...ROW, prompt: 'new' }, { ...ROW, pathway_id: 'third' }, ROW];
    expect(routingRows(before, after, plain)).toEqual([
      'row 2 → 1: "Billing" moved',
      'row 3 → 2: "Billing" moved',
      '~ row 2 "Billing", prompt: "p" → "new"',
      '~ row 2 "Billing", pathway_id: "other" → "pw"',
      '+ row 3: "Billing": prompt "p", pathway_id "third", pathway_version "3", start_node_id "s"',
      'row 1 → 4: "Billing" moved',
    ]);
  });

  it('are paired in a moment where there are many thousand', () => {
    const rows = Array.from({ length: 8_000 }, (_item, at) => ({ ...ROW, name: `Row ${at}` }));
    const changed = rows.map((row) => ({ ...row, prompt: 'new' }));
    const lines = routingRows(rows, changed, plain);
    expect(lines).toHaveLength(8_000);
    expect(lines[7_999]).toBe('~ row 8000 "Row 7999", prompt: "p" → "new"');
  });
});

it('many thousand items of a set are compared in a moment', () => {
  const items = Array.from({ length: 40_000 }, (_item, at) => `item ${at}`);
  expect(setItems(items, ['new', ...items.slice(1)], plain)).toEqual(['+ "new"', '- "item 0"']);
});
