import { describe, expect, it } from '@jest/globals';
import type { JsonValue } from '../../../src/model/json.ts';
import type { Mismatch, Outcome } from '../../../src/model/outcome.ts';
import { reportText } from '../../../src/render/report.ts';
import { createStyle } from '../../../src/render/style.ts';
import type { WaysOut } from '../../../src/render/ways.ts';

const OUTCOME: Outcome = {
  key: 'support',
  id: 'p-support',
  action: 'update',
  status: 'applied',
  reason: null,
  changes: [],
  moved: [],
  mismatches: [],
  added_by_service: [],
  not_on_air: [],
  inbound_numbers: [],
  guards: [],
  failure: null,
  bound: null,
};

const WAYS: WaysOut = {
  command: 'apply',
  options: [],
  promotes: false,
  plan: (key) => `PLAN ${key}`,
  apply: (key) => `APPLY ${key}`,
};

/** The report of one outcome, without its last lines. */
const told = (outcome: Partial<Outcome>, ways: Partial<WaysOut> = {}): string[] =>
  reportText([{ ...OUTCOME, ...outcome }], { ...WAYS, ...ways }, createStyle(false))
    .split('\n')
    .slice(0, -2);

describe('the way out', () => {
  const saved: Partial<WaysOut> = { planAnew: 'PLAN ANEW' };

  it.each(['missing', 'deleted', 'twin', 'other_id'] as const)(
    'of %s is a new plan where the plan is a saved one',
    (reason) => {
      expect(told({ status: 'failed', reason }, saved)[0]).toMatch(/; when mended, plan again: PLAN ANEW$/);
      expect(told({ status: 'failed', reason })[0]).toMatch(/; when mended: APPLY support$/);
    },
  );

  it('of what the service refused is to apply the saved plan again', () => {
    expect(told({ status: 'failed', reason: 'rejected' }, saved)[0]).toMatch(/; when mended: APPLY support$/);
  });

  it('puts the guards to allow before the key where that needs it', () => {
    const apply: WaysOut['apply'] = (key, ...more) => ['APPLY', ...more, '--', key].join(' ');
    expect(told({ status: 'held', reason: 'guarded', guards: ['shrink', 'identity'] }, { apply })[0]).toMatch(
      /; when it is meant: APPLY --allow shrink,identity -- support$/,
    );
  });
});

describe('what is known of a persona that was not written', () => {
  it('is that nothing was written', () => {
    expect(told({ status: 'held', reason: 'stale' })[0]).toContain('; nothing was written; ');
    expect(told({ status: 'failed', reason: 'rejected' })[0]).toContain('; nothing was written; ');
  });

  it('is nothing where another change came after a write without an answer', () => {
    const [line] = told({ status: 'held', reason: 'overtaken' });
    expect(line).toContain('; it is not known whether this run’s write was stored before; ');
    expect(line).not.toContain('nothing was written');
  });
});

describe('a write that came back as something else', () => {
  const details = (
    path: string,
    sent: JsonValue,
    cameBack: JsonValue,
    field: Mismatch['field'] = 'managed',
  ): string[] =>
    told({ status: 'unverified', reason: 'altered', mismatches: [{ path, field, sent, came_back: cameBack }] })
      .slice(1)
      .map((line) => line.slice(4));

  it('is told on one line where both values are short', () => {
    expect(details('/role', 'Night', null)).toEqual(['role: sent "Night", came back null']);
    expect(details('/call_config/voice', 'June', 'Karl', 'unmanaged')).toEqual([
      'call_config.voice, which no file manages: was "June", is now "Karl"',
    ]);
  });

  it('shows a prompt as its words that differ', () => {
    const prompt = `${'Speak slowly and clearly.\n'.repeat(200)}Offer a refund at once.\n`;
    expect(details('/personality_prompt', prompt, prompt.replace('at once', 'never'))).toEqual([
      'not as sent (sent → came back):',
      '  ~ personality_prompt (5,224 → 5,222 characters)',
      '    @@ line 199 @@',
      '      Speak slowly and clearly.',
      '      Speak slowly and clearly.',
      '    ~ Offer a refund [-at once-]{+never+}.',
    ]);
  });

  it('shows a list by its items', () => {
    expect(details('/tags', ['a', 'b'], ['b', 'c'], 'unmanaged')).toEqual([
      'managed by no file (was → is now):',
      '  ~ tags',
      '    + "c"',
      '    - "a"',
    ]);
  });
});

describe('what is not on air yet', () => {
  const waiting = { not_on_air: ['/personality_prompt'] };
  const lines = (outcomes: readonly Partial<Outcome>[], ways: Partial<WaysOut> = {}): string =>
    reportText(
      outcomes.map((one) => ({ ...OUTCOME, ...one })),
      { ...WAYS, ...ways },
      createStyle(false),
    );

  it('is advised to be promoted only where the draft is as the files say', () => {
    const outcomes = [
      { ...waiting, key: 'ann' },
      { ...waiting, key: 'bob', status: 'held', reason: 'guarded', guards: ['shrink'] },
    ] as const;
    expect(lines(outcomes)).toContain('1 change is not on air yet; callers hear it after: persona-sync promote ann\n');
  });

  it('is told of a held promote too, where the run promotes', () => {
    const held = { ...waiting, action: 'promote', status: 'held', reason: 'guarded', guards: ['foreign'] } as const;
    expect(lines([held], { promotes: true })).toContain('1 change is not on air yet:\n  support (personality_prompt)');
  });
});
