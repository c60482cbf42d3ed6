import { describe, expect, it } from '@jest/globals';
import { commandFor } from '../../../src/model/command-line.ts';

describe('a command as advice', () => {
  it('has its operands, then its options', () => {
    expect(commandFor('apply', ['emea/sales', 'desk'], ['--allow', 'identity'])).toBe(
      'persona-sync apply emea/sales desk --allow identity',
    );
  });

  it('quotes what a shell would read as something else', () => {
    expect(commandFor('plan', ['emea/my sales', "it's", '*', '$(x)', ''])).toBe(
      "persona-sync plan 'emea/my sales' 'it'\\''s' '*' '$(x)' ''",
    );
  });

  it('puts operands behind -- where one begins with a dash', () => {
    expect(commandFor('apply', ['desk', '-odd'], ['--allow', 'identity'])).toBe(
      'persona-sync apply --allow identity -- desk -odd',
    );
  });
});
