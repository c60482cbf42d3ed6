import { describe, expect, it } from '@jest/globals';
import { exactJson, isMarkedNumber, parseExactJson } from '../../../src/model/exact-json.ts';
import fc from '../../support/law.ts';

describe('numbers that JavaScript cannot hold', () => {
  it.each([
    '{"ref":9007199254740993,"list":[-12345678901234567890,{"deep":1e400}],"text":"9007199254740993"}',
    '[0.12345678901234567891,1E-400,123456789012345678901234567890.5]',
  ])('come out as they went in: %s', (text) => {
    expect(exactJson(parseExactJson(text))).toBe(text);
  });

  it.each([
    '{"a":1.50,"b":1e3,"c":-0.1,"d":1234567890123456,"e":100000000000000000000}',
    '["\\"9007199254740993\\\\",1]',
  ])('and all others are numbers as ever: %s', (text) => {
    expect(parseExactJson(text)).toEqual(JSON.parse(text));
  });

  it('any JSON means the same afterwards (a law)', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.parse(exactJson(parseExactJson(text)))).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    '"\\u0000number:5"',
    '"\\u0000number:9007199254740993"',
    '"\\u0000text:a"',
    '"\\u0000text:\\u0000number:9007199254740993"',
    '["x\\"\\u0000number:5",9007199254740993]',
    '{"\\u0000number:9007199254740993":1,"\\u0000text:" : "\\u0000number:007"}',
    '["number:","#number:9007199254740993",9007199254740993]',
  ])('and no text passes for one: %s', (text) => {
    const value = parseExactJson(text);
    expect(JSON.parse(exactJson(value))).toEqual(JSON.parse(text));
    expect(exactJson(value)).toBe(text.replace(' : ', ':'));
    expect([value].flat().some((item) => typeof item === 'string' && isMarkedNumber(item))).toBe(text.startsWith('["'));
  });

  const text = fc.tuple(
    fc.constantFrom('', '"', '\\'),
    fc.constantFrom('', '\u0000', '#'),
    fc.constantFrom('number:', 'text:'),
    fc.constantFrom('5', '007', '9007199254740993', '\u0000number:1e999', '"'),
  );
  const marking = text.map((parts) => parts.join(''));

  it('texts like its marks come out as they went in (a law)', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(marking, fc.dictionary(marking, marking))), fc.nat(2), (value, indent) => {
        const json = JSON.stringify([...value, 1.5], null, indent).replace('1.5', '9007199254740993');
        expect(exactJson(parseExactJson(json), indent)).toBe(json);
      }),
    );
  });

  it('what is no JSON is still none', () => {
    expect(() => parseExactJson('{"a":9007199254740993')).toThrow(SyntaxError);
  });
});
