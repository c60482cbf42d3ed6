import { describe, expect, it } from '@jest/globals';
import {
  type Diagnostic,
  diagnosticAt,
  diagnosticOf,
  orderDiagnostics,
  quoted,
} from '../../../src/model/diagnostic.ts';
import { SourceText } from '../../../src/model/places.ts';

const problem = { code: 'unknown_key', summary: 'What.', hint: 'Do.', key: 'a' } as const;

function at(file: string, offset: number, key = 'a'): Diagnostic {
  return diagnosticAt(new SourceText(file, 'aaaa\nbbbb\ncccc').spot(offset, 1), { ...problem, key });
}

describe('orderDiagnostics', () => {
  it('sorts by file, line and column, whole files first', () => {
    const ordered = orderDiagnostics([at('b', 0), at('a', 11), at('a', 6), at('a', 5), diagnosticOf('a', problem)]);
    expect(ordered.map(({ file, line, column }) => [file, line, column])).toEqual([
      ['a', null, null],
      ['a', 2, 1],
      ['a', 2, 2],
      ['a', 3, 2],
      ['b', 1, 1],
    ]);
  });

  it('tells a problem of a shared prompt file once, and problems of whole files each', () => {
    expect(orderDiagnostics([at('prompt.md', 3, 'a'), at('prompt.md', 3, 'b')])).toEqual([at('prompt.md', 3, 'a')]);
    expect(orderDiagnostics([diagnosticOf('a', problem), diagnosticOf('a', problem)])).toHaveLength(2);
  });
});

describe('quoted', () => {
  it('keeps text on one line, visible and short', () => {
    expect(quoted('a\nb\u202E\u001B[31m')).toBe('`a\\u{a}b\\u{202e}\\u{1b}[31m`');
    expect(quoted('x'.repeat(100_000))).toBe(`\`${'x'.repeat(60)}…\``);
  });

  it('shows no key', () => {
    expect(quoted('sk-abcdefghij0123456789')).toBe('`[redacted]`');
  });
});
