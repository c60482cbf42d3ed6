import { describe, expect, it } from '@jest/globals';
import { exactJson, parseExactJson } from '../../../src/model/exact-json.ts';
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

  it('what is no JSON is still none', () => {
    expect(() => parseExactJson('{"a":9007199254740993')).toThrow(SyntaxError);
  });
});
