import { describe, expect, it } from '@jest/globals';
import { displayPath, isInside } from '../../../src/load/paths.ts';

describe('isInside', () => {
  it.each([
    ['/a/b/c', true],
    ['/a/b', true],
    ['/a/b/..c', true],
    ['/a', false],
    ['/', false],
    ['/a/bc', false],
    ['/a/c/b', false],
  ])('%s in /a/b: %s', (path, inside) => {
    expect(isInside(path, '/a/b')).toBe(inside);
  });
});

it('shows paths relative to the working directory', () => {
  expect(['/a/b/c', '/a/b', '/a/d'].map((path) => displayPath(path, '/a/b'))).toEqual(['c', '.', '../d']);
});
