import { describe, expect, it } from '@jest/globals';
import { matchLive, phoneDigits } from '../../../src/plan/match-live.ts';

function persona(id: string, name: string, ...numbers: readonly string[]) {
  return { live: { id, root: { id, name, inbound_numbers: numbers }, draft: {}, production: null } };
}

const ALL = [
  persona('p-1', 'Sales', '+14155550101'),
  persona('p-2', 'Sales', '+41 44 555 01 00', '+14155550102'),
  persona('Sales2', 'p-1'),
];

const idsOf = (selector: string): string[] => matchLive(ALL, selector).map(({ live }) => live.id);

describe('a live persona is named', () => {
  it.each([
    ['by its id, before any name', 'p-1', ['p-1']],
    ['by its exact name, which several may have', 'Sales', ['p-1', 'p-2']],
    ['not by a part of it', 'Sale', []],
    ['not in another case', 'sales', []],
    ['by a number as it is written', '+14155550101', ['p-1']],
    ['by a number with other marks', '+1 (415) 555-0101', ['p-1']],
    ['by a number that the account writes with spaces', '+41445550100', ['p-2']],
    ['by a number with 00 for +', '0041445550100', ['p-2']],
    ['by a number without its country', '415 555 0102', ['p-2']],
    ['by a number as it is called at home', '044 555 01 00', ['p-2']],
    ['not by the end of a number with another country', '+4155550101', []],
    ['not by a few digits', '0101', []],
    ['not by nothing', '', []],
  ])('%s', (_, selector, ids) => {
    expect(idsOf(selector)).toEqual(ids);
  });

  it.each([
    ['12345', '12345'],
    ['1234', null],
    ['+1 415', null],
    ['p-12345', null],
    ['+1\u2011415\u00a0555', '1415555'],
  ])('%j has the digits %j', (selector, digits) => {
    expect(phoneDigits(selector)).toBe(digits);
  });
});
