import { expect, it } from '@jest/globals';
import { droppedNoise, type SchemaProblem } from '../../../src/validate/schema-problem.ts';

function problem(keyword: string, path: string, name = ''): SchemaProblem {
  return { keyword, path, name, types: [], pattern: null, properties: ['name', 'role'], message: 'is wrong' };
}

function kept(...problems: readonly SchemaProblem[]): string[] {
  return droppedNoise(problems).map(({ keyword, path, name }) => [keyword, path, name].join(' ').trim());
}

it('keeps the first problem of a value, and those of other values', () => {
  expect(kept(problem('minLength', '/a'), problem('pattern', '/a'), problem('pattern', '/b'))).toEqual([
    'minLength /a',
    'pattern /b',
  ]);
});

it('keeps every unknown and every missing key', () => {
  const unknown = [problem('additionalProperties', '', 'x'), problem('additionalProperties', '', 'y')];
  const missing = [problem('required', '/a', 'name'), problem('required', '/a', 'role')];
  expect(kept(...unknown, ...missing)).toHaveLength(4);
});

it('drops the missing key that stands there misspelt, at the same place only', () => {
  const unknown = problem('additionalProperties', '/a', 'nmae');
  expect(kept(problem('required', '/a', 'name'), problem('required', '/b', 'name'), unknown)).toEqual([
    'required /b name',
    'additionalProperties /a nmae',
  ]);
});

it('drops a wrong number of keys beside an unknown key', () => {
  const unknown = problem('additionalProperties', '/a', 'x');
  expect(kept(problem('maxProperties', '/a'), unknown)).toEqual(['additionalProperties /a x']);
  expect(kept(problem('maxProperties', '/a'))).toEqual(['maxProperties /a']);
});
