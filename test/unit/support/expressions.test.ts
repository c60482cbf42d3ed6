/** The harness that runs the recipes evaluates their expressions as GitHub does. */
import { describe, expect, it } from '@jest/globals';
import { evaluate, fillIn, holds, type Scope } from '../../support/workflow/expressions.ts';

const scope = (status: Scope['status'] = 'success'): Scope => ({
  status,
  contexts: {
    vars: { LIST: '["a","b"]', HOST: null },
    steps: { plan: { outcome: 'success' } },
    matrix: { environment: '' },
  },
});

describe('an expression', () => {
  it.each([
    ["vars.HOST || 'https://x'", 'https://x'],
    ["fromJSON(vars.LIST || '[]')", ['a', 'b']],
    ["contains(fromJSON(vars.LIST), 'b')", true],
    ["format('{0}-drift', matrix.environment || 'production')", 'production-drift'],
    ["steps.plan.outcome == 'SUCCESS' && !vars.NONE", true],
    ['vars.NONE.DEEPER', null],
  ])('%s', (text, value) => {
    expect(evaluate(text, scope())).toEqual(value);
  });

  it('that names an unknown context is an error', () => {
    expect(() => evaluate('nothing.here', scope())).toThrow();
  });
});

describe('a condition', () => {
  it('holds only while nothing failed, unless it asks', () => {
    expect(holds(undefined, scope('failure'))).toBe(false);
    expect(holds("steps.plan.outcome == 'success'", scope('failure'))).toBe(false);
    expect(holds("always() && steps.plan.outcome == 'success'", scope('failure'))).toBe(true);
    expect(holds(`\${{ !cancelled() }}`, scope('failure'))).toBe(true);
  });
});

it('fills texts in', () => {
  expect(fillIn(`a \${{ steps.plan.outcome }} b \${{ vars.NONE }}.`, scope())).toBe('a success b .');
});
