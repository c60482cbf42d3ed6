import { describe, expect, it } from '@jest/globals';
import { pointer, pointerSegments } from '../../../src/model/json.ts';
import { SourceText } from '../../../src/model/places.ts';
import fc from '../../support/law.ts';

describe('SourceText.spot', () => {
  it('counts lines and columns from 1 and shows the line', () => {
    const source = new SourceText('personas/a.yaml', 'name: a\nrole: b\n');
    expect(source.spot(14, 1)).toEqual({
      file: 'personas/a.yaml',
      line: 2,
      column: 7,
      excerpt: { text: 'role: b', column: 7, length: 1 },
    });
  });

  it('leaves the CR of a CRLF out of the line', () => {
    const { line, excerpt } = new SourceText('f', 'a: 1\r\nb: 2\r\n').spot(6, 20);
    expect({ line, excerpt }).toEqual({ line: 2, excerpt: { text: 'b: 2', column: 1, length: 4 } });
  });

  it('gives an empty text a place', () => {
    expect(new SourceText('f', '').spot(0, 1)).toMatchObject({ line: 1, column: 1, excerpt: { text: '', length: 1 } });
  });

  it('cuts a long line around the caret', () => {
    const source = new SourceText('f', `${'x'.repeat(500)}HERE${'y'.repeat(500)}`);
    const { column, excerpt } = source.spot(500, 4);
    expect(column).toBe(501);
    expect(excerpt.text).toHaveLength(162);
    expect(excerpt.text.slice(excerpt.column - 1, excerpt.column - 1 + excerpt.length)).toBe('HERE');
  });

  it('never shows a key in an excerpt, and keeps its columns', () => {
    const { excerpt } = new SourceText('f', 'a: sk-abcdefghij0123456789 b').spot(27, 1);
    expect(excerpt).toEqual({ text: `a: ${'*'.repeat(23)} b`, column: 28, length: 1 });
  });

  it('never gives a place out of range', () => {
    const lines = fc.array(fc.string({ maxLength: 300 }), { maxLength: 20 }).map((parts) => parts.join('\n'));
    fc.assert(
      fc.property(
        lines,
        fc.integer({ min: -5, max: 8_000 }),
        fc.integer({ min: 0, max: 9_000 }),
        (text, offset, length) => {
          const { line, column, excerpt } = new SourceText('f', text).spot(offset, length);
          const written = text.split('\n')[line - 1];
          expect(written).toBeDefined();
          expect(column).toBeGreaterThanOrEqual(1);
          expect(column).toBeLessThanOrEqual((written ?? '').length + 1);
          expect(excerpt.length).toBeGreaterThanOrEqual(1);
          expect(excerpt.column).toBeGreaterThanOrEqual(1);
          expect(excerpt.column + excerpt.length - 1).toBeLessThanOrEqual(
            Math.max(excerpt.text.length, excerpt.column),
          );
        },
      ),
    );
  });
});

describe('pointer', () => {
  it('escapes as RFC 6901 says', () => {
    expect(pointer('a/b', 'c~d', 0)).toBe('/a~1b/c~0d/0');
  });

  it('comes back from its segments', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (segments) => {
        expect(pointerSegments(pointer(...segments))).toEqual(segments);
      }),
    );
  });
});
