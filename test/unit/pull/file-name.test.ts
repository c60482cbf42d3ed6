import { describe, expect, it } from '@jest/globals';
import { chooseFileName, foldName } from '../../../src/pull/file-name.ts';
import fc, { tries } from '../../support/law.ts';

const choose = (name: string, taken: readonly string[] = []) =>
  chooseFileName(name, (folded) => taken.map(foldName).includes(folded));

describe('the file name of a persona', () => {
  it.each([
    ['Customer Support Agent', 'customer-support-agent'],
    ['Atención al Cliente (EU) — v2', 'atencion-al-cliente-eu-v2'],
    ["Ann's Desk", 'anns-desk'],
    ['  ../../etc/passwd  ', 'etc-passwd'],
    ['_hidden', 'hidden'],
    ['.hidden', 'hidden'],
    ['CON', 'con-persona'],
    ['com¹', 'com1-persona'],
    ['客服 专员', '客服-专员'],
    ['Поддержка', 'поддержка'],
    ['🙂🙂', 'persona'],
    ['', 'persona'],
    [`SK-${'A1'.repeat(12)}`, 'persona'],
    ['x'.repeat(300), 'x'.repeat(60)],
    [`{{agent}}: \${brand}`, 'agent-brand'],
  ])('of %j is %s', (name, expected) => {
    expect(choose(name)).toBe(expected);
  });

  it('is unique, whatever the case', () => {
    expect(choose('Desk', ['DESK'])).toBe('desk-2');
    expect(choose('Desk', ['desk', 'Desk-2'])).toBe('desk-3');
    expect(choose('Straße', ['STRASSE'])).toBe('straße-2');
  });

  it('is one that every file system takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
        const chosen = choose(name);
        expect(chosen).toMatch(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*$/u);
        expect(Buffer.byteLength(`${chosen}.orchestration_prompt.md`)).toBeLessThanOrEqual(255);
        expect(chosen).toBe(chosen.normalize('NFC'));
      }),
      tries(1000),
    );
  });
});
