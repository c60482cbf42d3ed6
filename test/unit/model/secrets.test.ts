import { describe, expect, it } from '@jest/globals';
import { keyShapes, maskKeys, redact, redactJson } from '../../../src/model/secrets.ts';
import fc from '../../support/law.ts';

const KEY = 'sk-abcdefghij0123456789';

describe('keyShapes', () => {
  it.each([
    ['sk-abcdefghij0123456789', 0, 23],
    ['sk_abcdefghij0123456789', 0, 23],
    ['org_abcdefghij0123456789', 0, 24],
    ['org-abcdefghij0123456789', 0, 24],
    ['sub-sk-abcdefghij0123456789', 0, 27],
    ['sub-sk_abcdefghij0123456789XYZ', 0, 30],
    ['key: sk-abcdefghij0123456789, kept', 5, 23],
    ['_sk-abcdefghij0123456789', 1, 23],
    ['xsub-sk-abcdefghij0123456789', 5, 23],
  ])('finds the key in %j', (text, index, length) => {
    expect(keyShapes(text, null)).toEqual([{ index, length }]);
  });

  it.each([
    ['nineteen characters', 'sk-abcdefghij012345678'],
    ['a letter before it', 'ask-abcdefghij0123456789'],
    ['a digit before it', '1org_abcdefghij0123456789'],
    ['another separator', 'sk.abcdefghij0123456789'],
    ['capitals', 'SK-abcdefghij0123456789'],
    ['an ordinary sentence', 'The org-chart is in the office.'],
    ['an id', '12345678-1234-1234-1234-123456789012'],
  ])('leaves %s alone', (_what, text) => {
    expect(keyShapes(text, null)).toEqual([]);
  });

  it('finds every key of a text, in order', () => {
    expect(keyShapes(`${KEY} ${KEY}`, null)).toEqual([
      { index: 0, length: 23 },
      { index: 24, length: 23 },
    ]);
  });

  it('finds the very key in use, whatever its form, from twelve characters on', () => {
    expect(keyShapes('a=my/own.key!1 b', 'my/own.key!1')).toEqual([{ index: 2, length: 12 }]);
    expect(keyShapes('a=my/own.key! b', 'my/own.key!')).toEqual([]);
    expect(keyShapes('emulator emulator', 'emulator')).toEqual([]);
  });

  it('joins a shape and the key in use where they overlap', () => {
    expect(keyShapes(`x ${KEY}-tail y`, `${KEY}-tail`)).toEqual([{ index: 2, length: 28 }]);
    expect(keyShapes(`x head-${KEY} y`, `head-${KEY.slice(0, 10)}`)).toEqual([{ index: 2, length: 28 }]);
  });

  it('ends in time for a million characters: a quadratic search would exceed the test’s own limit', () => {
    for (const text of [
      'sk-'.repeat(400_000),
      'org_a'.repeat(200_000),
      'a'.repeat(1_000_000),
      `sk-${'a'.repeat(1_000_000)}`,
    ]) {
      expect(keyShapes(text, 'aaaaaaaaaaaaab').length).toBeLessThan(2);
    }
  });
});

/** Text in which keys, half keys and what may stand around them are frequent. */
const textWithKeys = fc
  .array(
    fc.oneof(
      fc.constantFrom(KEY, `org_${KEY}`, 'sub-', 'sk-', 'org_', '-', '_', ' ', 'abcdefghij', '0123456789'),
      fc.string(),
    ),
  )
  .map((parts) => parts.join(''));

describe('redact', () => {
  it('puts [redacted] in place of each key and keeps the rest', () => {
    expect(redact(`a ${KEY}, b ${KEY}.`, null)).toBe('a [redacted], b [redacted].');
    expect(redact('nothing here', KEY)).toBe('nothing here');
  });

  it('leaves no key, whatever the text', () => {
    fc.assert(
      fc.property(textWithKeys, (text) => {
        expect(keyShapes(redact(text, KEY), KEY)).toEqual([]);
      }),
    );
  });

  it('finds a key that begins or ends where the key in use does', () => {
    const inUse = 'sk-abcdefghij0123456789';
    const other = 'sk-0123456789abcdefghij';
    expect(redact(`0${inUse}${other}`, inUse)).toBe('0[redacted][redacted]');
    expect(redact(`${other}${inUse}${other}, ${other}`, inUse)).toBe('[redacted][redacted], [redacted]');
    expect(redact(`0sk-abcde${inUse}9`, inUse)).toBe('0sk-abcde[redacted]9');
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(textWithKeys, (text) => {
        const once = redact(text, KEY);
        expect(redact(once, KEY)).toBe(once);
      }),
    );
  });
});

describe('maskKeys', () => {
  it('keeps every other character where it is', () => {
    expect(maskKeys(`a ${KEY} b`, null)).toBe(`a ${'*'.repeat(23)} b`);
    fc.assert(
      fc.property(textWithKeys, (text) => {
        expect(maskKeys(text, null)).toHaveLength(text.length);
      }),
    );
  });
});

describe('redactJson', () => {
  it('redacts texts and keys at every depth and leaves other values alone', () => {
    const value = { a: [KEY, 1, null, true, { [KEY]: { b: `x ${KEY}` } }] };
    expect(redactJson(value, null)).toEqual({
      a: ['[redacted]', 1, null, true, { '[redacted]': { b: 'x [redacted]' } }],
    });
  });

  it('keeps a key named __proto__ an ordinary key', () => {
    const value = JSON.parse(`{"__proto__": {"a": "${KEY}"}}`);
    expect(JSON.stringify(redactJson(value, null))).toBe('{"__proto__":{"a":"[redacted]"}}');
  });

  it('survives JSON of a hundred thousand levels', () => {
    const value = JSON.parse(`${'['.repeat(100_000)}"${KEY}"${']'.repeat(100_000)}`);
    expect(JSON.stringify(redactJson(value, null))).not.toContain(KEY);
  });
});
